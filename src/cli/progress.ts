// A line on stderr that says how far a search is, drawn over itself, and gone when the search ends. Only where a person
// looks: on a terminal, without --quiet.

import type { Progress } from "../explorer/exploration.ts";
import { grouped } from "../report/layout.ts";
import { bytes, duration } from "../report/words.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgressLine {
  /** Null where nothing is to be drawn. */
  readonly show: ((progress: Progress) => void) | null;
  /** Other words than those of a search. */
  readonly tell: ((words: string) => void) | null;
  readonly clear: () => void;
}

/** A tiny spec is done before a line is worth drawing. */
const QUIET_MILLISECONDS = 300;

export async function openProgress(terminal: Terminal, quiet: boolean, title: string): Promise<ProgressLine> {
  if (!terminal.interactive || quiet) return { show: null, tell: null, clear: () => {} };
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(process.stderr, { showCursor: true });
  let last: Progress | null = null;
  return {
    show: (progress) => {
      if (progress.milliseconds < QUIET_MILLISECONDS) return;
      update(`${title}  ${progressWords(progress, last)}`);
      last = progress;
    },
    tell: (words) => update(`${title}  ${words}`),
    clear: () => update.clear(),
  };
}

/**
 * `1,234,567 states, 2,100,000 a second, depth 23, 12,345 to go, 24 MB, 1.2 s`; the rate since the last line. Once all states are
 * known: `1,234,567 states, seeking loops, 2,000,000 looked at, 900,000 a second, 48 MB, 3.4 s`.
 */
export function progressWords(progress: Progress, last: Progress | null): string {
  const { pairs, distinct } = progress;
  const milliseconds = progress.milliseconds - (last?.milliseconds ?? 0);
  const done = pairs === undefined ? distinct - (last?.distinct ?? 0) : Math.max(0, pairs - (last?.pairs ?? 0));
  const rate = `${grouped(milliseconds > 0 ? Math.round((done / milliseconds) * 1000) : 0)} a second`;
  const phase =
    pairs === undefined
      ? [rate, `depth ${grouped(progress.depth)}`, `${grouped(progress.frontier)} to go`]
      : ["seeking loops", `${grouped(pairs)} looked at`, rate];
  return [`${grouped(distinct)} states`, ...phase, bytes(progress.bytes), duration(progress.milliseconds)].join(", ");
}
