// The labels that scenarios speak of: `expect: { fails: "label" }` names a step, which is a label somewhere in the spec's
// files, or an action. The invariant: a label that stands in the text is known, whether or not some setting reaches it.

import type { Node } from "oxc-parser";
import { isYieldLabel, walkSyntax } from "../analysis/syntax.ts";
import type { Definition } from "../definition.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { SourceFile } from "./parse.ts";
import { suggestions } from "./suggest.ts";

/** A fault for every scenario that expects a failure at a label which does not exist. */
export function unknownLabels(definition: Definition, sources: readonly SourceFile[]): Diagnostic[] {
  const known = new Set(definition.actions.map(({ name }) => name));
  for (const { program } of sources) {
    walkSyntax(program, (node) => {
      const found = node.type === "ExpressionStatement" ? isYieldLabel(node) : null;
      if (found !== null) known.add(found.label);
      return true;
    });
  }
  return [...definition.scenarios.values()].flatMap(({ name, expect }): Diagnostic[] => {
    if (expect.kind !== "fails" || known.has(expect.label)) return [];
    const message = `scenario "${name}": there is no label "${expect.label}"`;
    return [{ message, hints: suggestions(expect.label, known), ...placeOf(expect.label, sources) }];
  });
}

/** Where the first `fails: "label"` with this label is written. */
function placeOf(label: string, sources: readonly SourceFile[]): Pick<Diagnostic, "span"> {
  let at: Node | null = null;
  for (const { file, program } of sources) {
    walkSyntax(program, (node) => {
      const isKey = node.type === "Property" && node.key.type === "Identifier" && node.key.name === "fails";
      if (isKey && node.value.type === "Literal" && node.value.value === label) at ??= node.value;
      return at === null;
    });
    if (at !== null) return { span: { file, start: (at as Node).start, end: (at as Node).end } };
  }
  return {};
}
