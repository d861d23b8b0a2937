// One program from question to verdict: explore it, replay what was found with the author's own functions, and put both
// into words. Every command that checks goes through here, so that no counterexample is shown that was not replayed.

import type { Exploration, ExploreOptions, Progress } from "../explorer/exploration.ts";
import { assembleVerdict } from "../report/assemble.ts";
import type { Verdict } from "../report/verdict.ts";
import type { ReplayOutcome } from "../trace/disagreement.ts";
import { replayTrace } from "../trace/replay.ts";
import type { Selection } from "./selection.ts";
import type { Interruption } from "./signals.ts";

/** What a search is told, from flags or by default. */
export interface SearchFlags {
  readonly search: ExploreOptions["search"];
  readonly all?: boolean;
  readonly depth?: number;
  readonly maxStates?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly seed: number;
  readonly walks: number;
  /** True without a limit of its own. */
  readonly crossCheck?: number | true;
}

export const DEFAULT_SEARCH: SearchFlags = { search: "bfs", seed: 0, walks: 1000 };

/** Checks a program as asked; an interruption ends it early with what is known. */
export async function runCheck(
  selection: Selection,
  flags: SearchFlags,
  interruption: Interruption,
  onProgress: ((progress: Progress) => void) | null,
): Promise<Verdict> {
  const { program, loaded, checked, scenario, words } = selection;
  const { explore } = await import("../explorer/search/explore.ts");
  const options: ExploreOptions = {
    search: flags.search,
    all: flags.all ?? false,
    properties: checked,
    maxDepth: flags.depth ?? null,
    maxStates: flags.maxStates ?? null,
    maxTime: flags.time ?? null,
    maxMemory: flags.memory ?? null,
    seed: flags.seed,
    walks: flags.walks,
    onProgress,
    signal: interruption.signal,
  };
  const exploration = reported(await explore(program, options));
  const remarks = flags.search === "random" ? [`walks from seed ${flags.seed}; the same seed walks the same way`] : [];
  if (flags.crossCheck !== undefined && !interruption.signal.aborted) {
    const [{ crossCheck, CROSS_CHECK_STATES }, { exploreReference }] = await Promise.all([
      import("./cross-check.ts"),
      import("../explorer/reference/explore.ts"),
    ]);
    const limit = flags.crossCheck === true ? CROSS_CHECK_STATES : flags.crossCheck;
    remarks.push(await crossCheck(program, options, limit, { explore, exploration }, exploreReference));
  }
  const replays: ReplayOutcome[] = [];
  for (const finding of exploration.findings) replays.push(replayTrace(loaded, program, finding.trace, finding));
  return assembleVerdict(program, exploration, replays, {
    checked,
    scenario: scenario?.name ?? null,
    selection: words,
    interrupted: interruption.exitCode(),
    remarks,
  });

  /** Without --all the first finding is the report (language.md 22). */
  function reported(found: Exploration): Exploration {
    return flags.all ? found : { ...found, findings: found.findings.slice(0, 1) };
  }
}
