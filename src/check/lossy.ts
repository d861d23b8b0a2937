// Searches that may miss states, by name only: in, the flags and what else was asked for; out, what the search is told. What a
// lossy search could not answer, or would only pretend to, is refused before anything is searched.

import { MOST_HASH_BITS } from "../explorer/compile/compaction.ts";
import type { Lossy } from "../explorer/exploration.ts";
import { usage } from "../spec/source/diagnostic.ts";

export const LOSSY_KINDS = ["hash-compaction"] as const;

/** Bits of the hash of a state where nobody says otherwise, and at least and at most. */
export const DEFAULT_HASH_BITS: number = MOST_HASH_BITS;
export const HASH_BITS_RANGE: { readonly least: number; readonly most: number } = { least: 32, most: MOST_HASH_BITS };

export interface LossyFlags {
  readonly lossy?: Lossy["kind"];
  readonly hashBits?: number;
}

/** What else the search is asked for. */
interface Others {
  readonly search: string;
  readonly compact?: boolean;
  readonly threads?: number;
  readonly crossCheck?: number | true;
  readonly checkpoint: boolean;
  readonly temporal: boolean;
}

/** Null for an exact search. @throws SpecError (151) for what does not go together */
export function lossyOf({ lossy, hashBits }: LossyFlags, others: Others): Lossy | null {
  if (lossy === undefined) {
    if (hashBits === undefined) return null;
    throw usage("--hash-bits is for --lossy hash-compaction", ["without it whole states are kept, not hashes"]);
  }
  const { search, compact, threads, crossCheck, checkpoint, temporal } = others;
  const refuse = (what: string, hint: string): never => {
    throw usage(`--lossy ${lossy} does not go with ${what}`, [hint]);
  };
  if (search !== "bfs") refuse(`--search ${search}`, "it is for --search bfs alone");
  if (compact) refuse("--compact", "--compact keeps whole states: leave out one of the two");
  if (crossCheck !== undefined) refuse("--cross-check", "counts may differ where a state was missed");
  if (checkpoint) refuse("--checkpoint and --resume", "checkpoints are of exact searches alone");
  if (threads !== undefined && threads > 1) {
    refuse(
      `--threads ${threads}`,
      "which states are missed would depend on which thread is faster; it takes one thread",
    );
  }
  if (temporal) {
    refuse("temporal properties", "to look for loops takes all states; name the other properties with --property");
  }
  return { kind: lossy, hashBits: hashBits ?? DEFAULT_HASH_BITS };
}
