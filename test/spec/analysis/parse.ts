// Parses small sources for the tests of the analysis: the module as loaded, and its functions by name.

import { parseSync } from "oxc-parser";
import { type FunctionNode, isFunction } from "../../../src/spec/analysis/syntax.ts";
import type { Module } from "../../../src/spec/source/module.ts";

export interface Parsed {
  readonly module: Module;
  /** Top-level functions by name. */
  readonly functions: ReadonlyMap<string, FunctionNode>;
}

/** `scope` gives the values of top-level names, as evaluating the module would. */
export function parse(text: string, scope: Readonly<Record<string, unknown>> = {}): Parsed {
  const { program, errors } = parseSync("spec.ts", text);
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"));
  const functions = new Map<string, FunctionNode>();
  for (const statement of program.body) {
    if (statement.type === "FunctionDeclaration" && statement.id !== null) functions.set(statement.id.name, statement);
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) {
      if (id.type === "Identifier" && init !== null && isFunction(init)) functions.set(id.name, init);
    }
  }
  return { module: { file: "spec.ts", text, erased: text, program, scope: () => scope }, functions };
}

export function functionNamed({ functions }: Parsed, name: string): FunctionNode {
  const fn = functions.get(name);
  if (fn === undefined) throw new Error(`the test's source has no function ${name}`);
  return fn;
}

/** Line number of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
