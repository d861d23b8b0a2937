// The author's source at the step that is looked at: the line the step began at, and the line at which each process stands
// after it. The file is that of the step, unless somebody asked for another.

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PagePlace, PageStanding, TracePage } from "../src/trace/page-data.ts";
import { hueOf } from "./filter.tsx";
import { memo } from "./memo.ts";
import { joinNames } from "./names.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { useView } from "./view.ts";

interface SourceProps {
  readonly trace: TracePage;
  readonly step: number;
  /** A place that was asked for. */
  readonly visit: PagePlace | null;
}

interface Stand {
  readonly name: string;
  readonly lane: number | null;
}

export function Source({ trace, step, visit }: SourceProps): JSX.Element {
  const { sources } = trace;
  const focus = visit ?? placeAt(trace, step);
  const [chosen, setChosen] = useState<{ readonly source: number; readonly step: number } | null>(null);
  const asked = chosen?.step === step && visit === null ? chosen.source : (focus?.source ?? 0);
  const source = Math.max(0, asked);
  const lines = useMemo(() => tokensOf(sources[source]?.lines ?? []), [sources, source]);
  const stands = useMemo(() => standsIn(trace, step, source), [trace, step, source]);
  const focused = focus?.source === source ? focus.line : null;
  const fault = step === trace.steps.length ? trace.finding?.place : null;
  const list = useRef<HTMLOListElement>(null);

  const view = useView(list);
  const all = lines.length <= MANY;
  const from = all ? 0 : Math.max(0, Math.min(lines.length, Math.floor(view.top / LINE)) - SPARE);
  const to = all ? lines.length : Math.min(lines.length, Math.ceil((view.top + view.height) / LINE) + SPARE);

  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const top = MARGIN + ((focused ?? 1) - 1) * LINE;
    const inSight = top > box.scrollTop + 40 && top < box.scrollTop + box.clientHeight - 80;
    if (!inSight) box.scrollTop = top - box.clientHeight / 3;
  }, [focused, source]);

  if (sources.length === 0) {
    return (
      <>
        <h2 id="head-source">Source</h2>
        <p class="none">The trace was written without the text of the spec.</p>
      </>
    );
  }
  return (
    <>
      <div class="panel-head">
        <h2 id="head-source">Source</h2>
        {sources.length === 1 ? (
          <span class="file">{sources[0]!.file}</span>
        ) : (
          <select
            aria-label="File"
            value={source}
            onChange={(event) => setChosen({ source: Number(event.currentTarget.value), step })}
          >
            {sources.map(({ file }, number) => (
              <option key={file} value={number}>
                {shortNames(sources.map((each) => each.file))[number]}
              </option>
            ))}
          </select>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <ol class="lines" ref={list} tabIndex={0} data-scrolls aria-label={`Lines of ${sources[source]!.file}`}>
        {from > 0 && <li class="left-out-lines" aria-hidden="true" style={{ height: `${from * LINE}px` }} />}
        {lines.slice(from, to).map((tokens, offset) => {
          const number = from + offset + 1;
          return (
            <Line
              key={number}
              number={number}
              tokens={tokens}
              focused={focused === number}
              fault={fault?.source === source && fault.line === number}
              lane={visit === null && step > 0 ? trace.steps[step - 1]!.lane : null}
              stands={stands.get(number) ?? NOBODY}
            />
          );
        })}
        {to < lines.length && (
          <li class="left-out-lines" aria-hidden="true" style={{ height: `${(lines.length - to) * LINE}px` }} />
        )}
      </ol>
    </>
  );
}

const NOBODY: readonly Stand[] = [];

/** Height of a line, and of the space above the first; page.css says the same. */
const LINE = 19;
const MARGIN = 6;
/** Of longer files no more lines are drawn than are seen, and so many more. */
const MANY = 1000;
const SPARE = 30;

interface LineProps {
  readonly number: number;
  readonly tokens: readonly Token[];
  readonly focused: boolean;
  /** What broke stands here. */
  readonly fault: boolean;
  /** Of the step that began here. */
  readonly lane: number | null;
  readonly stands: readonly Stand[];
}

const Line: (props: LineProps) => JSX.Element = memo(function Line(props: LineProps): JSX.Element {
  const { number, tokens, focused, fault, lane, stands } = props;
  return (
    <li
      class={`${focused ? `focused hue-${hueOf(lane)}` : ""}${fault ? " fault" : ""}`}
      aria-current={focused ? "step" : undefined}
    >
      <span class="line-number">{number}</span>
      <code>
        {tokens.map(({ kind, text }, index) => (
          <span key={index} class={kind === "plain" ? undefined : `is-${kind}`}>
            {text}
          </span>
        ))}
        {tokens.length === 0 && " "}
      </code>
      {stands.length > 0 && (
        <span class="stands">
          {stands.map(({ name, lane: own }) => (
            <span key={name} class={`stand hue-${hueOf(own)}`}>
              {name}
            </span>
          ))}
        </span>
      )}
    </li>
  );
});

/** By line: who stands there after the step. */
function standsIn(trace: TracePage, step: number, source: number): ReadonlyMap<number, readonly Stand[]> {
  const found = new Map<number, Stand[]>();
  for (const [process, { name, lane }] of trace.processes.entries()) {
    const place = standingOf(trace, step, process)?.place;
    if (!place || place.source !== source) continue;
    found.set(place.line, [...(found.get(place.line) ?? []), { name, lane }]);
  }
  for (const [line, stands] of found) if (stands.length > FEW) found.set(line, gathered(stands));
  return found;
}

/** As many names are told one by one. */
const FEW = 2;

/** Many at one line: the instances of a process together, and in no lane's colour. */
function gathered(stands: readonly Stand[]): Stand[] {
  return joinNames(stands.map(({ name }) => name)).map((name) => ({
    name,
    lane: stands.find((stand) => stand.name === name)?.lane ?? null,
  }));
}

/** Where a process stands after the step; after one that failed, where it stood before. Null if it has ended. */
export function standingOf({ states, standings }: TracePage, step: number, process: number): PageStanding | null {
  const state = states[Math.min(step, states.length - 1)]!;
  return standings[state.stands[process]!] ?? null;
}

/** Where the step began; of the initial state where the first process stands. */
function placeAt(trace: TracePage, step: number): PagePlace | null {
  if (step > 0) return trace.steps[step - 1]!.place;
  return trace.processes.length > 0 ? (standingOf(trace, 0, 0)?.place ?? null) : null;
}

/** Without the folders that all of them lie in. */
function shortNames(files: readonly string[]): readonly string[] {
  const folders = files.map((file) => file.split("/").slice(0, -1));
  const common = folders[0]!.filter((name, i) => folders.every((path) => path[i] === name)).length;
  return files.map((file) => file.split("/").slice(common).join("/"));
}
