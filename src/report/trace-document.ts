// From a run in a report to the document that the formats of traces write: in, the run with its states; out, plain data.

import type { Trace } from "../explorer/exploration.ts";
import type { Program } from "../spec/program/program.ts";
import { showValue } from "../spec/program/value-text.ts";
import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  documentState,
  type TraceDocument,
  type TracePlace,
} from "../trace/document.ts";
import type { PlaceView } from "../trace/view.ts";
import { relativePath } from "./json.ts";
import type { Counterexample, Run, Subject } from "./verdict.ts";

/** `run` tells of `trace`; `finding` is what its end shows, if anything. Paths are relative to the folder. */
export function documentTrace(
  program: Program,
  trace: Trace,
  run: Run,
  finding: Counterexample | null,
  subject: Subject,
  folder: string,
): TraceDocument {
  const place = ({ file, line, column }: PlaceView): TracePlace => ({ file: relativePath(file, folder), line, column });
  return {
    format: DOCUMENT_FORMAT,
    version: DOCUMENT_VERSION,
    spec: subject.spec,
    file: relativePath(subject.file, folder),
    scenario: subject.scenario,
    parameters: Object.entries(subject.parameters).map(([name, value]) => ({ name, value: showValue(value) })),
    selection: subject.selection.slice(1),
    schedule: run.schedule,
    finding: finding && {
      kind: finding.kind,
      property: finding.property,
      text: finding.text,
      location: finding.place && place(finding.place),
      fingerprint: finding.fingerprint,
    },
    initialChoices: run.trace.initialChoices.map(({ name, value }) => ({ name, value })),
    initial: documentState(program, trace.initial),
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
        state: state && documentState(program, state),
      };
    }),
  };
}
