// Which steps are shown: those of some processes, and those that change some variable.

import type { JSX } from "preact";
import type { TracePage } from "../src/trace/page-data.ts";
import { count } from "./header.tsx";
import type { Selection } from "./selection.ts";

interface FilterProps {
  readonly trace: TracePage;
  readonly selection: Selection;
}

/** On a narrow screen it is folded at first. */
const isRoomy = innerWidth > 760;

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
    <details class="filter" open={isRoomy}>
      <summary>{left > 0 ? `Filter: ${count(left, "step")} left out` : "Filter"}</summary>
      <div>
        <fieldset>
          <legend class="aside">Processes whose steps are shown</legend>
          {lanes.map((name, lane) => (
            <label key={name} class={`lane-name hue-${hueOf(lane)}`}>
              <input type="checkbox" checked={!filters.hidden.has(lane)} onChange={() => toggle(lane)} />
              {name}
            </label>
          ))}
        </fieldset>
        <label class="search">
          <span class="aside">Show only steps and values of variables with this in their name</span>
          <input
            type="search"
            placeholder="Filter by variable"
            value={filters.variable}
            onInput={(event) => setFilters({ ...filters, variable: event.currentTarget.value })}
          />
        </label>
        {left > 0 && (
          <p class="left-out">
            {count(left, "step")} left out{" "}
            <button type="button" class="link" onClick={() => setFilters({ hidden: new Set(), variable: "" })}>
              Show all
            </button>
          </p>
        )}
      </div>
    </details>
  );
}

const HUES = 8;

/** Lanes take the colours in turn. */
export function hueOf(lane: number | null): number | "none" {
  return lane === null ? "none" : lane % HUES;
}
