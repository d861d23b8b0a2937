// Numbers and outcomes in words: how far a search went, how long it took, what it stored. Every reporter that speaks to
// people takes its wording from here, so that `exhaustive` is said in one place, under one condition.

import type { Bound, Omission } from "../explorer/exploration.ts";
import { grouped, plural } from "./layout.ts";
import type { Verdict } from "./verdict.ts";

export { shellQuote } from "../trace/shell-quote.ts";

const MANY_STATES = 100_000;

/** `25 states, 31 generated, depth 10`, `exhaustive`, `3 ms`, `14 bits`; of many states the store, too: `51 bits, 32 B a state`. */
export function countsWords(verdict: Verdict): string[] {
  const { distinct, generated, depth } = verdict.counts;
  const { milliseconds, bytesPerState, bitsPerState } = verdict.statistics;
  const counts = `${plural(distinct, "state")}, ${grouped(generated)} generated, depth ${grouped(depth)}`;
  // Of a small state space the store is mostly room, so only a state's own bits say anything.
  const stored = distinct >= MANY_STATES ? [`${Math.round(bytesPerState)} B a state`] : [];
  const store = [...(bitsPerState > 0 ? [plural(Math.round(bitsPerState), "bit")] : []), ...stored].join(", ");
  return [counts, extentWords(verdict), duration(milliseconds), ...(store === "" ? [] : [store])];
}

/** How much of the state space the verdict speaks of. */
export function extentWords({ extent, completeness, counts, search }: Verdict): string {
  const bounds = completeness.bounds.filter(({ name }) => name !== "violation").map(boundWords);
  const omission = completeness.omission === undefined ? [] : [omissionWords(completeness.omission)];
  switch (extent) {
    case "exhaustive":
      return "exhaustive";
    case "probabilistic":
      return `probabilistic: ${[...bounds, ...omission].join(", ")}`;
    case "level":
      if (omission.length > 0) return `ended at the first violation, ${omission}`;
      return search === "bfs" ? `exhaustive to depth ${grouped(counts.depth)}` : "ended at the first violation";
    case "random":
      return ["random walk, not exhaustive", ...bounds].join(", ");
    case "bounded":
      return `bounded: ${[...bounds, ...omission].join(", ")}`;
  }
}

/** `a state was missed with a probability of at most 2.1e-9 (60-bit hashes)`. */
export function omissionWords({ probability, hashBits }: Omission): string {
  return `a state was missed with a probability of at most ${roundedUp(probability)} (${hashBits}-bit hashes)`;
}

/** Two digits, and never less than there is. */
function roundedUp(probability: number): string {
  if (probability >= 1) return "1";
  const exponent = Math.floor(Math.log10(probability));
  const digits = Math.ceil((probability / 10 ** exponent) * 10 - 1e-9) / 10;
  return Number(`${digits}e${exponent}`).toString();
}

function boundWords({ name, limit, cut }: Bound): string {
  const left = cut > 0 ? ` (${plural(cut, "state")} not expanded)` : "";
  switch (name) {
    case "within":
      return `within cut ${plural(cut, "successor")}`;
    case "depth":
      return `depth ${grouped(limit ?? 0)}${left}`;
    case "states":
      return `${plural(limit ?? 0, "state")}${left}`;
    case "time":
      return `${duration(limit ?? 0)}${left}`;
    case "memory":
      return `${bytes(limit ?? 0)}${left}`;
    case "interrupt":
      return `interrupted${left}`;
    case "walks":
      return plural(limit ?? 0, "walk");
    case "violation":
      return "ended at the first violation";
  }
}

/** `3 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${round(seconds)} s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `412 B`, `8.5 kB`, `1.2 GB`; powers of 1000, as `--memory` reads them. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = count;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? round(value) : Math.round(value)} ${units[unit]}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
