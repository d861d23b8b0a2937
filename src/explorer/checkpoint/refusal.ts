// What is wrong with a checkpoint, or with the folder it should go to, in plain words. In, a sentence or what the system
// said; out, a fault of the invocation (151): never a stack trace, and never a search that goes on from something else.

import { type SpecError, usage } from "../../spec/source/diagnostic.ts";
import { shownPath } from "../../spec/source/files.ts";

/** A checkpoint that is not as it was written. */
export function damaged(folder: string, what: string): SpecError {
  return usage(`the checkpoint in ${shownPath(folder)} is damaged: ${what}`, [
    "it cannot be used; search again from the start, without --resume",
  ]);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than allowed",
  EIO: "the disk reports an error",
  EMFILE: "too many open files",
  ENOENT: "it is not there",
  ENOTDIR: "it is not a folder",
  EEXIST: "it is not a folder",
  EISDIR: "it is a folder",
};

/** Why the system refused, in words; throws what is no refusal of the system. */
export function reasonOf(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || syscall === undefined) throw error;
  return REASONS[code] ?? code;
}
