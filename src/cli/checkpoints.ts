// Checkpoints as a person asks for them: in, flags; out, what the search is told, and the line that goes on with a search
// that has not ended. What cannot be gone on from is refused before anything is searched.

import type { SearchFlags } from "../check/run.ts";
import type { Selection } from "../check/selection.ts";
import type { BoundName, CheckpointOptions } from "../explorer/exploration.ts";
import { grouped, plural } from "../report/layout.ts";
import type { Verdict } from "../report/verdict.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { shellQuote } from "../trace/shell-quote.ts";
import { readVersion } from "./version.ts";

export interface CheckpointFlags {
  /** Folders. */
  readonly checkpoint?: string;
  readonly resume?: string;
  /** Milliseconds. */
  readonly checkpointEvery?: number;
}

/** Flags whose values the line repeats. */
interface RepeatedFlags extends CheckpointFlags, SearchFlags {
  readonly trace?: string;
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

/** Where the search can be gone on with, and how; null where it has given its answer. */
export function resumeLines(verdict: Verdict, selection: Selection, flags: RepeatedFlags): string | null {
  const { checkpoint: folder } = flags;
  const saved = verdict.statistics.checkpoint?.saved;
  const met = verdict.completeness.bounds.flatMap(({ name }) =>
    name in OPTIONS ? [name as keyof typeof OPTIONS] : [],
  );
  if (folder === undefined || !saved || met.length === 0) return null;
  const larger = met.flatMap((name) => OPTIONS[name] ?? []);
  const how = larger.length === 0 ? "to go on" : `to go on, with more ${larger.join(" and ")}`;
  const words = ["allways", "check", ...selection.words, ...repeated(flags, met), "--resume", folder];
  const command = [...words, "--checkpoint", folder].map(shellQuote).join(" ");
  const what = `${plural(saved.states, "state")}, depth ${grouped(saved.depth)}`;
  return `checkpoint in ${folder}: ${what}\n${how}: ${command}`;
}

/** Bounds that can be met by a search that has more to do, and the options that set them. */
const OPTIONS: Readonly<Partial<Record<BoundName, string | null>>> = {
  depth: "--depth",
  states: "--max-states",
  time: "--time",
  memory: "--memory",
  interrupt: null,
};

/** The flags that the search was given, but for the bounds that it has met. */
function repeated(flags: RepeatedFlags, met: readonly BoundName[]): string[] {
  const { all, coverage, strict, compact, depth, maxStates, time, memory, threads, checkpointEvery, trace } = flags;
  const bound = (name: BoundName, option: string, value: string | undefined): string[] =>
    value === undefined || met.includes(name) ? [] : [option, value];
  return [
    ...(all ? ["--all"] : []),
    ...(coverage ? ["--coverage"] : []),
    ...(strict ? ["--strict"] : []),
    ...(compact ? ["--compact"] : []),
    ...bound("depth", "--depth", depth?.toString()),
    ...bound("states", "--max-states", maxStates?.toString()),
    ...bound("time", "--time", time === undefined ? undefined : `${time}ms`),
    ...bound("memory", "--memory", memory === undefined ? undefined : `${memory}B`),
    ...(threads === undefined ? [] : ["--threads", `${threads}`]),
    ...(checkpointEvery === undefined ? [] : ["--checkpoint-every", `${checkpointEvery}ms`]),
    ...(trace === undefined ? [] : ["--trace", trace]),
  ];
}
