// The trace that TLC writes with `-dumpTrace json` and reads with `-loadTrace json`: in, a document; out, states and the actions
// between them. Variables are the shared records, `pc` (the label of each process) and `locals`. As TLC does it, sets and
// sequences are arrays, records and functions objects; levels count from 1.

import type { Value } from "../../spec/program/domain.ts";
import { isRecordValue, showValue } from "../../spec/program/enumerate.ts";
import { type DocumentStep, decodeValue, statesOf, type TraceDocument, type TraceState } from "../document.ts";

type Json = boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export function writeTlc(document: TraceDocument): string {
  const states = statesOf(document).map(({ state, step }, index) => ({ level: [index + 1, variablesOf(state)], step }));
  const action = states.flatMap(({ level, step }, index) =>
    step ? [[states[index - 1]!.level, actionOf(step), level]] : [],
  );
  const counterexample = { action, state: states.map(({ level }) => level) };
  return `${JSON.stringify({ counterexample, vars: Object.keys(variablesOf(document.initial)) }, null, 2)}\n`;
}

function actionOf({ process, label, location }: DocumentStep): Json {
  const { file, line, column } = location;
  const place = { beginLine: line, beginColumn: column, endLine: line, endColumn: column, module: file };
  return { name: label, location: place, context: { self: process } };
}

/** A shared record that is called `pc` or `locals` keeps its name. */
function variablesOf({ shared, processes }: TraceState): { readonly [name: string]: Json } {
  const records = Object.entries(shared).map(([name, value]) => [name, toJson(decodeValue(value))]);
  const name = (wanted: string): string => (wanted in shared ? `${wanted}_` : wanted);
  const locals = processes.map((standing) => [
    standing.process,
    Object.fromEntries(standing.locals.map((local) => [local.name, toJson(decodeValue(local.value))])),
  ]);
  return Object.fromEntries([
    ...records,
    [name("pc"), Object.fromEntries(processes.map(({ process, label }) => [process, label ?? "Done"]))],
    [name("locals"), Object.fromEntries(locals)],
  ]) as { readonly [name: string]: Json };
}

function toJson(value: Value): Json {
  if (value instanceof Set) return [...(value as ReadonlySet<Value>)].map(toJson);
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as ReadonlyMap<Value, Value>)].map(([key, held]) => [showValue(key), toJson(held)]),
    );
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map(toJson);
  if (!isRecordValue(value)) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([field, held]) => [field, toJson(held)]));
}
