// The state after the step that is looked at: where everybody stands, and every value, with what the step changed marked and
// what it was before beside it.

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { hueOf } from "./filter.tsx";
import { PlaceButton } from "./place.tsx";
import { matches, type Selection } from "./selection.ts";
import { standingOf } from "./source.tsx";
import { Value } from "./value.tsx";
import { labelWords } from "./words.ts";

interface StateProps {
  readonly trace: TracePage;
  readonly selection: Selection;
  readonly show: (place: PagePlace) => void;
}

export function StateTable({ trace, selection, show }: StateProps): JSX.Element {
  const { step } = selection;
  const failed = trace.steps[step - 1]?.failed ?? false;
  const box = useRef<HTMLElement>(null);
  // What the step changed is in sight, wherever it stands.
  useLayoutEffect(() => {
    const changed = box.current?.querySelector(".values .changed");
    if (!box.current || !(changed instanceof HTMLElement)) return;
    const top = changed.getBoundingClientRect().top - box.current.getBoundingClientRect().top;
    if (top < 0 || top > box.current.clientHeight - 40) box.current.scrollTop += top - box.current.clientHeight / 3;
  }, [step]);
  const after = failed ? `before step ${step}, which fails` : step === 0 ? "at the start" : `after step ${step}`;
  return (
    <>
      <div class="panel-head">
        <h2 id="head-state">State</h2>
        <span>{after}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section class="scroll" ref={box} tabIndex={0} data-scrolls aria-label="Values of the state">
        <Moment trace={trace} step={step} />
        <Values trace={trace} selection={selection} />
        {trace.processes.length > 0 && <Standing trace={trace} step={step} show={show} />}
      </section>
    </>
  );
}

/** Who moved, by which choices, and what the author notes there. */
function Moment({ trace, step }: { trace: TracePage; step: number }): JSX.Element | null {
  const moved = trace.steps[step - 1];
  if (moved === undefined) return null;
  const said = [...(moved.choices === "" ? [] : [moved.choices]), ...moved.notes.map((note) => `“${note}”`)];
  return (
    <div class={`moment hue-${hueOf(moved.lane)}`}>
      <b>{moved.who}</b> {moved.who === moved.label ? "" : labelWords(moved)}
      {said.length > 0 && (
        <ul>
          {said.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Standing({ trace, step, show }: { trace: TracePage; step: number; show: StateProps["show"] }): JSX.Element {
  return (
    <table class="standing">
      <caption>processes</caption>
      <thead class="aside">
        <tr>
          <th scope="col">process</th>
          <th scope="col">stands at</th>
          <th scope="col">line</th>
        </tr>
      </thead>
      <tbody>
        {trace.processes.map(({ name, lane }, process) => {
          const standing = standingOf(trace, step, process);
          const moved = lane !== null && trace.steps[step - 1]?.lane === lane;
          return (
            <tr key={name} class={moved ? "changed" : ""}>
              <th scope="row" class={`lane-name hue-${hueOf(lane)}`}>
                {name}
              </th>
              <td class={standing === null ? "ended" : ""}>{standing === null ? "ended" : labelWords(standing)}</td>
              <td>{standing?.place && <PlaceButton trace={trace} place={standing.place} show={show} brief />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Values({ trace, selection }: Omit<StateProps, "show">): JSX.Element {
  const { variables, states, texts } = trace;
  const { step, filters, setFilters } = selection;
  const wanted = filters.variable.trim().toLowerCase();
  const now = states[Math.min(step, states.length - 1)]!.values;
  const before = step > 0 && step < states.length ? states[step - 1]!.values : now;
  const groups = new Map<string, number[]>();
  for (const [number, { name, group, process }] of variables.entries()) {
    if (!matches(name, wanted)) continue;
    const isGone = now[number] === -1 && before[number] === -1;
    if (
      process !== null &&
      (isGone || (trace.processes[process]!.lane !== null && isHidden(trace, selection, process)))
    )
      continue;
    groups.set(group, [...(groups.get(group) ?? []), number]);
  }
  if (groups.size === 0)
    return <p class="none">{variables.length === 0 ? "No values." : "No value of that name here."}</p>;
  return (
    <>
      {[...groups].map(([group, numbers]) => (
        <table key={group} class="values">
          <caption class={`lane-name hue-${hueOf(laneOf(trace, numbers[0]!))}`}>{group}</caption>
          <thead class="aside">
            <tr>
              <th scope="col">name</th>
              <th scope="col">value</th>
            </tr>
          </thead>
          <tbody>
            {numbers.map((number) => {
              const { name, read } = variables[number]!;
              const changed = now[number] !== before[number];
              const broken = read && step === trace.steps.length;
              const short = name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name;
              return (
                <tr key={name} class={`${changed ? "changed" : ""}${broken ? " read" : ""}`}>
                  <th scope="row">
                    <button
                      type="button"
                      class="link"
                      title={`Show only the steps that change ${name}`}
                      onClick={() => setFilters({ ...filters, variable: filters.variable === name ? "" : name })}
                    >
                      {short}
                    </button>
                    {broken && <span class="aside"> (the broken condition reads it)</span>}
                  </th>
                  <td>
                    {now[number] === -1 ? (
                      <>
                        {changed && <del>{texts[before[number]!]}</del>} <span class="ended">gone</span>
                      </>
                    ) : (
                      <Value
                        before={changed && before[number] !== -1 ? texts[before[number]!]! : null}
                        now={texts[now[number]!]!}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ))}
    </>
  );
}

function laneOf({ variables, processes }: TracePage, variable: number): number | null {
  const { process } = variables[variable]!;
  return process === null ? null : processes[process]!.lane;
}

function isHidden({ processes }: TracePage, { filters }: Selection, process: number): boolean {
  return filters.hidden.has(processes[process]!.lane ?? -1);
}
