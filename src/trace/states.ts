// A run of which only the states are known, as other model checkers write it: in, the states; out, a document that every format can
// write. The invariant: nothing is said of steps but what the trace says, the action's name and its picks, and what has changed.

import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  type DocumentStep,
  flattenState,
  type TraceChange,
  type TraceDocument,
  type TraceNamed,
  type TraceState,
  type TraceValue,
} from "./document.ts";
import { fingerprintOf } from "./fingerprint.ts";

export interface StateSequence {
  readonly kind: "states";
  /** The specification, as its checker called it. */
  readonly source: string | null;
  readonly violated: boolean;
  readonly variables: readonly string[];
  readonly states: readonly {
    readonly values: { readonly [name: string]: TraceValue };
    /** The action that led there. */
    readonly action: string | null;
    readonly picks: readonly TraceNamed[];
    /** Where each process stands (null: it has ended), in a trace that has gone through other hands. */
    readonly stands: ReadonlyMap<string, string | null> | null;
  }[];
  /** The number of the state that the last one goes back to. */
  readonly loop: number | null;
}

/** An action without a name. */
const UNNAMED = "step";

export function documentOfStates({ source, violated, states, loop }: StateSequence): TraceDocument {
  const shown = states.map(({ values }): TraceState => ({ shared: values, processes: [] }));
  const file = source ?? "";
  // Lines are not told.
  const location = { file: "", line: 1, column: 1 };
  // A loop is closed by a step to the state where it begins, unless it stays where it is.
  const isRound = loop !== null && loop < states.length - 1;
  const numbers = [...states.keys()].slice(1).concat(isRound ? [loop] : []);
  const steps = numbers.map((target, index): DocumentStep => {
    const closes = index === states.length - 1;
    const name = (closes ? null : states[target]!.action) ?? UNNAMED;
    return {
      number: index + 1,
      process: name,
      action: true,
      label: name,
      path: [name],
      location,
      choices: closes ? [] : states[target]!.picks,
      changes: changesOf(shown[index]!, shown[target]!),
      notes: [],
      state: shown[target]!,
    };
  });
  const moves = steps.map(({ process, path, label, choices }) => ({ name: process, path, label, choices }));
  return {
    format: DOCUMENT_FORMAT,
    version: DOCUMENT_VERSION,
    spec: file === "" ? "a trace of states" : file,
    file,
    scenario: null,
    parameters: [],
    selection: [],
    schedule: "",
    finding: violated
      ? {
          kind: "always",
          property: null,
          text: "",
          location: null,
          fingerprint: fingerprintOf("always", null, [], moves),
        }
      : null,
    initialChoices: states[0]!.picks,
    initial: shown[0]!,
    loop,
    steps,
  };
}

/** Names whose values differ; those that came or went among them. */
function changesOf(before: TraceState, after: TraceState): TraceChange[] {
  const [old, fresh] = [before, after].map(
    (state) => new Map(flattenState(state).map(({ name, value }) => [name, value])),
  );
  return [...new Set([...old!.keys(), ...fresh!.keys()])].flatMap((path): TraceChange[] => {
    const [was, is] = [old!.get(path) ?? null, fresh!.get(path) ?? null];
    if (was === is) return [];
    return [{ path, kind: "changed", before: was, after: is }];
  });
}
