// One program from question to verdict: explore it, replay what was found with the author's own functions, and put both
// into words. Every command that checks goes through here, so that no counterexample is shown that was not replayed.

import type { CheckpointOptions, ExploreOptions, Explorer, Finding, Progress } from "../explorer/exploration.ts";
import { temporalOf } from "../explorer/liveness/wanted.ts";
import type { CrossCheck } from "../explorer/reference/cross-check.ts";
import { assembleVerdict } from "../report/assemble.ts";
import { grouped, plural } from "../report/layout.ts";
import type { Verdict } from "../report/verdict.ts";
import type { Program } from "../spec/program/program.ts";
import { usage } from "../spec/source/diagnostic.ts";
import type { ReplayOutcome } from "../trace/disagreement.ts";
import { replayTrace } from "../trace/replay.ts";
import { type LossyFlags, lossyOf } from "./lossy.ts";
import type { Selection } from "./selection.ts";
import { defaultThreads } from "./threads.ts";

/** What a search is told, from flags or by default. */
export interface SearchFlags extends LossyFlags {
  readonly search: ExploreOptions["search"];
  readonly all?: boolean;
  readonly depth?: number;
  readonly maxStates?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly compact?: boolean;
  readonly threads?: number;
  readonly seed: number;
  readonly walks: number;
  /** What is vacuous moves the exit code. */
  readonly strict?: boolean;
  readonly coverage?: boolean;
  /** True without a limit of its own. */
  readonly crossCheck?: number | true;
}

/** How a search is told to end early. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came, else null. */
  readonly exitCode: () => number | null;
}

export const DEFAULT_SEARCH: SearchFlags = { search: "bfs", seed: 0, walks: 1000 };

export interface Checked {
  readonly verdict: Verdict;
  /** Those of the verdict's counterexamples, in the same order. */
  readonly findings: readonly Finding[];
}

/** Checks a program as asked; an interruption ends it early with what is known. @throws SpecError (151) for what does not go together */
export async function runCheck(
  selection: Selection,
  flags: SearchFlags,
  interruption: Interruption,
  onProgress: ((progress: Progress) => void) | null,
  checkpoint: CheckpointOptions | null = null,
): Promise<Checked> {
  const { program, loaded, checked, scenario, words } = selection;
  if (flags.compact && flags.search !== "bfs") {
    throw usage(`--compact does not go with --search ${flags.search}`, [
      "only --search bfs keeps states in fewer bytes",
    ]);
  }
  const temporal = temporalOf(program, checked).length > 0;
  const lossy = lossyOf(flags, { ...flags, checkpoint: checkpoint !== null, temporal });
  const { explore } = await import("../explorer/search/explore.ts");
  const options: ExploreOptions = {
    search: flags.search,
    all: flags.all ?? false,
    properties: checked,
    maxDepth: flags.depth ?? null,
    maxStates: flags.maxStates ?? null,
    maxTime: flags.time ?? null,
    maxMemory: flags.memory ?? null,
    compact: flags.compact ?? false,
    lossy,
    threads: lossy === null ? (flags.threads ?? defaultThreads()) : 1,
    seed: flags.seed,
    walks: flags.walks,
    onProgress,
    signal: interruption.signal,
    ...(checkpoint !== null && { checkpoint }),
  };
  const explored = await explore(program, options);
  // Without --all the first finding is the report (docs/language.md, Properties).
  const exploration = flags.all ? explored : { ...explored, findings: explored.findings.slice(0, 1) };
  const remarks = flags.search === "random" ? [`walks from seed ${flags.seed}; the same seed walks the same way`] : [];
  if (flags.search !== "bfs" && temporal) remarks.push("temporal properties are checked by --search bfs alone");
  const resumed = explored.statistics.checkpoint?.resumed;
  if (resumed)
    remarks.push(`resumed from a checkpoint of ${plural(resumed.states, "state")}, depth ${grouped(resumed.depth)}`);
  if (flags.compact && explored.statistics.logged) {
    remarks.push("--compact saves less here: states of more than 63 bits, or with temporal properties, stay in memory");
  }
  let differs = false;
  if (flags.crossCheck !== undefined && !interruption.signal.aborted) {
    const { agree, text } = await compareEngines(program, options, explore, flags.crossCheck);
    const { aborted } = interruption.signal;
    remarks.push(`cross-check: ${aborted ? "interrupted" : text}`);
    differs = !agree && !aborted;
  }
  const replays: ReplayOutcome[] = [];
  for (const finding of exploration.findings) replays.push(replayTrace(loaded, program, finding.trace, finding));
  const verdict = assembleVerdict(program, exploration, replays, {
    checked,
    scenario: scenario?.name ?? null,
    selection: words,
    interrupted: interruption.exitCode(),
    remarks,
    strict: flags.strict ?? false,
    coverage: flags.coverage ?? false,
    differs,
  });
  return { verdict, findings: exploration.findings };
}

/** Clocks and stores of the two engines differ, so only what both count the same bounds them. */
async function compareEngines(
  program: Program,
  options: ExploreOptions,
  explore: Explorer,
  limit: number | true,
): Promise<CrossCheck> {
  const [{ crossCheck }, { exploreReference }] = await Promise.all([
    import("../explorer/reference/cross-check.ts"),
    import("../explorer/reference/explore.ts"),
  ]);
  const steady: ExploreOptions = { ...options, maxTime: null, maxMemory: null };
  return crossCheck(program, steady, exploreReference, explore, limit === true ? undefined : limit);
}
