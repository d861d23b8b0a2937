// Which locals are part of the state at each label of a process (language.md 17): a local is live at a label if some path
// of the control-flow graph from it reads it before writing it as a whole, after branches that are constant under the
// parameters are folded, and nothing cleverer. In: the process's function, one tuple of its arguments, and the host's
// answers. Out: for each place where it can stand, its live variables; the hidden state of a for-of is one of them, named by
// the loop. The invariant: the answer depends on the author's syntax and the settings alone, so it can be told beforehand.
//
// Whole variables: `v.x = e`, `v[i] = e`, `v.add(x)`, `v += e` and `v++` read v. Constants are variables like any other
// here; the lowering, which gives them no storage, leaves them out.

import { type Declared, resolveBindings } from "./bindings.ts";
import { runProcess } from "./flow/expression.ts";
import type { FlowHost, Procedure } from "./flow/frame.ts";
import { liveVariables, startGraph } from "./flow/graph.ts";
import { type LocationKey, rootPath, type VariableKey } from "./keys.ts";

export type { FlowContext, Procedure } from "./flow/frame.ts";

export interface LivenessHost extends FlowHost {
  /** Whether an object is shared state, or part of it. */
  readonly isState: (value: object) => boolean;
}

/** By place, the variables live there. Places that no path reaches are not in it. */
export type Liveness = ReadonlyMap<LocationKey, ReadonlySet<VariableKey>>;

/** `parameters`: the process's own parameters and their values for this instance. */
export function computeLiveness(
  { fn, module }: Procedure,
  parameters: ReadonlyMap<Declared, unknown>,
  host: LivenessHost,
): Liveness {
  const { graph, start } = startGraph();
  const constants = { bindings: resolveBindings(fn), module, parameters, isState: host.isState };
  const context = { fn, module, path: rootPath, constants };
  runProcess({ graph, host, context, returns: [], targets: [], roots: new Map(), active: new Set([fn]) }, start);
  return liveVariables(graph);
}

const NONE: ReadonlySet<VariableKey> = new Set();

/** The variables live at a place; none where no path leads. */
export function liveAt(liveness: Liveness, location: LocationKey): ReadonlySet<VariableKey> {
  return liveness.get(location) ?? NONE;
}
