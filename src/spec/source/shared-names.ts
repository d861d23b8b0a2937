// What the shared records of an evaluation are called: the top-level `const` each is bound to, in whichever of the spec's
// modules. The invariant: every record has exactly one name, and no two have the same.

import type { Node } from "oxc-parser";
import { walkSyntax } from "../analysis/syntax.ts";
import type { Shared } from "../definition.ts";
import { type Diagnostic, type Span, SpecError } from "./diagnostic.ts";
import { namedConstants } from "./exports.ts";
import { shownPath } from "./files.ts";
import type { Module } from "./module.ts";
import { lineAndColumn } from "./positions.ts";

interface Binding {
  readonly name: string;
  readonly span: Span;
  /** Whether its initialiser is a call, and not another name of the same record. */
  readonly original: boolean;
}

/**
 * @param declare the language's `shared`
 * @throws SpecError for records without a name, and for two of the same name
 */
export function nameShared(
  records: readonly Omit<Shared, "name">[],
  modules: readonly Module[],
  declare: unknown,
): readonly Shared[] {
  const faults: Diagnostic[] = [];
  const taken = new Map<string, Span>();
  const bindings = bindingsByValue(modules);
  const named: Shared[] = [];
  for (const record of records) {
    const bound = bindings.get(record.object);
    if (bound === undefined) continue;
    const { name, span } = bound.find(({ original }) => original) ?? bound[0]!;
    const before = taken.get(name);
    if (before !== undefined) faults.push(sameName(name, span, before, modules));
    taken.set(name, span);
    named.push({ ...record, name });
  }
  if (named.length < records.length) faults.push(...nameless(modules, declare));
  if (faults.length > 0) throw new SpecError(faults);
  return named;
}

function bindingsByValue(modules: readonly Module[]): Map<unknown, Binding[]> {
  const found = new Map<unknown, Binding[]>();
  for (const { file, program, scope } of modules) {
    for (const { id, init } of namedConstants(program)) {
      const value = scope()[id.name];
      const span = { file, start: id.start, end: id.start + id.name.length };
      const binding = { name: id.name, span, original: init.type === "CallExpression" };
      const known = found.get(value);
      if (known === undefined) found.set(value, [binding]);
      else known.push(binding);
    }
  }
  return found;
}

function sameName(name: string, span: Span, before: Span, modules: readonly Module[]): Diagnostic {
  const text = modules.find(({ file }) => file === before.file)!.text;
  const { line } = lineAndColumn(text, before.start);
  const hints = [
    `the other one is at ${shownPath(before.file)}:${line}; traces tell records by their names: rename one`,
  ];
  return { message: `two shared records are called ${name}`, span, hints };
}

/** The calls of `shared` that are not the initialiser of a top-level `const` with a plain name. */
function nameless(modules: readonly Module[], declare: unknown): Diagnostic[] {
  const message = "this shared record has no name";
  const hints = ["write const name = shared({ … }) at module level"];
  const faults: Diagnostic[] = [];
  for (const { file, program, scope } of modules) {
    const named = new Set<Node>(namedConstants(program).map(({ init }) => init));
    walkSyntax(program, (node) => {
      if (node.type !== "CallExpression" || named.has(node) || !refersTo(node.callee, scope(), declare)) return true;
      faults.push({ message, span: { file, start: node.start, end: node.end }, hints });
      return false;
    });
  }
  return faults.length > 0 ? faults : [{ message: "a shared record has no name", hints }];
}

/** `shared`, or `allways.shared`, by any name. */
function refersTo(callee: Node, scope: Readonly<Record<string, unknown>>, value: unknown): boolean {
  if (callee.type === "Identifier") return scope[callee.name] === value;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
  const holder = scope[callee.object.name] as Readonly<Record<string, unknown>> | undefined;
  return callee.property.type === "Identifier" && holder?.[callee.property.name] === value;
}
