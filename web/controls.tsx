// Moving through the trace: buttons, a slider, and keys that work wherever the page has the focus but in a text field.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TracePage } from "../src/trace/page-data.ts";
import { moved, nextSwitch, type Selection } from "./selection.ts";
import { spokenStep } from "./words.ts";

interface ControlsProps {
  readonly trace: TracePage;
  readonly selection: Selection;
  readonly help: () => void;
}

/** Steps that a page key goes. */
const PAGE = 10;

export function Controls({ trace, selection, help }: ControlsProps): JSX.Element {
  useKeys(trace, selection, help);
  const { step, shown, go } = selection;
  const last = trace.steps.length;
  const [first, end] = [shown[0]!, shown.at(-1)!];
  return (
    <footer class="controls">
      <div class="buttons">
        <StepButton name="First step" icon="M1 1h2v10H1zM11 1v10L4 6z" to={first} selection={selection} />
        <StepButton name="Step back" icon="M9 1v10L2 6z" to={moved(selection, -1)} selection={selection} />
        <StepButton name="Step on" icon="M3 1v10l7-5z" to={moved(selection, 1)} selection={selection} />
        <StepButton name="Last step" icon="M9 1h2v10H9zM1 1v10l7-5z" to={end} selection={selection} />
      </div>
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={spokenStep(trace, step)}
        min={0}
        max={last}
        value={step}
        onInput={(event) => go(Number(event.currentTarget.value))}
      />
      <output>
        {step} <span class="of">of {last}</span>
      </output>
      <p class="keys" aria-hidden="true">
        <kbd>←</kbd> <kbd>→</kbd> step <kbd>⇧ →</kbd> next switch <kbd>?</kbd> keys
      </p>
    </footer>
  );
}

interface StepButtonProps {
  readonly name: string;
  /** Drawn in a square of twelve. */
  readonly icon: string;
  readonly to: number;
  readonly selection: Selection;
}

function StepButton({ name, icon, to, selection }: StepButtonProps): JSX.Element {
  // Never disabled: a button that loses the focus at the end of the trace takes the keyboard with it.
  return (
    <button
      type="button"
      class="button"
      aria-label={name}
      title={name}
      aria-disabled={to === selection.step}
      onClick={() => selection.go(to)}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={icon} />
      </svg>
    </button>
  );
}

function useKeys(trace: TracePage, selection: Selection, help: () => void): void {
  const latest = useRef({ trace, selection, help });
  latest.current = { trace, selection, help };
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || hasKeysOfItsOwn(event)) return;
      const act = actionOf(event, latest.current.help);
      const to = targetOf(event, latest.current.trace, latest.current.selection);
      if (act === null && to === null) return;
      event.preventDefault();
      if (act !== null) act();
      else latest.current.selection.go(to!);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** What a key does that does not move. */
function actionOf({ key }: KeyboardEvent, help: () => void): (() => void) | null {
  if (key === "?") return help;
  if (key === "/") return () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  if (key === "c") return () => document.querySelector<HTMLButtonElement>("[data-copy]")?.click();
  return null;
}

function targetOf({ key, shiftKey }: KeyboardEvent, trace: TracePage, selection: Selection): number | null {
  const { shown } = selection;
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return shiftKey ? nextSwitch(trace, selection, 1) : moved(selection, 1);
    case "ArrowLeft":
    case "ArrowUp":
      return shiftKey ? nextSwitch(trace, selection, -1) : moved(selection, -1);
    case "j":
      return moved(selection, 1);
    case "k":
      return moved(selection, -1);
    case "PageDown":
      return moved(selection, PAGE);
    case "PageUp":
      return moved(selection, -PAGE);
    case "Home":
      return shown[0]!;
    case "End":
      return shown.at(-1)!;
    default:
      return null;
  }
}

const MOVES = /^(?:Arrow|Page|Home$|End$)/;

/** A text field, a list of choices, the slider, a part that scrolls by its keys, a window over the page. */
function hasKeysOfItsOwn({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog") !== null) return true;
  if (target instanceof HTMLInputElement && target.type === "search") return true;
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement && target.type === "range") return MOVES.test(key);
  return target.closest("[data-scrolls]") !== null && MOVES.test(key) && key !== "ArrowLeft" && key !== "ArrowRight";
}
