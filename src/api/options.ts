// What a program may ask of a check: in, an object; out, nothing if it makes sense. What the types forbid is refused, too, for
// callers that have none: an option that is not meant as one would be a silent wrong answer.

import type { CheckpointFlags } from "../check/checkpoint-options.ts";
import { HASH_BITS_RANGE, LOSSY_KINDS } from "../check/lossy.ts";
import { DEFAULT_SEARCH, type SearchFlags } from "../check/run.ts";
import { MOST_THREADS } from "../check/threads.ts";
import type { Lossy, Progress, SearchKind } from "../explorer/exploration.ts";
import type { FairnessMode } from "../spec/program/fairness.ts";
import type { Setting } from "../spec/runtime/spec.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { suggestions } from "../spec/source/suggest.ts";

/** Named as the options of `allways check`. */
export interface CheckOptions {
  /** Parameters by name; text is read as `--set` reads it. */
  readonly set?: Readonly<Record<string, Setting>>;
  readonly scenario?: string;
  /** Names of the properties to check; all by default. */
  readonly properties?: readonly string[];
  /** What temporal properties may rely on: as declared, weak at most, or none. */
  readonly fairness?: FairnessMode;
  readonly search?: SearchKind;
  /** Explore everything and report every violated property, not the first. */
  readonly all?: boolean;
  /** States a run has at most. */
  readonly depth?: number;
  /** States to keep at most. */
  readonly maxStates?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** Bytes. */
  readonly memory?: number;
  /** Keep states in as few bytes as is exact. */
  readonly compact?: boolean;
  /** Keep less than whole states, so that some may be missed: then the verdict is `inconclusive`, and says how likely that is. */
  readonly lossy?: Lossy["kind"];
  /** Bits to keep of each state with `lossy`. */
  readonly hashBits?: number;
  /** Threads at most; by default as many as the machine has. */
  readonly threads?: number;
  /** Of random walks, and of hashes with `lossy`. */
  readonly seed?: number;
  readonly walks?: number;
  /** Compare with the reference interpreter, up to so many states where a number is given. */
  readonly crossCheck?: boolean | number;
  /** What is vacuous makes the exit code 4. */
  readonly strict?: boolean;
  /** Count in the verdict how often each step and condition was run. */
  readonly coverage?: boolean;
  /** A folder to write to, again and again, what is known. */
  readonly checkpoint?: string;
  /** Milliseconds between two checkpoints at least. */
  readonly checkpointEvery?: number;
  /** The folder with the checkpoint to go on from. */
  readonly resume?: string;
  /** Told when a checkpoint cannot be written, while the search goes on; without it the process is warned. */
  readonly onProblem?: (text: string) => void;
  /** Ends the search early; the verdict says so. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Handed to the search as they are. */
const SEARCH_OPTIONS = [
  "search",
  "all",
  "depth",
  "maxStates",
  "time",
  "memory",
  "compact",
  "lossy",
  "hashBits",
  "threads",
  "seed",
  "walks",
  "strict",
  "coverage",
  "checkpoint",
  "checkpointEvery",
  "resume",
] as const satisfies readonly (keyof CheckOptions & keyof (SearchFlags & CheckpointFlags))[];

const OPTIONS = [
  ...SEARCH_OPTIONS,
  "set",
  "scenario",
  "properties",
  "fairness",
  "crossCheck",
  "signal",
  "onProgress",
  "onProblem",
] as const satisfies readonly (keyof CheckOptions)[];

const CHOICES: Readonly<Record<"search" | "fairness" | "lossy", readonly string[]>> = {
  search: ["bfs", "dfs", "random"] satisfies SearchKind[],
  fairness: ["declared", "weak", "none"] satisfies FairnessMode[],
  lossy: LOSSY_KINDS,
};
const SWITCHES = ["all", "compact", "strict", "coverage"] as const;
const FOLDERS = ["checkpoint", "resume"] as const;
const MOST = Number.MAX_SAFE_INTEGER;
const NUMBERS = {
  depth: [1, MOST],
  maxStates: [1, MOST],
  time: [1, MOST],
  memory: [1, MOST],
  walks: [1, MOST],
  checkpointEvery: [1, MOST],
  threads: [1, MOST_THREADS],
  hashBits: [HASH_BITS_RANGE.least, HASH_BITS_RANGE.most],
  seed: [0, 2 ** 32 - 1],
} as const;

/** The same as flags of a command. */
export function flagsOf(options: CheckOptions): SearchFlags & CheckpointFlags {
  const given = SEARCH_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
  const { crossCheck } = options;
  return {
    ...DEFAULT_SEARCH,
    ...Object.fromEntries(given),
    ...(crossCheck !== undefined && crossCheck !== false && { crossCheck }),
  };
}

/** @throws SpecError for what is no option, or no value of one */
export function refuseUnknown(options: CheckOptions): void {
  const refuse = (what: string, hints: readonly string[] = []): never => {
    throw usage(`check: ${what}`, hints);
  };
  for (const name of Object.keys(options)) {
    if ((OPTIONS as readonly string[]).includes(name)) continue;
    refuse(`there is no option ${name}`, suggestions(name, OPTIONS));
  }
  for (const name of ["search", "fairness", "lossy"] as const) {
    const value = options[name];
    if (value === undefined || CHOICES[name].includes(value)) continue;
    refuse(`there is no ${name} ${String(value)}`, [`it is ${CHOICES[name].join(", ")}`]);
  }
  for (const name of SWITCHES) {
    const value = options[name];
    if (value !== undefined && typeof value !== "boolean") refuse(`${name} is ${String(value)}, not true or false`);
  }
  for (const name of FOLDERS) {
    const value = options[name];
    if (value !== undefined && typeof value !== "string")
      refuse(`${name} is ${String(value)}, not the name of a folder`);
  }
  for (const name of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    const value = options[name];
    const [least, most] = NUMBERS[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= least && value <= most)) continue;
    refuse(`${name} is ${String(value)}, not an integer from ${least} ${most === MOST ? "on" : `to ${most}`}`);
  }
}
