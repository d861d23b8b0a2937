// One step in the diagram: its number, its label in the lane of its process, what it changed; and the mark of a loop.

import type { JSX } from "preact";
import type { PageStep, TracePage } from "../src/trace/page-data.ts";
import { hueOf } from "./filter.tsx";
import { memo } from "./memo.ts";
import { effectWords } from "./words.ts";

export interface RowProps {
  readonly trace: TracePage;
  readonly number: number;
  /** The shown step before it. */
  readonly previous: number | null;
  readonly position: number;
  readonly of: number;
  /** Those that are shown, from left to right. */
  readonly lanes: readonly number[];
  readonly wide: boolean;
  readonly height: number;
  readonly selected: boolean;
  readonly go: (step: number) => void;
}

export const Row: (props: RowProps) => JSX.Element = memo(function Row(props: RowProps): JSX.Element {
  const { trace, number, previous, position, of, lanes, wide, height, selected, go } = props;
  const step = trace.steps[number - 1];
  const column = step === undefined ? -1 : lanes.indexOf(step.lane);
  const effects = step === undefined ? initialWords(trace) : effectWords(step);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page move through the steps
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the step that is looked at
    <div
      id={`step-${number}`}
      role="option"
      aria-selected={selected}
      aria-posinset={position + 1}
      aria-setsize={of}
      class={`row hue-${step === undefined ? "none" : hueOf(step.lane)}${step?.failed ? " failed" : ""}`}
      style={{ transform: `translateY(${position * height}px)` }}
      onClick={() => go(number)}
    >
      <span class="number">{number}</span>
      {lanes.map((lane, index) => (
        <span key={lane} class={`lane hue-${hueOf(lane)}${isAlive(trace, number, lane) ? " alive" : ""}`}>
          {index === column && !wide && <span class="dot" />}
        </span>
      ))}
      {wide && column >= 0 && (
        <span class="labels">
          <span class="aside">{step!.who}</span>
          <span class="label" style={{ "--at": `${((column + 0.5) / lanes.length) * 100}%` }}>
            {step!.label}
          </span>
        </span>
      )}
      {step !== undefined && <Passing trace={trace} lanes={lanes} previous={previous} column={column} />}
      <span class="effects">
        {!wide && step !== undefined && (
          <span class="path">
            <b>{step.who}</b> {step.path.join(" › ")}
          </span>
        )}
        {wide && step !== undefined && <span class="path">{pathWords(trace, step)}</span>}
        {(!wide || step === undefined) && <span class="what">{step?.label ?? "initial state"}</span>}
        <span class="changes">{effects.join(", ")}</span>
      </span>
    </div>
  );
});

/** What the lane and the label do not say: which action it is, and the calls on the way. */
function pathWords({ lanes }: TracePage, { who, path, lane }: PageStep): string {
  return [...(who === lanes[lane] ? [] : [who]), ...path].join(" › ");
}

function initialWords({ initialChoices }: TracePage): string[] {
  return initialChoices === "" ? [] : [initialChoices];
}

/** Whether the process had not ended when the step began; actions never end. */
function isAlive({ processes, states }: TracePage, number: number, lane: number): boolean {
  const process = processes.findIndex((candidate) => candidate.lane === lane);
  return process < 0 || states[Math.max(0, number - 1)]?.stands[process] !== -1;
}

/** The line from the lane that moved before. */
function Passing({
  trace,
  lanes,
  previous,
  column,
}: Pick<RowProps, "trace" | "lanes" | "previous"> & { readonly column: number }): JSX.Element | null {
  const before = lanes.indexOf(trace.steps[(previous ?? 0) - 1]?.lane ?? -1);
  if (before < 0 || before === column) return null;
  const [left, right] = [Math.min(before, column), Math.max(before, column)];
  const direction = before < column ? "right" : "left";
  return <span class={`passing ${direction}`} style={{ "--from": left, "--span": right - left }} />;
}

interface LoopProps {
  readonly trace: TracePage;
  readonly shown: readonly number[];
  readonly height: number;
}

/** A bracket from the end of a run back to where it goes on. */
export function Loop({ trace, shown, height }: LoopProps): JSX.Element | null {
  const { loop, steps } = trace;
  if (loop === null) return null;
  const stays = loop === steps.length;
  const first = shown.findIndex((number) => number >= (stays ? loop : loop + 1));
  const from = first < 0 ? shown.length - 1 : first;
  return (
    <div
      class={`loop${stays ? " stays" : ""}`}
      aria-hidden="true"
      style={{ transform: `translateY(${from * height}px)`, height: `${(shown.length - from) * height}px` }}
    >
      <span>↻</span>
    </div>
  );
}
