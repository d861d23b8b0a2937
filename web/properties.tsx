// Every property and its truth at the step that is looked at, with a strip of its truth over the whole trace.

import type { JSX, TargetedMouseEvent } from "preact";
import type { PagePlace, PageProperty, PageTruth, TracePage } from "../src/trace/page-data.ts";
import { memo } from "./memo.ts";
import { PlaceButton } from "./place.tsx";
import type { Selection } from "./selection.ts";

interface PropertiesProps {
  readonly trace: TracePage;
  readonly selection: Selection;
  readonly show: (place: PagePlace) => void;
}

export function Properties({ trace, selection, show }: PropertiesProps): JSX.Element {
  const { properties, states } = trace;
  const asked = properties.filter(({ checked }) => checked);
  const others = properties.filter(({ checked }) => !checked);
  const state = Math.min(selection.step, states.length - 1);
  const list = (some: readonly PageProperty[]): JSX.Element => (
    <ul class="property-list">
      {some.map((property) => (
        <Property
          key={property.name}
          trace={trace}
          property={property}
          state={state}
          last={states.length - 1}
          go={selection.go}
          show={show}
        />
      ))}
    </ul>
  );
  return (
    <>
      <div class="panel-head">
        <h2 id="head-properties">Properties</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section class="scroll" tabIndex={0} data-scrolls aria-label="Truth of the properties">
        {properties.length === 0 && <p class="none">No properties.</p>}
        {list(asked)}
        {others.length > 0 && (
          <>
            <h3>not asked for</h3>
            {list(others)}
          </>
        )}
      </section>
    </>
  );
}

interface PropertyProps {
  readonly trace: TracePage;
  readonly property: PageProperty;
  readonly state: number;
  readonly last: number;
  readonly go: (step: number) => void;
  readonly show: (place: PagePlace) => void;
}

function Property({ trace, property, state, last, go, show }: PropertyProps): JSX.Element {
  const { name, kind, text, place, spans } = property;
  const truth = spans.findLast(({ from }) => from <= state)?.truth ?? "none";
  const broken = spans.find(({ truth: each }) => isBroken(kind, each));
  return (
    <li class={`truth-${shownTruth(kind, truth)}`}>
      <div class="property-name">
        <span class="sign" aria-hidden="true">
          {SIGNS[shownTruth(kind, truth)]}
        </span>
        <b>{name}</b>
      </div>
      <p class="now">
        {truthWords(kind, truth)}
        {broken !== undefined && broken.from !== state && (
          <>
            {"; "}
            <button type="button" class="link" onClick={() => go(broken.from)}>
              breaks at {broken.from}
            </button>
          </>
        )}
      </p>
      <Strip kind={kind} spans={spans} state={state} last={last} go={go} />
      <p class="kind">
        <span>{kind}</span>
        <PlaceButton trace={trace} place={place} show={show} brief />
      </p>
      <Condition text={text} />
    </li>
  );
}

/** Folded if it is long. */
function Condition({ text }: { readonly text: string }): JSX.Element {
  if (text.length <= SHORT) return <pre>{text}</pre>;
  return (
    <details>
      <summary>condition</summary>
      <pre>{text}</pre>
    </details>
  );
}

const SHORT = 90;

type Shown = "holds" | "broken" | "open" | "reached";

const SIGNS: Readonly<Record<Shown, string>> = { holds: "✓", broken: "✗", open: "·", reached: "✓" };

function isBroken(kind: string, truth: PageTruth): boolean {
  return truth === "fails" || (truth === "false" && kind !== "reachable");
}

/** What may be reached is not broken where it is not. */
function shownTruth(kind: string, truth: PageTruth): Shown {
  if (isBroken(kind, truth)) return "broken";
  if (truth !== "true") return "open";
  return kind === "reachable" ? "reached" : "holds";
}

function truthWords(kind: string, truth: PageTruth): string {
  if (truth === "fails") return "cannot be evaluated here";
  if (truth === "none") return NOTHING_ASKED[kind] ?? "nothing is asked of this state";
  if (kind === "reachable") return truth === "true" ? "is reached here" : "is not reached here";
  if (kind === "temporal")
    return truth === "true" ? "holds of the run from here on" : "is violated by the run from here on";
  return truth === "true" ? "holds here" : "is violated here";
}

const NOTHING_ASKED: Readonly<Record<string, string>> = {
  quiescent: "is asked only at rest",
  step: "is asked of steps",
  temporal: "is asked of runs without end",
};

interface StripProps {
  readonly kind: string;
  readonly spans: PageProperty["spans"];
  readonly state: number;
  readonly last: number;
  readonly go: (step: number) => void;
}

/** The truth in every state from left to right, and where among them one is. A click leads there; the keys go there, too. */
function Strip({ kind, spans, state, last, go }: StripProps): JSX.Element {
  const jump = ({ currentTarget, clientX }: TargetedMouseEvent<HTMLElement>): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    go(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * (last + 1)))));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page lead to every step
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the page lead to every step
    <div class="strip" onClick={jump}>
      <Truths kind={kind} spans={spans} last={last} />
      <span class="here" style={{ left: `${((state + 0.5) / (last + 1)) * 100}%` }} />
    </div>
  );
}

type TruthsProps = Pick<StripProps, "kind" | "spans" | "last">;

const Truths: (props: TruthsProps) => JSX.Element = memo(function Truths({ kind, spans, last }: TruthsProps) {
  const words = spans.map(({ from, truth }, i) => {
    const to = (spans[i + 1]?.from ?? last + 1) - 1;
    return `${from === to ? `step ${from}` : `steps ${from} to ${to}`} ${truthWords(kind, truth)}`;
  });
  return (
    <svg viewBox={`0 0 ${last + 1} 1`} preserveAspectRatio="none" role="img" aria-label={words.slice(0, 20).join("; ")}>
      {spans.map(({ from, truth }, i) => (
        <rect
          key={from}
          x={from}
          y={0}
          width={(spans[i + 1]?.from ?? last + 1) - from}
          height={1}
          class={shownTruth(kind, truth)}
        />
      ))}
    </svg>
  );
});
