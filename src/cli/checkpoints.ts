// What a person is told of a checkpoint: in, the verdict of a search and its flags; out, the line that goes on with it where it has
// not ended.

import type { CheckpointFlags } from "../check/checkpoint-options.ts";
import type { SearchFlags } from "../check/run.ts";
import type { Selection } from "../check/selection.ts";
import type { BoundName } from "../explorer/exploration.ts";
import { grouped, plural } from "../report/layout.ts";
import type { Verdict } from "../report/verdict.ts";
import { shellQuote } from "../trace/shell-quote.ts";

/** Flags whose values the line repeats. */
interface RepeatedFlags extends CheckpointFlags, SearchFlags {
  readonly trace?: string;
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
