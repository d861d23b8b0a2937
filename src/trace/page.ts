// From a trace document to what its page shows: in, the document; out, texts and numbers, each text kept once. The invariant:
// no text holds a character that cannot be seen, and every number points at something that is there.

import type { Value } from "../spec/program/domain.ts";
import { isRecordValue, showValue } from "../spec/program/enumerate.ts";
import { becauseSentences } from "./because-words.ts";
import {
  changeWords,
  type DocumentStep,
  decodeValue,
  headWords,
  showTraceValue,
  statesOf,
  type TraceDocument,
  type TracePlace,
  type TraceState,
  type Truth,
} from "./document.ts";
import type {
  PageData,
  PageFinding,
  PageFrame,
  PagePlace,
  PageProperty,
  PageStanding,
  PageState,
  PageStep,
  PageTruth,
  PageVariable,
  TracePage,
} from "./page-data.ts";
import { printable } from "./printable.ts";
import { shellQuote } from "./shell-quote.ts";
import { contextSwitches } from "./view.ts";

/** A page that stands alone. */
export const ALONE: PageFrame = { back: null, expectation: null };

/** States alone, of another model checker, have no schedule: whoever has the spec and the trace can replay it. */
function commandOf({ file, selection, schedule, steps }: TraceDocument): string {
  if (schedule === "" && steps.length > 0) return "allways replay SPEC TRACE";
  return ["allways", "replay", file, ...selection, schedule].map(shellQuote).join(" ");
}

export function pageOf(document: TraceDocument, frame: PageFrame): PageData {
  const { spec, scenario, file, parameters, steps, loop, initial } = document;
  const placeOf = placesIn(document);
  const moving = new Set(steps.map(laneName));
  const lanes = [...initial.processes.map(({ process }) => process), ACTIONS].filter((name) => moving.has(name));
  const odd = [...moving].filter((name) => !lanes.includes(name));
  const all = [...lanes, ...odd];
  const { variables, states, texts, standings } = tablesOf(document, placeOf);
  return {
    frame,
    spec: printable(spec),
    scenario: scenario === null ? null : printable(scenario),
    file: printable(file),
    parameters: parameters.map(({ name, value }) => ({ name: printable(name), value: printable(value) })),
    command: printable(commandOf(document)),
    finding: findingOf(document, placeOf),
    initialChoices: choiceWords(document.initialChoices),
    loop,
    contextSwitches: contextSwitches(steps),
    lanes: all.map((name) => printable(name)),
    processes: initial.processes.map(({ process }) => ({
      name: printable(process),
      lane: moving.has(process) ? all.indexOf(process) : null,
    })),
    variables,
    steps: steps.map((step, index) =>
      stepOf(step, all.indexOf(laneName(step)), placeOf, states[index], states[index + 1]),
    ),
    states,
    texts,
    standings,
    properties: (document.properties ?? []).map(
      ({ name, kind, text, location, checked, values }): PageProperty => ({
        name: printable(name),
        kind,
        text: printable(text),
        place: placeOf(location),
        checked,
        spans: spansOf(values),
      }),
    ),
  };
}

const ACTIONS = "actions";

function laneName({ process, action }: DocumentStep): string {
  return action ? ACTIONS : process;
}

function placesIn({ sources }: TraceDocument): (place: TracePlace) => PagePlace {
  const numbers = new Map(sources?.map(({ file }, number) => [file, number]));
  return ({ file, line }) => ({ source: numbers.get(file) ?? -1, file: printable(file), line });
}

function findingOf(document: TraceDocument, placeOf: (place: TracePlace) => PagePlace): PageFinding | null {
  const { finding } = document;
  if (finding === null) return null;
  const { kind, property, text, location, fingerprint, blocked } = finding;
  return {
    head: headWords(kind),
    property: property === null ? null : printable(property),
    text: printable(text),
    place: location && placeOf(location),
    fingerprint,
    blocked: (blocked ?? []).map(({ process, guards }) => ({
      process: printable(process),
      guards: guards.map((guard) => printable(guard)),
    })),
    because: becauseSentences(document).map((sentence) => printable(sentence)),
    since: finding.because?.since || null,
  };
}

function choiceWords(choices: DocumentStep["choices"]): string {
  return printable(choices.map(({ name, value }) => `${name} = ${value}`).join(", "));
}

function stepOf(
  step: DocumentStep,
  lane: number,
  placeOf: (place: TracePlace) => PagePlace,
  before: PageState | undefined,
  after: PageState | undefined,
): PageStep {
  const changed = after?.values.flatMap((value, variable) => (value === before?.values[variable] ? [] : [variable]));
  return {
    lane,
    who: printable(step.process),
    label: printable(step.label),
    path: step.path.slice(1).map((name) => printable(name)),
    choices: choiceWords(step.choices),
    changes: changeWords({ ...step, notes: [] }).map((words) => printable(words)),
    changed: changed ?? [],
    notes: step.notes.map(({ text, value }) => printable(value === null ? text : `${text} ${value}`)),
    place: placeOf(step.location),
    failed: step.state === null,
  };
}

function spansOf(values: readonly Truth[]): PageProperty["spans"] {
  return values.flatMap((value, from) =>
    from > 0 && values[from - 1] === value ? [] : [{ from, truth: truthName(value) }],
  );
}

function truthName(value: Truth): PageTruth {
  return value === null ? "none" : value === "fails" ? "fails" : value ? "true" : "false";
}

interface Cell {
  readonly name: string;
  readonly group: string;
  readonly process: number | null;
  readonly text: string;
}

type Tables = Pick<TracePage, "variables" | "states" | "texts" | "standings">;

/** The states, with variables, texts and standings numbered: shared fields first, then the locals of each process. */
function tablesOf(document: TraceDocument, placeOf: (place: TracePlace) => PagePlace): Tables {
  const reads = new Set(document.finding?.reads ?? []);
  const seen = statesOf(document).map(({ state }) => ({ state, cells: cellsOf(state) }));
  const known = new Map<string, Cell>();
  for (const { cells } of seen) for (const cell of cells) if (!known.has(keyOf(cell))) known.set(keyOf(cell), cell);
  const ordered = [...known.values()].sort((a, b) => (a.process ?? -1) - (b.process ?? -1));
  const columns = new Map(ordered.map((cell, number) => [keyOf(cell), number]));
  const texts = new Numbered<string>();
  const standings = new Numbered<PageStanding>();
  const states = seen.map(({ state, cells }): PageState => {
    const values = new Array<number>(ordered.length).fill(-1);
    for (const cell of cells) values[columns.get(keyOf(cell))!] = texts.numberOf(cell.text, cell.text);
    const stands = state.processes.map(({ label, path, location }) => {
      if (label === null) return -1;
      const key = JSON.stringify([label, path, location]);
      const place = location === undefined ? null : placeOf(location);
      return standings.numberOf(key, {
        label: printable(label),
        path: path.slice(1).map((name) => printable(name)),
        place,
      });
    });
    return { values, stands };
  });
  const variables = ordered.map(
    ({ name, group, process }): PageVariable => ({
      name: printable(name),
      group: printable(group),
      process,
      read: process === null && reads.has(name),
    }),
  );
  return { variables, states, texts: texts.all, standings: standings.all };
}

/** What is shown of a state: the fields of shared records, and locals, told apart by their order where they have one name. */
function cellsOf({ shared, processes }: TraceState): Cell[] {
  const fields = Object.entries(shared).flatMap(([root, value]): Cell[] => {
    const decoded = decodeValue(value);
    const cell = (name: string, held: Value): Cell => ({
      name,
      group: root,
      process: null,
      text: printable(showValue(held)),
    });
    if (!isRecordValue(decoded)) return [cell(root, decoded)];
    return Object.entries(decoded).map(([field, held]) => cell(`${root}.${field}`, held));
  });
  const locals = processes.flatMap(({ process, locals }, number) => {
    const times = new Map<string, number>();
    return locals.map(({ name, value }): Cell => {
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      const unique = time === 1 ? name : `${name} (${time})`;
      return { name: unique, group: process, process: number, text: printable(showTraceValue(value)) };
    });
  });
  return [...fields, ...locals];
}

function keyOf({ name, process }: Cell): string {
  return `${process ?? ""} ${name}`;
}

/** Things by the order in which they first came. */
class Numbered<Item> {
  readonly all: Item[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(key: string, item: Item): number {
    const number = this.#numbers.get(key) ?? this.all.push(item) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
