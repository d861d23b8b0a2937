// Which steps are shown: those of some processes, and those that change some variable.

import type { JSX, TargetedFocusEvent, TargetedKeyboardEvent } from "preact";
import type { TracePage } from "../src/trace/page-data.ts";
import type { Filters, Selection } from "./selection.ts";
import { count } from "./words.ts";

interface FilterProps {
  readonly trace: TracePage;
  readonly selection: Selection;
}

export function Filter({ trace, selection }: FilterProps): JSX.Element {
  const { lanes, steps } = trace;
  const { filters, setFilters, shown } = selection;
  const toggle = (lane: number): void => {
    const hidden = new Set(filters.hidden);
    if (!hidden.delete(lane)) hidden.add(lane);
    setFilters({ ...filters, hidden });
  };
  const left = steps.length + 1 - shown.length;
  return (
    <>
      <div class="panel-head filter">
        <h2 id="head-steps">Steps</h2>
        <details class="lanes" onFocusOut={closeBehind} onKeyDown={closeByEscape}>
          <summary>
            {lanes.length - filters.hidden.size === lanes.length ? "Processes" : processWords(trace, filters)}
          </summary>
          <fieldset>
            <legend class="aside">Processes whose steps are shown</legend>
            {lanes.map((name, lane) => (
              <label key={name} class={`lane-name hue-${hueOf(lane)}`}>
                <input type="checkbox" checked={!filters.hidden.has(lane)} onChange={() => toggle(lane)} />
                {name}
              </label>
            ))}
          </fieldset>
        </details>
        <label class="search">
          <span class="aside">Show only steps and values of variables with this in their name</span>
          <input
            type="search"
            placeholder="Filter by variable"
            value={filters.variable}
            onInput={(event) => setFilters({ ...filters, variable: event.currentTarget.value })}
          />
        </label>
      </div>
      {left > 0 && (
        <p class="left-out">
          {count(left, "step")} left out{" "}
          <button type="button" class="link" onClick={() => setFilters({ hidden: new Set(), variable: "" })}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}

/** When the focus goes elsewhere. */
function closeBehind({ currentTarget, relatedTarget }: TargetedFocusEvent<HTMLDetailsElement>): void {
  if (relatedTarget !== null && !currentTarget.contains(relatedTarget as Node)) currentTarget.open = false;
}

function closeByEscape({ key, currentTarget }: TargetedKeyboardEvent<HTMLDetailsElement>): void {
  if (key !== "Escape" || !currentTarget.open) return;
  currentTarget.open = false;
  currentTarget.querySelector("summary")?.focus();
}

function processWords({ lanes }: TracePage, { hidden }: Filters): string {
  return `${lanes.length - hidden.size} of ${count(lanes.length, "process", "es")}`;
}

const HUES = 8;

/** Lanes take the colours in turn. */
export function hueOf(lane: number | null): number | "none" {
  return lane === null ? "none" : lane % HUES;
}
