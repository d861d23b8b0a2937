// A line on stderr that says how far a search is, drawn over itself, and gone when the search ends. Only where a person
// looks: on a terminal, without --quiet.

import type { Progress } from "../explorer/exploration.ts";
import { grouped } from "../report/layout.ts";
import { bytes, duration } from "../report/words.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgressLine {
  /** Null where nothing is to be drawn. */
  readonly show: ((progress: Progress) => void) | null;
  readonly clear: () => void;
}

/** A tiny spec is done before a line is worth drawing. */
const QUIET_MILLISECONDS = 300;

export async function openProgress(terminal: Terminal, quiet: boolean, title: string): Promise<ProgressLine> {
  if (!terminal.interactive || quiet) return { show: null, clear: () => {} };
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(process.stderr, { showCursor: true });
  let last: Progress | null = null;
  return {
    show: (progress) => {
      if (progress.milliseconds < QUIET_MILLISECONDS) return;
      update(`${title}  ${progressWords(progress, last)}`);
      last = progress;
    },
    clear: () => update.clear(),
  };
}

/** `1,234,567 states, 2,100,000 a second, depth 23, 12,345 to go, 24 MB, 1.2 s`; the rate since the last line. */
export function progressWords(progress: Progress, last: Progress | null): string {
  const states = progress.distinct - (last?.distinct ?? 0);
  const milliseconds = progress.milliseconds - (last?.milliseconds ?? 0);
  const rate = milliseconds > 0 ? Math.round((states / milliseconds) * 1000) : 0;
  return [
    `${grouped(progress.distinct)} states`,
    `${grouped(rate)} a second`,
    `depth ${grouped(progress.depth)}`,
    `${grouped(progress.frontier)} to go`,
    bytes(progress.bytes),
    duration(progress.milliseconds),
  ].join(", ");
}
