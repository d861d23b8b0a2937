// A trace as a graph for Graphviz: in, a document; out, a chain of states with the steps as edges, read from top to bottom. The
// invariant: every text stands in a quoted string in which only `\l`, the end of a line, is an escape of Graphviz's.

import { changeWords, type DocumentStep, flattenState, headline, stepWords, type TraceDocument } from "../document.ts";
import { printable } from "../printable.ts";

export function writeDot(document: TraceDocument): string {
  const lines = ["digraph trace {", `  label=${quote([headline(document)])};`, "  labelloc=t;", "  node [shape=box];"];
  const start = flattenState(document.initial).map(({ name, value }) => `${name} = ${value}`);
  lines.push(`  s0 [label=${quote(start)}];`);
  for (const step of document.steps) lines.push(...stepLines(step));
  return `${[...lines, "}"].join("\n")}\n`;
}

/** Of a state only what changed is shown: the first one has it all. */
function stepLines(step: DocumentStep): string[] {
  const { number, state } = step;
  const shape = state === null ? ", style=dashed" : "";
  return [
    `  s${number} [label=${quote(changeWords(step))}${shape}];`,
    `  s${number - 1} -> s${number} [label=${quote([`${number}. ${stepWords(step)}`])}];`,
  ];
}

function quote(lines: readonly string[]): string {
  const escaped = lines.map((line) => `${printable(line).replace(/[\\"]/g, "\\$&")}\\l`);
  return `"${escaped.join("")}"`;
}
