// Which part of the trace is looked at: the step, and the steps that the filters leave. The invariant: the step is the
// number of a state or of the last step that failed, and it stands in the address, so that a link to the page leads to it.

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { TracePage } from "../src/trace/page-data.ts";

export interface Filters {
  /** Lanes that are left out. */
  readonly hidden: ReadonlySet<number>;
  /** Part of a variable's name; empty for all. */
  readonly variable: string;
}

export interface Selection {
  /** 0 is the initial state. */
  readonly step: number;
  /** Numbers of the steps that the filters leave, 0 first. */
  readonly shown: readonly number[];
  readonly filters: Filters;
  readonly go: (step: number) => void;
  readonly setFilters: (filters: Filters) => void;
}

export function useSelection(trace: TracePage): Selection {
  const last = trace.steps.length;
  const [step, setStep] = useState(() => stepOfAddress(last) ?? last);
  const [filters, setFilters] = useState<Filters>({ hidden: new Set(), variable: "" });
  const shown = useMemo(() => shownSteps(trace, filters), [trace, filters]);
  const go = useCallback((wanted: number) => setStep(Math.max(0, Math.min(last, wanted))), [last]);

  useEffect(() => {
    const follow = (): void => go(stepOfAddress(last) ?? last);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [go, last]);

  useEffect(() => {
    if (stepOfAddress(last) !== step) writeAddress(step);
  }, [step, last]);

  return { step, shown, filters, go, setFilters };
}

/** The step of `#step=7`; null where the address has none. */
function stepOfAddress(last: number): number | null {
  const [, digits] = /^#step=(\d{1,9})$/.exec(location.hash) ?? [];
  return digits === undefined ? null : Math.min(last, Number(digits));
}

let timer = 0;

/** Browsers refuse more than a few hundred changes of the address a minute: it follows when the step rests. */
function writeAddress(step: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", `#step=${step}`), 120);
}

/** The initial state, and the steps of the lanes that are not hidden which change a variable of that name. */
export function shownSteps({ steps, variables }: TracePage, { hidden, variable }: Filters): number[] {
  const names = variable.trim().toLowerCase();
  const wanted = new Set(variables.flatMap((v, number) => (matches(v.name, names) ? [number] : [])));
  const numbers = steps.flatMap(({ lane, changed, failed }, index) => {
    if (hidden.has(lane)) return [];
    const touches = names === "" || failed || changed.some((number) => wanted.has(number));
    return touches ? [index + 1] : [];
  });
  return [0, ...numbers];
}

export function matches(name: string, part: string): boolean {
  return part === "" || name.toLowerCase().includes(part);
}

/** The shown step so many places on: from one that the filters leave out, the nearest in that direction counts as the first. */
export function moved({ step, shown }: Selection, by: number): number {
  const at = shown.findIndex((number) => number >= step);
  const position = at < 0 ? shown.length : at;
  const exact = shown[position] === step;
  const target = position + by - (exact || by < 0 ? 0 : 1);
  return shown[Math.max(0, Math.min(shown.length - 1, target))]!;
}

/** The next shown step, in a direction, whose process is another than that of the step before it. */
export function nextSwitch(trace: TracePage, selection: Selection, direction: 1 | -1): number {
  const { shown, step } = selection;
  const laneOf = (number: number): number => trace.steps[number - 1]?.lane ?? -1;
  const turns = shown.filter((number, i) => i === 0 || laneOf(shown[i - 1]!) !== laneOf(number));
  const found = direction > 0 ? turns.find((number) => number > step) : turns.filter((number) => number < step).at(-1);
  return found ?? (direction > 0 ? shown.at(-1)! : 0);
}
