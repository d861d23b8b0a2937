// From a function's value back to the syntax it was made from. A value carries no place of its own, only its text: names
// at module level are told by identity, all others by that text. The invariant: the syntax found, with the module-level
// values of its module, means what the function does; where that cannot be known, the function is refused.

import { type FunctionNode, isFunction } from "../analysis/syntax.ts";
import type { LoadedSpec } from "../definition.ts";
import { type Span, SpecError } from "./diagnostic.ts";
import { declarationOf, mutableNames, namedConstants } from "./exports.ts";
import { type FunctionSyntax, functionsOf } from "./functions.ts";
import type { Module } from "./module.ts";

// biome-ignore lint/complexity/noBannedTypes: any function whatever
type AnyFunction = Function;

export interface Origin {
  readonly module: Module;
  readonly node: FunctionNode;
  /** As the author calls it; empty for a function without a name. */
  readonly name: string;
  /** The same in every evaluation, different for any two functions of the author's that differ. */
  readonly key: string;
}

const origins = new WeakMap<LoadedSpec, Map<AnyFunction, Origin | null>>();

/** Where a function is likely to be written; null if nobody knows. */
export type Whereabouts = () => Span | null;

/**
 * The syntax of a function of the spec's own modules; null for functions from anywhere else. Of several that have its text and mean
 * the same it is one that is written where the function is likely to be, and of no other function yet.
 * @throws SpecError if several functions have this very text and differ in what they mean, or if the function depends on
 * variables of another function's run.
 */
export function originOf(loaded: LoadedSpec, fn: AnyFunction, whereabouts: Whereabouts = nowhere): Origin | null {
  let known = origins.get(loaded);
  if (known === undefined) {
    known = namedOrigins(loaded);
    origins.set(loaded, known);
  }
  const found = known.get(fn);
  if (found !== undefined) return found;
  const origin = findByText(loaded, fn, whereabouts, known);
  known.set(fn, origin);
  return origin;
}

function nowhere(): null {
  return null;
}

/** What tells the author's functions apart in any evaluation; null for functions from elsewhere. */
export function functionKey(loaded: LoadedSpec, fn: AnyFunction): string | null {
  return originOf(loaded, fn)?.key ?? null;
}

/** The value a free name of a module's functions has: a module-level binding, or not found (a global, or nothing). */
export function freeValue(module: Module, name: string): { found: true; value: unknown } | { found: false } {
  const scope = module.scope();
  return Object.hasOwn(scope, name) ? { found: true, value: scope[name] } : { found: false };
}

/** The module-level names that can be assigned to after evaluation (`let` and `var`), whose values mean nothing. */
export function mutableVariables(module: Module): ReadonlySet<string> {
  return mutableNames(module.program);
}

/** Functions declared at module level, and those that a module-level `const` is initialised with. */
function namedOrigins(loaded: LoadedSpec): Map<AnyFunction, Origin | null> {
  const found = new Map<AnyFunction, Origin | null>();
  const add = (module: Module, node: FunctionNode, name: string): void => {
    const value = module.scope()[name];
    if (typeof value === "function") found.set(value, makeOrigin(module, node, name));
  };
  for (const module of loaded.modules) {
    for (const statement of module.program.body) {
      const node = declarationOf(statement);
      if (node.type === "FunctionDeclaration" && node.id !== null) add(module, node, node.id.name);
    }
    for (const { id, init } of namedConstants(module.program)) if (isFunction(init)) add(module, init, id.name);
  }
  return found;
}

interface Candidate {
  readonly module: Module;
  readonly syntax: FunctionSyntax;
}

/** What may lie between the last token of a function and the end of its types: a blank, what stands for one, a comment. */
const isBlank = /^(?:[\s;]|\/\/.*|\/\*[\s\S]*?\*\/)*$/;

function findByText(
  loaded: LoadedSpec,
  fn: AnyFunction,
  whereabouts: Whereabouts,
  known: ReadonlyMap<AnyFunction, Origin | null>,
): Origin | null {
  const text = Function.prototype.toString.call(fn);
  const candidates = loaded.modules.flatMap((module) =>
    functionsOf(module)
      .filter((syntax) => syntax.text.startsWith(text) && isBlank.test(syntax.text.slice(text.length)))
      .map((syntax): Candidate => ({ module, syntax })),
  );
  const [first] = candidates;
  if (first === undefined) return null;
  const capturing = candidates.find(({ syntax }) => syntax.captured.length > 0);
  if (capturing !== undefined) throw refuseCapture(capturing, fn);
  if (!candidates.every((other) => meanSame(first, other))) throw refuseAmbiguity(candidates);
  const chosen = candidates.length === 1 ? first : likeliest(candidates, whereabouts(), known);
  // In every evaluation the same key, whatever places are known there.
  return { ...makeOrigin(chosen.module, chosen.syntax.node, fn.name), key: keyOf(first.module, first.syntax.node) };
}

/** They all mean the same, but people are shown a place. */
function likeliest(
  candidates: readonly Candidate[],
  where: Span | null,
  known: ReadonlyMap<AnyFunction, Origin | null>,
): Candidate {
  if (where === null) return candidates[0]!;
  const taken = new Set([...known.values()].map((origin) => origin?.node));
  const isThere = ({ module, syntax: { node } }: Candidate): boolean =>
    module.file === where.file && node.start >= where.start && node.end <= where.end;
  const isFree = ({ syntax }: Candidate): boolean => !taken.has(syntax.node);
  const there = candidates.filter(isThere);
  return there.find(isFree) ?? there[0] ?? candidates[0]!;
}

/** The same text means the same where its free names have the same values. */
function meanSame(a: Candidate, b: Candidate): boolean {
  if (a.module === b.module) return true;
  for (const name of a.syntax.free) {
    const left = freeValue(a.module, name);
    const right = freeValue(b.module, name);
    if (left.found !== right.found) return false;
    if (left.found && right.found && !Object.is(left.value, right.value)) return false;
  }
  return true;
}

function makeOrigin(module: Module, node: FunctionNode, name: string): Origin {
  return { module, node, name, key: keyOf(module, node) };
}

function keyOf(module: Module, node: FunctionNode): string {
  return `${module.file}:${node.start}`;
}

function refuseCapture({ module, syntax }: Candidate, fn: AnyFunction): SpecError {
  const { start, end } = syntax.node;
  const names = syntax.captured.join(", ");
  return new SpecError([
    {
      message: `${fn.name === "" ? "this function" : fn.name} uses ${names} of the code around it`,
      span: { file: module.file, start, end },
      hints: [`declare it at module level, with ${names} as its parameters or at module level too`],
    },
  ]);
}

function refuseAmbiguity(candidates: readonly Candidate[]): SpecError {
  const [first, ...others] = candidates.map(({ module, syntax: { node } }) => ({
    file: module.file,
    start: node.start,
    end: node.end,
  }));
  return new SpecError([
    {
      message: "several functions have this very text, and their names mean different things",
      ...(first !== undefined && { span: first }),
      hints: ["declare each as a function with a name of its own, at module level"],
    },
    ...others.map((span) => ({ message: "another one with the same text", span, hints: [] })),
  ]);
}
