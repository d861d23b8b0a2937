// The steps as a sequence diagram: time goes down, a lane for each process, a line from lane to lane where the run passes on.
// The invariant: only the rows in sight are drawn, whatever the length of the trace, so that ten thousand steps cost no more
// than fifty; those who hear the page are told of all of them.

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TracePage } from "../src/trace/page-data.ts";
import { hueOf } from "./filter.tsx";
import { Loop, Row } from "./row.tsx";
import type { Selection } from "./selection.ts";
import { findingWords } from "./words.ts";

interface DiagramProps {
  readonly trace: TracePage;
  readonly selection: Selection;
}

/** Heights of a row: with labels in the lanes, and with labels beside them. */
const WIDE_ROW = 40;
const NARROW_ROW = 58;
/** A lane is narrower than most labels, which lie over the lanes beside it: but for one a row has no other. */
const LEAST_LANE = 54;
const MOST_LANE = 150;
/** For the number, and for what changed. */
const REST = 270;
/** Rows drawn beyond what is seen. */
const SPARE = 6;
/** As many are drawn all at once, so that searching in the page and printing find them. */
const FEW = 200;

interface View {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

export function Diagram({ trace, selection }: DiagramProps): JSX.Element {
  const { step, shown, filters, go } = selection;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useView(scroller);
  const printing = usePrinting();
  const { hidden } = filters;
  const lanes = useMemo(() => [...trace.lanes.keys()].filter((lane) => !hidden.has(lane)), [trace, hidden]);
  const room = view.width - REST;
  const wide = room >= lanes.length * LEAST_LANE;
  const laneWidth = wide
    ? Math.min(MOST_LANE, room / Math.max(1, lanes.length))
    : Math.min(22, (view.width * 0.25) / lanes.length);
  const height = wide ? WIDE_ROW : NARROW_ROW;
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
      class={`diagram ${wide ? "wide" : "narrow"}`}
      style={{ "--lanes": lanes.length, "--lane": `${laneWidth}px`, "--row": `${height}px` }}
    >
      <div class="lane-heads" aria-hidden="true">
        <span />
        {lanes.map((lane) => (
          <span key={lane} class={`lane-head hue-${hueOf(lane)}`}>
            {trace.lanes[lane]}
          </span>
        ))}
        <span>changes</span>
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
              wide={wide}
              height={height}
              selected={number === step}
              go={go}
            />
          );
        })}
        <Loop trace={trace} shown={shown} height={height} />
      </div>
      <p class={`verdict ${trace.finding === null ? "fine" : "broken"}`}>{endWords(trace)}</p>
    </div>
  );
}

function endWords(trace: TracePage): string {
  const { loop, steps } = trace;
  if (loop === null) return findingWords(trace);
  const where = loop === steps.length ? "stays here" : `goes on with step ${loop + 1}`;
  return `${findingWords(trace)}; the run ${where}, for ever`;
}

/** What of the steps is in sight. */
function useView(scroller: { readonly current: HTMLDivElement | null }): View {
  const [view, setView] = useState<View>({ top: 0, height: innerHeight, width: Math.min(innerWidth, 700) });
  useLayoutEffect(() => {
    const box = scroller.current!;
    const look = (): void => {
      const seen = { top: box.scrollTop, height: box.clientHeight, width: box.clientWidth };
      setView((known) =>
        known.top === seen.top && known.height === seen.height && known.width === seen.width ? known : seen,
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [scroller]);
  return view;
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
