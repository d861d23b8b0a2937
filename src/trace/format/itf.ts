// The Informal Trace Format of Apalache and Quint (Apalache's ADR-015): in, a document; out, one object with a list of states,
// each with a value for every variable. Variables are the shared records, `allways::at` (where each process stands), the locals
// as `taskWork::v` (an option, since locals come and go), and Quint's `mbt::actionTaken` and `mbt::nondetPicks`. What a
// replay needs beside them stands in `#meta`. The invariant: reading what was written gives the same schedule and states.

import { ENDED, isList, type Recording, type TraceDocument, type TraceState, type TraceValue } from "../document.ts";

type Expr = TraceValue;

const STANDS = "allways::at";
const ACTION = "mbt::actionTaken";
const PICKS = "mbt::nondetPicks";
const DESCRIPTION = "https://apalache-mc.org/docs/adr/015adr-trace.html";

export function writeItf(document: TraceDocument): string {
  const all = [document.initial, ...document.steps.flatMap(({ state }) => (state ? [state] : []))];
  // Of a loop the last state is the one that it goes back to, which the format does not write twice.
  const isRound = typeof document.loop === "number" && document.loop < document.steps.length;
  const states = isRound ? all.slice(0, -1) : all;
  const locals = new Set<string>(
    states.flatMap(({ processes }) =>
      processes.flatMap((standing) => standing.locals.map(({ name }) => `${standing.process}::${name}`)),
    ),
  );
  const taken = [null, ...document.steps.filter(({ state }) => state !== null)];
  const choices = [document.initialChoices, ...document.steps.map((step) => step.choices)];
  const picked = new Set(["process", ...choices.flatMap((list) => pickNames(list))]);
  const vars = [...Object.keys(document.initial.shared), STANDS, ...locals, ACTION, PICKS];
  return `${JSON.stringify(
    {
      "#meta": {
        format: "ITF",
        "format-description": DESCRIPTION,
        source: document.file,
        status: document.finding === null ? "ok" : "violation",
        description: `Written by allways: ${document.spec}`,
        allways: {
          selection: document.selection,
          schedule: document.schedule,
          steps: document.steps.map(({ process, label }) => ({ process, label })),
        },
      },
      vars,
      ...(typeof document.loop === "number" && { loop: document.loop }),
      states: states.map((state, index) => {
        const step = taken[index] ?? null;
        const picks = new Map<string, string>();
        if (step) picks.set("process", step.process);
        const options = step?.choices ?? document.initialChoices;
        pickNames(options).forEach((name, i) => picks.set(name, options[i]!.value));
        return {
          "#meta": { index },
          ...Object.fromEntries(Object.entries(state.shared).map(([name, value]) => [name, toItf(value)])),
          [STANDS]: { "#map": state.processes.map(({ process, label }) => [process, label ?? ENDED]) },
          ...localsOf(state, locals),
          [ACTION]: step?.label ?? "init",
          [PICKS]: Object.fromEntries([...picked].map((name) => [name, option(picks.get(name))])),
        };
      }),
    },
    null,
    2,
  )}\n`;
}

/** A choice made twice in a step has a number behind its name the second time. */
function pickNames(choices: readonly { readonly name: string }[]): string[] {
  const seen = new Map<string, number>([["process", 1]]);
  return choices.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function localsOf(state: TraceState, names: ReadonlySet<string>): Record<string, Expr> {
  const held = new Map<string, Expr>(
    state.processes.flatMap(({ process, locals }) =>
      locals.map(({ name, value }) => [`${process}::${name}`, toItf(value)] as const),
    ),
  );
  return Object.fromEntries([...names].map((name) => [name, option(held.get(name))]));
}

function option(value: Expr | undefined): Expr {
  return value === undefined ? { tag: "None", value: { "#tup": [] } } : { tag: "Some", value };
}

/** Every integer is written as a big one, which is the only kind the format has. */
function toItf(value: TraceValue): Expr {
  if (typeof value === "number") return { "#bigint": String(value) };
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(toItf);
  if (isList(value["#record"] ?? 0)) return { "#map": (value["#record"] as readonly TraceValue[]).map(toItf) };
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, toItf(held)]));
}

/** @throws SyntaxError saying what is missing */
export function readItf(value: unknown): Recording {
  const file = object(value, "it");
  const meta = object(file["#meta"], "#meta");
  if (meta.allways === undefined) {
    throw new SyntaxError("#meta/allways is missing: only ITF written by allways says which process moves");
  }
  const ours = object(meta.allways, "#meta/allways");
  const states = list(file.states, "states").map((state, i) => readState(object(state, `states/${i}`), `states/${i}`));
  const [initial, ...after] = states;
  if (!initial) throw new SyntaxError("states is empty");
  const steps = list(ours.steps, "#meta/allways/steps").map((step, i) => {
    const { process, label } = object(step, `#meta/allways/steps/${i}`);
    const where = `#meta/allways/steps/${i}`;
    return { process: text(process, where), label: text(label, where), state: after[i] ?? null };
  });
  if (after.length > steps.length) throw new SyntaxError("states are more than the steps in #meta/allways say");
  return {
    selection: list(ours.selection, "#meta/allways/selection").map((word) => text(word, "#meta/allways/selection")),
    schedule: text(ours.schedule, "#meta/allways/schedule"),
    initial,
    steps,
  };
}

/** Shared records and labels; locals are read from nowhere, since a replay makes them anew. */
function readState(state: Record<string, unknown>, where: string): TraceState {
  const shared = Object.entries(state).filter(([name]) => !name.startsWith("#") && !name.includes("::"));
  const stands = list(object(state[STANDS], `${where}/${STANDS}`)["#map"], `${where}/${STANDS}`);
  return {
    shared: Object.fromEntries(shared.map(([name, value]) => [name, fromItf(value, `${where}/${name}`)])),
    processes: stands.map((pair) => {
      const [process, label] = list(pair, `${where}/${STANDS}`).map((word) => text(word, `${where}/${STANDS}`));
      return { process: process ?? "", label: label === ENDED ? null : (label ?? ""), path: [], locals: [] };
    }),
  };
}

function fromItf(value: unknown, where: string): TraceValue {
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((held) => fromItf(held, where));
  const entries = Object.entries(object(value, where));
  const [first] = entries;
  if (first?.[0] === "#bigint") return Number(text(first[1], where));
  if (first?.[0] === "#tup") return list(first[1], where).map((held) => fromItf(held, where));
  return Object.fromEntries(entries.map(([name, held]) => [name, fromItf(held, where)]));
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new SyntaxError(`${where} must be object`);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new SyntaxError(`${where} must be array`);
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new SyntaxError(`${where} must be string`);
}
