// A trace as a document: all that any format of ours says, as plain data that JSON carries and reads back. What comes in is a
// state of a program; the rest is put together by the reports. The invariant: a document speaks for itself; whoever has it
// needs neither the spec nor the checker to convert it.

import type { State } from "../explorer/state.ts";
import { viewState } from "../explorer/state-view.ts";
import type { Value } from "../spec/program/domain.ts";
import { isRecordValue, showValue } from "../spec/program/enumerate.ts";
import type { Program } from "../spec/program/program.ts";
import type { Span } from "../spec/source/diagnostic.ts";

/**
 * A value: numbers, booleans, strings, arrays and records are themselves; a set is `{"#set": […]}`, a map `{"#map": [[k, v], …]}`,
 * and a record with a field whose name begins with # is `{"#record": [[name, v], …]}`.
 */
export type TraceValue = number | boolean | string | readonly TraceValue[] | { readonly [name: string]: TraceValue };

export interface TracePlace {
  /** Relative to the folder the trace was written in, with forward slashes; empty where the place is not known. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface TraceNamed {
  readonly name: string;
  readonly value: string;
}

export interface TraceChange {
  readonly path: string;
  readonly kind: "changed" | "added" | "removed";
  readonly before: string | null;
  readonly after: string | null;
}

export interface TraceState {
  /** The shared records by name. */
  readonly shared: { readonly [name: string]: TraceValue };
  readonly processes: readonly TraceStanding[];
}

export interface TraceStanding {
  readonly process: string;
  /** Null for one that has ended. */
  readonly label: string | null;
  readonly path: readonly string[];
  readonly locals: readonly { readonly name: string; readonly value: TraceValue }[];
  /** Of the label; not there for one that has ended. Since 0.1, as are the other names that may be missing. */
  readonly location?: TracePlace;
}

export interface DocumentStep {
  /** From 1. */
  readonly number: number;
  readonly process: string;
  readonly action: boolean;
  readonly label: string;
  readonly path: readonly string[];
  readonly location: TracePlace;
  readonly choices: readonly TraceNamed[];
  readonly changes: readonly TraceChange[];
  readonly notes: readonly { readonly text: string; readonly value: string | null }[];
  /** After the step; null for a last step that failed. */
  readonly state: TraceState | null;
}

export interface DocumentFinding {
  readonly kind: string;
  readonly property: string | null;
  readonly text: string;
  readonly location: TracePlace | null;
  readonly fingerprint: string;
  /** What the condition that broke reads, by the names of flattenState; null if that is not known. */
  readonly reads?: readonly string[] | null;
  /** Why it is violated; null where the text or the loop says it. */
  readonly because?: DocumentBecause | null;
  /** Who waits for ever, and for what. */
  readonly blocked?: readonly { readonly process: string; readonly guards: readonly string[] }[];
}

/** See Because in because.ts. */
export interface DocumentBecause {
  readonly values: readonly DocumentFact[];
  readonly since: number | null;
  readonly changes: readonly DocumentFact[];
  readonly waiting: readonly {
    readonly process: string;
    readonly label: string | null;
    readonly waits: "blocked" | "idle" | "optional" | "free";
    readonly guards: readonly { readonly text: string; readonly values: readonly TraceNamed[] }[];
  }[];
}

export interface DocumentFact extends TraceNamed {
  readonly before: string | null;
}

/** A property and its truth in each state of the run. */
export interface DocumentProperty {
  readonly name: string;
  readonly kind: string;
  /** As the author wrote it. */
  readonly text: string;
  readonly location: TracePlace;
  /** It was asked for. */
  readonly checked: boolean;
  /** By the number of the state (0 = initial). */
  readonly values: readonly Truth[];
}

/** Null: nothing is asked of this state, as of one that is not at rest by `quiescent`; `fails`: it cannot be evaluated there. */
export type Truth = boolean | "fails" | null;

/** A file of the author's, by the name that places have. */
export interface TraceSource {
  readonly file: string;
  readonly text: string;
}

/** What a replay needs of a trace, whatever it was written in. */
export interface Recording {
  /** The options of `allways replay` that select the program: --scenario, --set, --property with their values. */
  readonly selection: readonly string[];
  readonly schedule: string;
  readonly initial: TraceState;
  readonly steps: readonly Pick<DocumentStep, "process" | "label" | "state">[];
}

export interface TraceDocument extends Recording {
  readonly format: typeof DOCUMENT_FORMAT;
  readonly version: typeof DOCUMENT_VERSION;
  readonly spec: string;
  readonly file: string;
  readonly scenario: string | null;
  /** Values as text. */
  readonly parameters: readonly TraceNamed[];
  /** What is wrong where it ends; null if nothing is. */
  readonly finding: DocumentFinding | null;
  readonly initialChoices: readonly TraceNamed[];
  /** Of a run without end: the number of the state (0 = initial) that the last one is again, or itself if the run stays. */
  readonly loop: number | null;
  readonly steps: readonly DocumentStep[];
  readonly properties?: readonly DocumentProperty[];
  /** The files that places of this document point to. */
  readonly sources?: readonly TraceSource[];
}

export const DOCUMENT_FORMAT = "allways trace";
/** Raised when a name changes its meaning or goes; new names may come. */
export const DOCUMENT_VERSION = 1;

/** `place` makes a place of where a label stands; without it there are none. */
export function documentState(
  program: Program,
  state: State,
  place: ((span: Span) => TracePlace) | null = null,
): TraceState {
  const { shared, processes } = viewState(program, state);
  return {
    shared: Object.fromEntries(shared.map(({ name, value }) => [name, encodeValue(value)])),
    processes: processes.map(({ process, name, ended, label, path, variables }) => ({
      process: name,
      label: ended ? null : label,
      path,
      locals: variables.map((variable) => ({ name: variable.name, value: encodeValue(variable.value) })),
      ...(!ended &&
        place !== null && {
          location: place(program.processes[process]!.locations[state.locations.get(process)!]!.place.span),
        }),
    })),
  };
}

export function encodeValue(value: Value): TraceValue {
  if (value instanceof Set) return { "#set": [...(value as ReadonlySet<Value>)].map(encodeValue) };
  if (value instanceof Map) {
    return { "#map": [...(value as ReadonlyMap<Value, Value>)].map((pair) => pair.map(encodeValue)) };
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map(encodeValue);
  if (!isRecordValue(value)) return value as number | boolean | string;
  const fields = Object.entries(value).map(([name, held]) => [name, encodeValue(held)] as const);
  return fields.some(([name]) => name.startsWith("#")) ? { "#record": fields } : Object.fromEntries(fields);
}

/** The value again, for showing and for formats with sets and maps of their own. */
export function decodeValue(value: TraceValue): Value {
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(decodeValue);
  const [first] = Object.entries(value);
  if (first?.[0] === "#set" && isList(first[1])) return new Set(first[1].map(decodeValue));
  if (first?.[0] === "#map" && isList(first[1])) return new Map(first[1].map(decodePair));
  if (first?.[0] === "#record" && isList(first[1])) {
    return Object.fromEntries(first[1].map(decodePair).map(([name, held]) => [String(name), held]));
  }
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, decodeValue(held)]));
}

function decodePair(pair: TraceValue): [Value, Value] {
  if (!isList(pair) || pair.length !== 2) throw new SyntaxError("a map or record is not written as pairs");
  return [decodeValue(pair[0]!), decodeValue(pair[1]!)];
}

export function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}

/** As reports show it. */
export function showTraceValue(value: TraceValue): string {
  return showValue(decodeValue(value));
}

/** A state as a list of names with values as text: shared fields, then each process with its locals. */
export function flattenState({ shared, processes }: TraceState): TraceNamed[] {
  const fields = Object.entries(shared).flatMap(([root, value]) => {
    const decoded = decodeValue(value);
    if (!isRecordValue(decoded)) return [{ name: root, value: showValue(decoded) }];
    return Object.entries(decoded).map(([field, held]) => ({ name: `${root}.${field}`, value: showValue(held) }));
  });
  const standing = processes.flatMap(({ process, label, locals }) => [
    { name: process, value: label ?? ENDED },
    ...locals.map(({ name, value }) => ({ name: `${process}.${name}`, value: showTraceValue(value) })),
  ]);
  return [...fields, ...standing];
}

export const ENDED = "(ended)";

/** Names of the shared records and locals in all states, and the states themselves with their steps. */
export function statesOf(
  document: TraceDocument,
): { readonly state: TraceState; readonly step: DocumentStep | null }[] {
  const after = document.steps.flatMap((step) => (step.state === null ? [] : [{ state: step.state, step }]));
  return [{ state: document.initial, step: null }, ...after];
}

/** `specs/poll-cancel.ts:38`; empty where nobody knows it, as in a trace of another model checker. */
export function placeWords({ file, line }: TracePlace): string {
  return file === "" ? "" : `${file}:${line}`;
}

/** What is wrong where the trace ends, in a line. */
export function headline({ finding }: TraceDocument): string {
  if (finding === null) return "nothing is violated where it ends";
  const head = headWords(finding.kind);
  const parts = [finding.property, finding.text].filter((part) => part !== null && part !== "");
  return [head, ...parts].join(": ");
}

/** `violated at rest` of a finding's kind. */
export function headWords(kind: string): string {
  return FINDING_WORDS[kind] ?? kind;
}

const FINDING_WORDS: Readonly<Record<string, string>> = {
  error: "error",
  assert: "assertion failed",
  deadlock: "deadlock",
  always: "violated",
  quiescent: "violated at rest",
  step: "violated by a step",
  temporal: "violated by a run",
};

/** `v = 2`, `cancel[0]: get ownership (v = 2)`. */
export function stepWords({
  process,
  action,
  label,
  path,
  choices,
}: Pick<DocumentStep, "process" | "action" | "label" | "path" | "choices">): string {
  const taken = choices.map(({ name, value }) => `${name} = ${value}`).join(", ");
  const who = action ? process : `${process}: ${[...path.slice(1), label].join(" > ")}`;
  return taken === "" ? who : `${who} (${taken})`;
}

/** `req.refs 1 → 2`, notes among them. */
export function changeWords({ changes, notes, state }: DocumentStep, arrow = "→"): string[] {
  const changed = changes.map(({ path, kind, before, after }) => {
    if (kind === "added") return `${path} +${after}`;
    if (kind === "removed") return `${path} -${before}`;
    return before === null ? `${path} = ${after}` : `${path} ${before} ${arrow} ${after ?? "none"}`;
  });
  const noted = notes.map(({ text, value }) => (value === null ? `"${text}"` : `"${text}" ${value}`));
  return [...changed, ...noted, ...(state === null ? ["fails"] : [])];
}
