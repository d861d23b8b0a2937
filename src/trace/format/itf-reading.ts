// Traces in ITF read back: in, a value from a file; out, a recording, where allways has written it, and the states alone where Apalache,
// Quint or somebody else has. The invariant: what is given has every variable in every state, or is refused with its place.

import { ENDED, type Recording, showTraceValue, type TraceState } from "../document.ts";
import type { StateSequence } from "../states.ts";
import { fromItf, isOption, list, object, text } from "./itf-expression.ts";

/** Variables beside the author's: where each process stands; by whom, and with which choices, the state was reached. */
export const STANDS = "allways::at";
export const ACTION = "mbt::actionTaken";
export const PICKS = "mbt::nondetPicks";

export function isItf(value: unknown): boolean {
  return typeof value === "object" && value !== null && "states" in value && "vars" in value;
}

/** Written by allways, schedule included. */
export function isOurs(value: unknown): boolean {
  const meta = (value as { readonly "#meta"?: unknown })["#meta"];
  return typeof meta === "object" && meta !== null && "allways" in meta;
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
  readLoop(file, states.length);
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

/** Of a lasso the number of the state that the last one goes back to. @throws SyntaxError for a state that is not there */
function readLoop({ loop = null }: { readonly loop?: unknown }, count: number): number | null {
  if (loop === null) return null;
  if (typeof loop === "number" && Number.isInteger(loop) && loop >= 0 && loop < count) return loop;
  throw new SyntaxError(`loop must be the number of a state, from 0 to ${count - 1}`);
}

/** The states of a trace whose steps nobody tells. @throws SyntaxError saying what is missing */
export function readStates(value: unknown): StateSequence {
  const file = object(value, "it");
  const meta = file["#meta"] === undefined ? {} : object(file["#meta"], "#meta");
  const names = list(file.vars, "vars").map((name, i) => text(name, `vars/${i}`));
  const variables = [...new Set(names)].filter((name) => ![STANDS, ACTION, PICKS].includes(name));
  if (variables.some((name) => name.startsWith("#"))) throw new SyntaxError("vars must not begin with #");
  const states = list(file.states, "states").map((given, i) => {
    const where = `states/${i}`;
    const state = object(given, where);
    const values = variables.map((name) => {
      if (!Object.hasOwn(state, name)) throw new SyntaxError(`${where} has no value for ${JSON.stringify(name)}`);
      return [name, fromItf(state[name], `${where}/${name}`)] as const;
    });
    const action = state[ACTION] === undefined ? null : text(state[ACTION], `${where}/${ACTION}`);
    return {
      values: Object.fromEntries(values),
      action,
      picks: state[PICKS] === undefined ? [] : picksOf(state[PICKS], `${where}/${PICKS}`),
      stands: state[STANDS] === undefined ? null : standsOf(state, where),
    };
  });
  if (states.length === 0) throw new SyntaxError("states is empty");
  return {
    kind: "states",
    source: typeof meta.source === "string" ? meta.source : null,
    violated: meta.status === "violation",
    variables,
    states,
    loop: readLoop(file, states.length),
  };
}

/** Those that were made. */
function picksOf(value: unknown, where: string): StateSequence["states"][number]["picks"] {
  const picks = fromItf(value, where);
  if (typeof picks !== "object" || Array.isArray(picks)) throw new SyntaxError(`${where} must be object`);
  return Object.entries(picks).flatMap(([name, pick]) => {
    if (typeof pick !== "object" || !isOption(pick)) return [{ name, value: showTraceValue(pick) }];
    return pick.tag === "None" ? [] : [{ name, value: showTraceValue(pick.value) }];
  });
}

function standsOf(state: Record<string, unknown>, where: string): ReadonlyMap<string, string | null> {
  return new Map(readState({ [STANDS]: state[STANDS] }, where).processes.map(({ process, label }) => [process, label]));
}
