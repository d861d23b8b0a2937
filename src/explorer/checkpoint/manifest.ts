// The one file of a checkpoint that says what the others are. In, plain data; out, a line with a checksum and the data as
// JSON, and back. The invariant: a text of which a single character was changed is refused, whichever it is.

import { createHash } from "node:crypto";
import type { KnownGoal } from "../search/goal-finder.ts";
import type { Identity } from "./identity.ts";

/** Raised when what is written changes its meaning. */
const FORMAT = 1;

const HEAD = "allways checkpoint";

/** Some whole levels, in a file of their own. */
export interface Segment {
  readonly file: string;
  /** How many levels, after those of the segments before it. */
  readonly levels: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly identity: Identity;
  /** The search has ended: nothing would be lost without the checkpoint. */
  readonly finished: boolean;
  /** Bytes of a state. */
  readonly stride: number;
  /** By level: how many states it has. All but the last one have been expanded. */
  readonly levels: readonly number[];
  readonly coverage: readonly number[];
  /** Successors outside `within`. */
  readonly cut: number;
  readonly goals: readonly KnownGoal[];
  /** Time spent so far. */
  readonly milliseconds: number;
  readonly segments: readonly Segment[];
}

export function printManifest(manifest: Manifest): string {
  const body = `${JSON.stringify(manifest).replace(/[^ -~]/g, escaped)}\n`;
  return `${HEAD} ${FORMAT} ${checksum(body)}\n${body}`;
}

/** The manifest; or what is wrong with the text. */
export function readManifest(text: string): Manifest | string {
  const [, format, sum, body] = /^allways checkpoint (\d+) ([0-9a-f]{64})\n(.*)$/s.exec(text) ?? [];
  if (format === undefined || body === undefined) return "its list of contents has no heading";
  if (format !== String(FORMAT)) return `it is of format ${format}, and this allways reads format ${FORMAT}`;
  if (checksum(body) !== sum) return "its list of contents does not have the checksum it should have";
  const manifest: Manifest = JSON.parse(body);
  return isSound(manifest) ? manifest : "its list of contents does not add up";
}

/** What no writer of ours gets wrong. */
function isSound({ levels, segments, stride }: Manifest): boolean {
  const states = levels.reduce((sum, size) => sum + size, 0);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const count = segments.reduce((sum, segment) => sum + segment.levels, 0);
  return count === levels.length && bytes === states * stride && segments.every(({ file }) => SEGMENT_NAME.test(file));
}

/** Names of files with levels: of the process that wrote it, and which of its files it is. */
export const SEGMENT_NAME: RegExp = /^levels-[0-9a-f]{8}-\d+\.states$/;

/** So that every byte of the file is a character, and every other byte another one. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
