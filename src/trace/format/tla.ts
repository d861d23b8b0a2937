// A trace as a TLA+ module: in, a document; out, a behaviour that TLC can walk and that other modules can take for a constraint.
// `States` is the sequence of states; the variable `state` goes through it. Records and maps are functions, lists sequences, sets
// sets. The invariant: only ASCII leaves it, since TLA+ knows no other strings, and no text ends a string or a comment.

import { basename } from "node:path";
import type { Value } from "../../spec/program/domain.ts";
import { isRecordValue } from "../../spec/program/enumerate.ts";
import { decodeValue, headline, statesOf, type TraceDocument, type TraceState } from "../document.ts";
import { printable } from "../printable.ts";

/** A module has the name of its file, where that is a name. */
export function writeTla(document: TraceDocument, file = ""): string {
  const [, module = "Trace"] = /^([A-Za-z]\w*)\.tla$/i.exec(basename(file)) ?? [];
  const states = statesOf(document).map(({ state, step }, index) => {
    const comment = step ? `${step.number}. ${step.process}: ${step.label}` : "initially";
    return `  ${index === 0 ? " " : ","} \\* ${printable(comment, true)}\n    ${stateText(state)}`;
  });
  return [
    `---- MODULE ${module} ----`,
    `\\* ${printable(`${document.spec}: ${headline(document)}`, true)}`,
    "EXTENDS Integers, Sequences, TLC",
    "",
    "States == <<",
    ...states,
    ">>",
    "",
    "VARIABLES level, state",
    "vars == <<level, state>>",
    "Init == level = 1 /\\ state = States[1]",
    "Next == level < Len(States) /\\ level' = level + 1 /\\ state' = States[level']",
    "Spec == Init /\\ [][Next]_vars",
    "====",
    "",
  ].join("\n");
}

function stateText({ shared, processes }: TraceState): string {
  const records = Object.entries(shared).map(([name, value]) => [name, toTla(decodeValue(value))] as const);
  const labels = processes.map(({ process, label }) => [process, quote(label ?? "Done")] as const);
  const locals = processes.map(
    ({ process, locals: held }) =>
      [process, toFunction(held.map(({ name, value }) => [quote(name), toTla(decodeValue(value))]))] as const,
  );
  return toFunction([
    [quote("shared"), fieldsText(records)],
    [quote("pc"), fieldsText(labels)],
    [quote("locals"), fieldsText(locals)],
  ]);
}

function fieldsText(fields: readonly (readonly [string, string])[]): string {
  return toFunction(fields.map(([name, text]) => [quote(name), text]));
}

/** A record is a function from strings; written as one, no field's name is ever a reserved word. */
function toFunction(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return "<<>>";
  const last = new Map(pairs);
  return `(${[...last].map(([key, value]) => `${key} :> ${value}`).join(" @@ ")})`;
}

function toTla(value: Value): string {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return value < 0 ? `(${value})` : String(value);
  if (typeof value === "string") return quote(value);
  if (value instanceof Set) return `{${[...(value as ReadonlySet<Value>)].map(toTla).join(", ")}}`;
  if (value instanceof Map) {
    return toFunction([...(value as ReadonlyMap<Value, Value>)].map(([key, held]) => [toTla(key), toTla(held)]));
  }
  if (Array.isArray(value)) return `<<${(value as readonly Value[]).map(toTla).join(", ")}>>`;
  if (!isRecordValue(value)) throw new Error("a value of no kind in a trace; please report this");
  return toFunction(Object.entries(value).map(([name, held]) => [quote(name), toTla(held)]));
}

function quote(text: string): string {
  return `"${printable(text, true).replace(/[\\"]/g, "\\$&")}"`;
}
