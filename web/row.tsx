// One step in the diagram: its number, its label in the lane of its process, what it changed; and the mark of a loop.

import type { JSX } from "preact";
import type { PageStep, TracePage } from "../src/trace/page-data.ts";
import type { Layout } from "./diagram.tsx";
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
  readonly layout: Layout;
  readonly height: number;
  readonly selected: boolean;
  readonly go: (step: number) => void;
}

export const Row: (props: RowProps) => JSX.Element = memo(function Row(props: RowProps): JSX.Element {
  const { trace, number, previous, position, of, lanes, layout, height, selected, go } = props;
  const step = trace.steps[number - 1];
  const column = step === undefined ? -1 : lanes.indexOf(step.lane);
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
          {index === column && layout !== "labels" && <span class="dot" />}
        </span>
      ))}
      {layout === "labels" && column >= 0 && (
        <span class="labels">
          <span class="aside">{step!.who}</span>
          <span class="label" style={{ "--at": `${((column + 0.5) / lanes.length) * 100}%` }}>
            {step!.label}
          </span>
        </span>
      )}
      {step !== undefined && <Passing trace={trace} lanes={lanes} previous={previous} column={column} />}
      <span class="effects">
        <Words {...props} step={step} />
      </span>
    </div>
  );
});

/** Beside the lanes: the label, unless a lane has it, who moved, the calls on the way, and what it did. */
function Words({ trace, previous, layout, step }: RowProps & { readonly step: PageStep | undefined }): JSX.Element {
  if (step === undefined) {
    return (
      <>
        <span class="what">initial state</span>
        <span class="changes">{trace.initialChoices}</span>
      </>
    );
  }
  const effects = <span class="changes">{effectWords(step).join(", ")}</span>;
  const calls = <span class="path">{step.path.join(" › ")}</span>;
  const who = <b class="who">{step.who}</b>;
  if (layout === "labels") {
    const action = step.who === trace.lanes[step.lane] || step.who === step.label ? null : who;
    return (
      <>
        <span class="line">
          {action}
          {calls}
        </span>
        {effects}
      </>
    );
  }
  if (layout === "dots") {
    const before = trace.steps[(previous ?? 0) - 1];
    return (
      <>
        <span class="line">
          {before?.who === step.who ? <span class="aside">{step.who}</span> : who}
          <span class="what">{step.label}</span>
          {calls}
        </span>
        {effects}
      </>
    );
  }
  return (
    <>
      <span class="line">
        {who}
        {calls}
      </span>
      <span class="what">{step.label}</span>
      {effects}
    </>
  );
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
    />
  );
}
