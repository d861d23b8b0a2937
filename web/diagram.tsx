// The steps as a sequence diagram: time goes down, a lane for each process, a line from lane to lane where the run passes on.
// The invariant: only the rows in sight are drawn, whatever the length of the trace, so that ten thousand steps cost no more
// than fifty; those who hear the page are told of all of them.

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TracePage } from "../src/trace/page-data.ts";
import { hueOf } from "./filter.tsx";
import { Loop, Row } from "./row.tsx";
import type { Selection } from "./selection.ts";
import { useView } from "./view.ts";
import { findingWords } from "./words.ts";

interface DiagramProps {
  readonly trace: TracePage;
  readonly selection: Selection;
}

/**
 * How the steps are laid out: `labels`: each in the lane of its process, as in a sequence diagram; `dots`: where the lanes are too
 * many for that, a dot in the lane and the label beside all lanes; `phone`: the same in three lines that name the process.
 */
export type Layout = "labels" | "dots" | "phone";

const ROW: Readonly<Record<Layout, number>> = { labels: 40, dots: 42, phone: 58 };
/** A lane that holds labels. */
const LEAST_LABEL_LANE = 92;
const MOST_LABEL_LANE = 150;
/** A lane that holds dots. */
const MOST_DOT_LANE = 34;
/** For the number, and for what changed. */
const REST = 270;
/** Less wide than this, the process is named in each row, and lanes have no heads. */
const PHONE = 460;
/** Rows drawn beyond what is seen. */
const SPARE = 6;
/** As many are drawn all at once, so that searching in the page and printing find them. */
const FEW = 200;

export function Diagram({ trace, selection }: DiagramProps): JSX.Element {
  const { step, shown, filters, go } = selection;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useView(scroller);
  const printing = usePrinting();
  const { hidden } = filters;
  const lanes = useMemo(() => [...trace.lanes.keys()].filter((lane) => !hidden.has(lane)), [trace, hidden]);
  const layout = layoutOf(view.width, lanes.length);
  const laneWidth =
    layout === "labels"
      ? Math.min(MOST_LABEL_LANE, (view.width - REST) / Math.max(1, lanes.length))
      : Math.min(
          layout === "dots" ? MOST_DOT_LANE : 22,
          (view.width * (layout === "dots" ? 0.45 : 0.25)) / lanes.length,
        );
  const height = ROW[layout];
  const at = shown.findIndex((number) => number >= step);
  const current = at < 0 ? shown.length - 1 : at;

  // The step that is looked at stays in sight, with a row around it.
  useLayoutEffect(() => {
    const box = scroller.current!;
    const head = box.firstElementChild!.clientHeight;
    const [upper, lower] = [current * height - height, current * height + 2 * height + head];
    const below = current === shown.length - 1 ? box.scrollHeight : lower;
    if (upper < box.scrollTop) box.scrollTop = upper;
    else if (below > box.scrollTop + box.clientHeight) box.scrollTop = below - box.clientHeight;
  }, [current, height, view.height, shown]);

  const all = printing || shown.length <= FEW;
  const from = all ? 0 : Math.max(0, Math.floor(view.top / height) - SPARE);
  const to = all ? shown.length : Math.min(shown.length, Math.ceil((view.top + view.height) / height) + SPARE);
  const drawn = shown.slice(from, to);
  // The one that assistive technology is pointed at must be there.
  if (!drawn.includes(shown[current]!)) drawn.push(shown[current]!);

  return (
    <div
      ref={scroller}
      class={`diagram layout-${layout}${trace.loop === null ? "" : " loops"}`}
      style={{
        "--lanes": lanes.length,
        "--lane": `${laneWidth}px`,
        "--row": `${height}px`,
        "--head": headHeight(trace, lanes),
      }}
    >
      <div class="lane-heads" aria-hidden="true">
        <span />
        {lanes.map((lane) => (
          <span key={lane} class={`lane-head hue-${hueOf(lane)}`} title={trace.lanes[lane]}>
            <span>{breakable(trace.lanes[lane]!)}</span>
          </span>
        ))}
        <span>{layout === "labels" ? "changes" : ""}</span>
      </div>
      <div
        class="rows"
        role="listbox"
        tabIndex={0}
        aria-label="Steps"
        aria-activedescendant={`step-${shown[current]}`}
        style={{ height: `${shown.length * height}px` }}
      >
        {drawn.map((number) => {
          const position = shown.indexOf(number);
          return (
            <Row
              key={number}
              trace={trace}
              number={number}
              previous={shown[position - 1] ?? null}
              position={position}
              of={shown.length}
              lanes={lanes}
              layout={layout}
              height={height}
              selected={number === step}
              go={go}
            />
          );
        })}
        <Loop trace={trace} shown={shown} height={height} />
      </div>
      <p class={`verdict ${trace.finding === null ? "fine" : "broken"}`}>
        {findingWords(trace)}
        <Again trace={trace} go={go} />
      </p>
    </div>
  );
}

function layoutOf(width: number, lanes: number): Layout {
  if (width - REST >= lanes * LEAST_LABEL_LANE) return "labels";
  return width >= PHONE ? "dots" : "phone";
}

/** Names stand aslant over lanes of dots: as high as the longest needs, at an angle of 45 degrees. */
function headHeight(trace: TracePage, lanes: readonly number[]): string {
  const longest = Math.max(4, ...lanes.map((lane) => trace.lanes[lane]!.length));
  return `${Math.min(104, Math.round(18 + longest * 4.6))}px`;
}

/** A name may be broken behind the marks that join its words. */
function breakable(name: string): (string | JSX.Element)[] {
  return name
    .split(/(?<=[_.-])(?=[^_.-])|(?<=[a-z])(?=[A-Z])|(?=\[)/)
    .flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}

/** How a run without end goes on. */
function Again({ trace, go }: { readonly trace: TracePage; readonly go: Selection["go"] }): JSX.Element | null {
  const { loop, steps } = trace;
  if (loop === null) return null;
  if (loop === steps.length) return <>; the run stays here, for ever</>;
  return (
    <>
      ; the run goes on with{" "}
      <button type="button" class="link" onClick={() => go(loop + 1)}>
        step {loop + 1}
      </button>
      , for ever
    </>
  );
}

/** On paper everything is in sight. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = (): void => setPrinting(true);
    const end = (): void => setPrinting(false);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}
