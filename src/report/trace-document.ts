// From a run in a report to the document that the formats of traces write: in, the run with its states; out, plain data.

import type { Trace } from "../explorer/exploration.ts";
import type { Program, Property } from "../spec/program/program.ts";
import { showValue } from "../spec/program/value-text.ts";
import type { Span } from "../spec/source/diagnostic.ts";
import type { Because, Fact } from "../trace/because.ts";
import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  type DocumentBecause,
  type DocumentFinding,
  type DocumentProperty,
  documentState,
  type TraceDocument,
  type TracePlace,
  type TraceSource,
} from "../trace/document.ts";
import { truthOf } from "../trace/truth.ts";
import { type PlaceView, placesOf } from "../trace/view.ts";
import { relativePath } from "./json.ts";
import type { Counterexample, Run, Subject } from "./verdict.ts";

/** What was explored. */
export interface Explored {
  readonly program: Program;
  /** Names of the properties that were asked for; null for all. */
  readonly checked: ReadonlySet<string> | null;
}

/** `run` tells of `trace`; `finding` is what its end shows, if anything. Paths are relative to the folder. */
export function documentTrace(
  { program, checked }: Explored,
  trace: Trace,
  run: Run,
  finding: Counterexample | null,
  subject: Subject,
  folder: string,
): TraceDocument {
  const used = new Set<string>();
  const place = ({ file, line, column }: PlaceView): TracePlace => {
    used.add(file);
    return { file: relativePath(file, folder), line, column };
  };
  const viewOf = placesOf(program);
  const placeOf = (span: Span): TracePlace => place(viewOf(span));
  const document: TraceDocument = {
    format: DOCUMENT_FORMAT,
    version: DOCUMENT_VERSION,
    spec: subject.spec,
    file: relativePath(subject.file, folder),
    scenario: subject.scenario,
    parameters: Object.entries(subject.parameters).map(([name, value]) => ({ name, value: showValue(value) })),
    selection: subject.selection.slice(1),
    schedule: run.schedule,
    finding: finding && documentFinding(finding, place),
    initialChoices: run.trace.initialChoices.map(({ name, value }) => ({ name, value })),
    initial: documentState(program, trace.initial, placeOf),
    loop: trace.loop ?? null,
    steps: run.trace.steps.map((step, index) => {
      const { state } = trace.steps[index]!;
      return {
        number: step.number,
        process: step.name,
        action: step.isAction,
        label: step.label,
        path: step.path,
        location: place(step.place),
        choices: step.choices.map(({ name, value }) => ({ name, value })),
        changes: step.changes.map(({ path, kind, before, after }) => ({ path, kind, before, after })),
        notes: step.notes.map(({ text, value }) => ({ text, value })),
        state: state && documentState(program, state, placeOf),
      };
    }),
    properties: documentProperties({ program, checked }, trace, placeOf),
  };
  return { ...document, sources: sourcesOf(program, used, folder) };
}

function documentFinding(finding: Counterexample, place: (view: PlaceView) => TracePlace): DocumentFinding {
  const { kind, property, text, fingerprint, reads, because, blocked, trace } = finding;
  const values = trace.final.values.filter(({ columns }) => columns.some((column) => reads?.includes(column)));
  return {
    kind,
    property,
    text,
    location: finding.place && place(finding.place),
    fingerprint,
    reads: reads && values.map(({ name }) => name),
    because: because && documentBecause(because),
    blocked: blocked.map(({ name, guards }) => ({ process: name, guards: guards.map((guard) => guard.text) })),
  };
}

function documentBecause({ values, since, changes, waiting }: Because): DocumentBecause {
  const fact = ({ name, value, before }: Fact): Fact => ({ name, value, before });
  return {
    values: values.map(fact),
    since,
    changes: changes.map(fact),
    waiting: waiting.map(({ name, label, waits, guards }) => ({
      process: name,
      label,
      waits,
      guards: guards.map((guard) => ({
        text: guard.text,
        values: guard.values.map((named) => ({ name: named.name, value: named.value })),
      })),
    })),
  };
}

function documentProperties(
  { program, checked }: Explored,
  trace: Trace,
  placeOf: (span: Span) => TracePlace,
): DocumentProperty[] {
  const truth = truthOf(program, trace);
  return program.properties.map((property, index) => ({
    name: property.name,
    kind: property.kind,
    text: textOf(property),
    location: placeOf(property.place.span),
    checked: checked === null || checked.has(property.name),
    values: truth[index]!,
  }));
}

function textOf({ conjuncts, temporal }: Property): string {
  return temporal?.text ?? conjuncts.map(({ text }) => text).join(" && ");
}

/** The spec's own file first. */
function sourcesOf(program: Program, used: ReadonlySet<string>, folder: string): TraceSource[] {
  const files = [...program.sources].filter(([file]) => file === program.file || used.has(file));
  const sources = files.map(([file, text]) => ({ file: relativePath(file, folder), text }));
  const main = relativePath(program.file, folder);
  return [...sources.filter(({ file }) => file === main), ...sources.filter(({ file }) => file !== main)];
}
