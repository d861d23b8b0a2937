// Checkpoints as they are asked for: in, flags; out, what the search is told. What cannot be gone on from is refused before
// anything is searched.

import type { CheckpointOptions } from "../explorer/exploration.ts";
import { usage } from "../spec/source/diagnostic.ts";
import type { SearchFlags } from "./run.ts";
import { readVersion } from "./version.ts";

export interface CheckpointFlags {
  /** Folders. */
  readonly checkpoint?: string;
  readonly resume?: string;
  /** Milliseconds. */
  readonly checkpointEvery?: number;
}

/** What the search is told; null if nothing. @throws SpecError (151) for what does not go together */
export function checkpointOptions(
  files: readonly string[],
  flags: CheckpointFlags & SearchFlags & { readonly watch?: boolean; readonly watched?: boolean },
  onProblem: (text: string) => void,
): CheckpointOptions | null {
  const { checkpoint, resume, checkpointEvery } = flags;
  if (checkpoint === undefined && checkpointEvery !== undefined) {
    throw usage("--checkpoint-every says how often, and nothing says where", ["give a folder with --checkpoint"]);
  }
  if (checkpoint === undefined && resume === undefined) return null;
  const option = resume === undefined ? "--checkpoint" : "--resume";
  for (const folder of [checkpoint, resume]) {
    if (folder === "") throw usage(`${option} needs the name of a folder`, []);
  }
  if (files.length > 1) throw usage(`${option} is for one spec at a time`, ["check the others by themselves"]);
  if (flags.search !== "bfs") {
    throw usage(`${option} does not go with --search ${flags.search}`, ["checkpoints are of --search bfs alone"]);
  }
  for (const other of ["crossCheck", "watch", "watched"] as const) {
    if (flags[other] === undefined || flags[other] === false) continue;
    const name = other === "crossCheck" ? "--cross-check" : "--watch";
    throw usage(`${option} does not go with ${name}`, [`leave out ${name}`]);
  }
  return {
    folder: checkpoint ?? null,
    every: checkpointEvery ?? null,
    resume: resume ?? null,
    version: readVersion(),
    onProblem,
  };
}
