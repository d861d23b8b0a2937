// The control flow of one process instance as a graph: each node reads one variable, writes one as a whole, is a place
// where the process can stand, or does nothing but join paths. Nodes are only ever added where some path leads. The
// invariant: every path of the author's syntax, with constant branches folded, is a path of the graph and the other way round.

import type { LocationKey, VariableKey } from "../keys.ts";

export type FlowEvent =
  | { readonly kind: "read" | "write"; readonly variable: VariableKey }
  | { readonly kind: "stand"; readonly location: LocationKey }
  | { readonly kind: "join" };

export interface FlowNode {
  readonly event: FlowEvent;
  /** Nodes from which control comes directly. */
  readonly predecessors: number[];
}

export interface FlowGraph {
  readonly nodes: FlowNode[];
}

/** Nodes whose control goes on to whatever is added next; none if no path gets there. */
export type Ends = readonly number[];

/** Adds a node after the ends and gives its index; null where no path leads. */
export function addNode(graph: FlowGraph, ends: Ends, event: FlowEvent): number | null {
  if (ends.length === 0) return null;
  graph.nodes.push({ event, predecessors: [...ends] });
  return graph.nodes.length - 1;
}

export function addEvent(graph: FlowGraph, ends: Ends, event: FlowEvent): Ends {
  const node = addNode(graph, ends, event);
  return node === null ? ends : [node];
}

/** Lets control flow from the ends back to a node. */
export function connect(graph: FlowGraph, ends: Ends, node: number): void {
  graph.nodes[node]!.predecessors.push(...ends);
}

/** A graph with the node where everything begins, and that node. */
export function startGraph(): { graph: FlowGraph; start: Ends } {
  const graph: FlowGraph = { nodes: [{ event: { kind: "join" }, predecessors: [] }] };
  return { graph, start: [0] };
}

/**
 * The variables live at each place: those that some path from it reads before writing. Goes backwards from the reads of
 * one variable at a time, until it meets writes (Appel, Modern Compiler Implementation, section 10.1).
 */
export function liveVariables(graph: FlowGraph): Map<LocationKey, ReadonlySet<VariableKey>> {
  const places: (Set<VariableKey> | null)[] = [];
  const live = new Map<LocationKey, ReadonlySet<VariableKey>>();
  const readers = new Map<VariableKey, number[]>();
  graph.nodes.forEach(({ event }, node) => {
    places.push(event.kind === "stand" ? new Set() : null);
    if (event.kind === "stand") live.set(event.location, places[node]!);
    if (event.kind !== "read") return;
    const known = readers.get(event.variable);
    if (known === undefined) readers.set(event.variable, [node]);
    else known.push(node);
  });
  for (const [variable, reading] of readers) {
    const seen = new Set(reading);
    const pending = [...reading];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      places[node]?.add(variable);
      for (const before of graph.nodes[node]!.predecessors) {
        const { event } = graph.nodes[before]!;
        if (seen.has(before) || (event.kind === "write" && event.variable === variable)) continue;
        seen.add(before);
        pending.push(before);
      }
    }
  }
  return live;
}
