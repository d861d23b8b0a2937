// A verdict as one JSON object, for CI and tools: in, the plain data of verdict.ts; out, the same under the names that
// schema/verdict.schema.json lays down. `version` is raised when a name changes its meaning or goes; new names may come.

import { relative } from "node:path";
import type { Milestone, Omission } from "../explorer/exploration.ts";
import type { Value } from "../spec/program/domain.ts";
import { isRecordValue } from "../spec/program/enumerate.ts";
import type { Because, Fact, WaitingView } from "../trace/because.ts";
import type { PlaceView, StateView, StepView } from "../trace/view.ts";
import type { Counterexample, Run, RunReport, Subject, Verdict } from "./verdict.ts";
import type {
  BecauseObject,
  CounterexampleObject,
  FactObject,
  Json,
  MilestoneObject,
  OmissionObject,
  PlaceObject,
  RunObject,
  RunReportObject,
  StanderObject,
  StepObject,
  SubjectObject,
  VerdictObject,
} from "./verdict-object.ts";

export const JSON_VERSION = 1 as const;

/** Paths are relative to the folder, with forward slashes. */
export function verdictToJson(verdict: Verdict, folder: string): VerdictObject {
  const { counts, completeness, statistics } = verdict;
  return {
    ...subjectToJson(verdict, folder),
    verdict: verdict.verdict,
    exitCode: verdict.exitCode,
    search: verdict.search,
    completeness: {
      kind: verdict.extent === "level" ? "stopped" : verdict.extent,
      bounds: completeness.bounds.map(({ name, limit, cut }) => ({ name, limit, cut })),
      ...(completeness.omission && { omission: omissionToJson(completeness.omission) }),
    },
    states: {
      distinct: counts.distinct,
      generated: counts.generated,
      initial: counts.initial,
      depth: counts.depth,
    },
    properties: verdict.properties.map(({ name, kind, verdict: judgement, witness, place }) => ({
      name,
      kind,
      verdict: judgement,
      witness,
      location: placeToJson(place, folder),
    })),
    fairness: verdict.fairness,
    counterexamples: verdict.counterexamples.map((counterexample) => counterexampleToJson(counterexample, folder)),
    vacuous: verdict.vacuous.map(({ kind, text, place }) => ({
      kind,
      text,
      location: place && placeToJson(place, folder),
    })),
    ...(verdict.coverage && {
      coverage: {
        steps: verdict.coverage.steps.map(({ owner, label, taken, place }) => ({
          owner,
          label,
          taken,
          location: placeToJson(place, folder),
        })),
        branches: verdict.coverage.branches.map(({ kind, text, onTrue, onFalse, place }) => ({
          kind,
          text,
          onTrue,
          onFalse,
          location: placeToJson(place, folder),
        })),
      },
    }),
    statistics: {
      engine: statistics.engine,
      milliseconds: round(statistics.milliseconds),
      bytesPerState: round(statistics.bytesPerState),
      bitsPerState: round(statistics.bitsPerState),
      peakBytes: statistics.peakBytes,
      ...(statistics.checkpoint?.resumed && { resumed: milestoneToJson(statistics.checkpoint.resumed) }),
      ...(statistics.checkpoint?.saved && { saved: milestoneToJson(statistics.checkpoint.saved) }),
    },
    remarks: verdict.remarks,
  };
}

function omissionToJson({ kind, hashBits, seed, probability }: Omission): OmissionObject {
  return { kind, hashBits, seed, probability };
}

function milestoneToJson({ states, depth, milliseconds }: Milestone): MilestoneObject {
  return { states, depth, milliseconds: round(milliseconds) };
}

/** One run, as `replay` and `simulate` report it. */
export function runToJson(report: RunReport, folder: string): RunReportObject {
  return {
    ...subjectToJson(report, folder),
    exitCode: report.exitCode,
    finding: report.finding && counterexampleToJson(report.finding, folder),
    run: traceToJson(report.run, folder),
  };
}

export function subjectToJson(subject: Subject, folder: string): SubjectObject {
  return {
    version: JSON_VERSION,
    spec: subject.spec,
    file: relativePath(subject.file, folder),
    scenario: subject.scenario,
    parameters: Object.fromEntries(
      Object.entries(subject.parameters).map(([name, value]) => [name, valueToJson(value)]),
    ),
  };
}

function counterexampleToJson(counterexample: Counterexample, folder: string): CounterexampleObject {
  const { kind, property, text, conjunct, because, blocked, place, fingerprint } = counterexample;
  return {
    kind,
    property,
    fingerprint,
    text,
    conjunct: conjunct && { number: conjunct.number, of: conjunct.of },
    location: place && placeToJson(place, folder),
    because: because && becauseToJson(because, folder),
    blocked: blocked.map(({ name, label, guards, place: stands }) => ({
      process: name,
      label,
      guards: guards.map((guard) => guard.text),
      location: stands && placeToJson(stands, folder),
    })),
    fairness: counterexample.fairness.map((note) => ({
      process: note.name,
      fairness: note.fairness,
      step: note.step,
      held: note.held,
    })),
    ...traceToJson(counterexample, folder),
  };
}

function becauseToJson({ values, since, changes, waiting }: Because, folder: string): BecauseObject {
  return {
    values: values.map(factToJson),
    since,
    changes: changes.map(factToJson),
    waiting: waiting.map((view) => ({ ...standerToJson(view, folder), waits: view.waits })),
  };
}

/** A process that does not move, and the guards that hold it. */
export function standerToJson(
  { name, label, place, guards }: Omit<WaitingView, "waits">,
  folder: string,
): StanderObject {
  return {
    process: name,
    label,
    location: place && placeToJson(place, folder),
    guards: guards.map((guard) => ({
      text: guard.text,
      location: placeToJson(guard.place, folder),
      values: guard.values.map(({ name, value }) => ({ name, value })),
    })),
  };
}

function factToJson({ name, value, before }: Fact): FactObject {
  return { name, value, before };
}

function traceToJson({ trace, schedule, replay }: Run, folder: string): RunObject {
  return {
    schedule,
    initialChoices: trace.initialChoices.map(({ name, value }) => ({ name, value })),
    steps: trace.steps.map((step) => stepToJson(step, folder)),
    loop: trace.loop,
    final: finalToJson(trace.final),
    replay: { ...replay },
  };
}

function stepToJson(step: StepView, folder: string): StepObject {
  return {
    number: step.number,
    process: step.name,
    label: step.label,
    path: step.path,
    location: placeToJson(step.place, folder),
    choices: step.choices.map(({ name, value }) => ({ name, value })),
    changes: step.changes.map(({ path, kind, before, after }) => ({ path, kind, before, after })),
    notes: step.notes.map(({ text, value }) => ({ text, value })),
    failed: step.failed,
  };
}

function finalToJson({ values, processes }: StateView): RunObject["final"] {
  return {
    shared: Object.fromEntries(values.map(({ name, value }) => [name, value])),
    processes: processes.map(({ name, label, path, locals }) => ({
      process: name,
      label,
      path,
      locals: Object.fromEntries(locals.map((local) => [local.name, local.value])),
    })),
  };
}

function placeToJson({ file, line, column }: PlaceView, folder: string): PlaceObject {
  return { file: relativePath(file, folder), line, column };
}

/** With forward slashes. */
export function relativePath(file: string, folder: string): string {
  return relative(folder, file).replaceAll("\\", "/");
}

/** Sets become arrays and maps arrays of pairs. */
export function valueToJson(value: Value): Json {
  if (value instanceof Set) return [...(value as ReadonlySet<Value>)].map(valueToJson);
  if (value instanceof Map) return [...(value as ReadonlyMap<Value, Value>)].map((pair) => pair.map(valueToJson));
  if (Array.isArray(value)) return (value as readonly Value[]).map(valueToJson);
  if (isRecordValue(value))
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, valueToJson(held)]));
  return value as Json;
}

/** Three digits behind the point are more than is measured. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
