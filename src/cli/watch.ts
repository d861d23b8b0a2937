// `allways check --watch`: the same check again each time one of the spec's files is saved. In, the files of the command; out, a
// report for each state they are in, and what has changed since the one before. Each check is a process of its own, so that nothing
// of one is left in the next, however many there are, and a save in the middle of a long one ends it. The invariant: what is shown
// last was checked from the files as they are.

import { fork } from "node:child_process";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { plural, printable } from "../report/layout.ts";
import type { Style } from "../report/style.ts";
import { shownPath } from "../spec/source/files.ts";
import { reachFiles } from "../spec/source/graph.ts";
import { withSignals } from "./signals.ts";
import type { Terminal } from "./terminal.ts";
import { compareSummaries, lastVerdicts, type Summary } from "./watch-summary.ts";

export interface WatchOptions {
  /** Whether reports are for people, with room for remarks between them; what machines read is left alone. */
  readonly isText: boolean;
  readonly style: Style;
}

/** What each file was at a moment; replacing a file changes it as writing does. Empty: it was not there. */
type Signatures = ReadonlyMap<string, string>;

/** Looking at a few files costs nothing, and sees what notifications miss: replaced folders, file systems of other machines. */
const POLL = 100;
/** Some editors take a file away before they put another in its place. */
const PATIENCE = 1000;

/** Checks until it is interrupted; the exit code is the signal's. */
export function watchSpecs(terminal: Terminal, specs: readonly string[], options: WatchOptions): Promise<number> {
  return withSignals(async ({ signal, exitCode }) => {
    const say = (text: string): void => (options.isText ? terminal.print(text) : terminal.complain(text));
    let files: readonly string[] = [];
    let before: readonly Summary[] | null = null;
    while (!signal.aborted && !terminal.closed()) {
      files = filesOf(specs, files);
      const seen = sign(files);
      const run = startCheck();
      const reported = run.finished.then((summaries) => {
        if (summaries === null) return;
        const remarks =
          before === null
            ? [`watching ${plural(seen.size, "file")}; Ctrl-C ends it`]
            : compareSummaries(before, summaries, options.style);
        if (remarks.length > 0) say(`\n${remarks.map((line) => `  ${line}`).join("\n")}`);
        before = lastVerdicts(before ?? [], summaries);
      });
      const changed = await waitForChange(seen, signal);
      run.end();
      await reported;
      if (changed.length === 0) continue;
      if (options.isText) terminal.clear();
      const names = changed.map((file) => shownPath(file)).join(", ");
      say(`\n${printable(`changed: ${names}`, options.style.ascii)}\n`);
    }
    return exitCode() ?? 0;
  });
}

/** Those the specs are made of; of a spec that cannot be read those it was made of before. */
function filesOf(specs: readonly string[], before: readonly string[]): readonly string[] {
  const reached = specs.map((spec) => reachFiles(resolve(spec)));
  const kept = reached.every(({ isWhole }) => isWhole) ? [] : before;
  return [...new Set([...reached.flatMap(({ files }) => files), ...kept])];
}

interface RunningCheck {
  /** What it came to; null if it was ended first. */
  readonly finished: Promise<readonly Summary[] | null>;
  readonly end: () => void;
}

/** The command of this process, as one that checks once. */
function startCheck(): RunningCheck {
  const [, bin, ...words] = process.argv;
  const child = fork(bin!, [...words, "--watched"], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let summaries: readonly Summary[] = [];
  let isEnded = false;
  const finished = new Promise<readonly Summary[] | null>((finish) => {
    child.on("message", (message) => {
      summaries = message as readonly Summary[];
    });
    const close = (): void => finish(isEnded ? null : summaries);
    child.on("error", close).on("close", close);
  });
  return {
    finished,
    end: () => {
      isEnded = true;
      child.kill("SIGKILL");
    },
  };
}

/** The files that are no longer what they were, once they have come to rest; none if it is interrupted. */
async function waitForChange(seen: Signatures, signal: AbortSignal): Promise<readonly string[]> {
  let last = seen;
  let missing = 0;
  while (!signal.aborted) {
    await setTimeout(POLL, undefined, { signal }).catch(() => {});
    const now = sign([...seen.keys()]);
    const changed = differing(seen, now);
    const isGone = changed.some((file) => now.get(file) === "");
    missing = isGone ? missing + POLL : 0;
    const atRest = differing(last, now).length === 0 && (!isGone || missing >= PATIENCE);
    if (changed.length > 0 && atRest) return changed;
    last = now;
  }
  return [];
}

function differing(before: Signatures, now: Signatures): string[] {
  return [...now].filter(([file, signature]) => before.get(file) !== signature).map(([file]) => file);
}

function sign(files: readonly string[]): Signatures {
  return new Map(
    files.map((file) => {
      try {
        const { mtimeNs, ctimeNs, size, ino } = statSync(file, { bigint: true });
        return [file, [mtimeNs, ctimeNs, size, ino].join(" ")];
      } catch {
        return [file, ""];
      }
    }),
  );
}
