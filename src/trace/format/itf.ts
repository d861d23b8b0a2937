// The Informal Trace Format of Apalache and Quint (Apalache's ADR-015): in, a document; out, one object with a list of states,
// each with a value for every variable. Variables are the shared records, `allways::at` (where each process stands), the locals
// as `taskWork::v` (an option, since locals come and go), and Quint's `mbt::actionTaken` and `mbt::nondetPicks`. What a
// replay needs beside them stands in `#meta`. The invariant: reading what was written gives the same schedule and states.

import { ENDED, type TraceDocument, type TraceState } from "../document.ts";
import { type Expr, toItf } from "./itf-expression.ts";
import { ACTION, PICKS, STANDS } from "./itf-reading.ts";
import { typesOf } from "./itf-types.ts";

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
  const written = states.map((state, index) => {
    const step = taken[index] ?? null;
    const picks = new Map<string, string>();
    if (step) picks.set("process", step.process);
    const options = step?.choices ?? document.initialChoices;
    pickNames(options).forEach((name, i) => picks.set(name, options[i]!.value));
    return {
      ...Object.fromEntries(Object.entries(state.shared).map(([name, value]) => [name, toItf(value)])),
      [STANDS]: { "#map": state.processes.map(({ process, label }) => [process, label ?? ENDED]) },
      ...localsOf(state, locals),
      [ACTION]: step?.label ?? "init",
      [PICKS]: Object.fromEntries([...picked].map((name) => [name, option(picks.get(name))])),
    };
  });
  const meta = {
    format: "ITF",
    "format-description": DESCRIPTION,
    source: document.file,
    status: document.finding === null ? "ok" : "violation",
    description: `Written by allways: ${document.spec}`,
    varTypes: typesOf(vars, written),
    allways: {
      selection: document.selection,
      schedule: document.schedule,
      steps: document.steps.map(({ process, label }) => ({ process, label })),
    },
  };
  const loop = typeof document.loop === "number" ? { loop: document.loop } : {};
  const numbered = written.map((state, index) => ({ "#meta": { index }, ...state }));
  return `${JSON.stringify({ "#meta": meta, vars, ...loop, states: numbered }, null, 2)}\n`;
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
