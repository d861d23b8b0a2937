// Variables of the author's functions: what a declaration binds a name to, reading it and assigning it. A variable of a
// process or a procedure has registers of its own for the whole life of the process, because it may be part of the state;
// one of a helper has registers of the step. A `const` of a composite of the shared state is an alias of that place.
// The invariant: a binding made when a declaration runs is the same each time that declaration runs on the same call path.

import type { BindingPattern, Node, ParamPattern } from "oxc-parser";
import type { Declared } from "../analysis/bindings.ts";
import { variableKey } from "../analysis/keys.ts";
import type { Extent } from "../analysis/syntax.ts";
import { type Domain, isScalar } from "../program/domain.ts";
import type { Cell } from "../program/program.ts";
import { store } from "./composite.ts";
import {
  type Binding,
  type Cursor,
  emitSet,
  interval,
  localCell,
  markEffect,
  Refusal,
  refuse,
  type Slot,
  spill,
} from "./context.ts";
import { recheck } from "./element.ts";
import { constant, read } from "./expr.ts";
import { memberOf } from "./member.ts";
import { scalarOf, textVal } from "./operator.ts";
import { isSmall, markHere, protect } from "./order.ts";
import { refuseNumber, storeScalar } from "./scalar.ts";
import { readSlot, slotFor, slotPlace, storeSlot } from "./slot.ts";
import { describe, known, type Location, type Val } from "./value.ts";

export interface DeclareOptions {
  /** Nothing assigns it after its declaration. */
  readonly fixed: boolean;
  /** The domain the author declared for it with local(…). */
  readonly domain?: Domain;
}

export function keyOf(cursor: Cursor, node: Node): ReturnType<typeof variableKey> {
  return variableKey(cursor.frame.path, node, cursor.frame.module.file);
}

function bindingOf(cursor: Cursor, declared: Declared): Binding | undefined {
  return cursor.process.bindings.get(keyOf(cursor, declared.node));
}

export function readVariable(cursor: Cursor, declared: Declared, node: Node): Val {
  const fixed = cursor.frame.constants.get(declared);
  if (fixed !== undefined) return known(fixed);
  if (declared.kind === "var") return refuseVar(cursor, declared.node);
  if (declared.kind === "function" || declared.kind === "class") {
    return refuseInner(cursor, declared.kind, declared.node);
  }
  const binding = bindingOf(cursor, declared);
  if (binding === undefined || cursor.env?.unset.has(keyOf(cursor, declared.node)) === true) {
    return refuse(
      cursor,
      node,
      `${declared.name} is read where it may have no value yet`,
      "give it a value where it is declared",
    );
  }
  if (binding.kind === "alias") recheck(cursor, binding.place, binding.bound, node);
  return readBinding(cursor, binding);
}

/** At the declaration, wherever it is noticed, so that it is said once. */
export function refuseVar(cursor: Cursor, node: Node): never {
  return refuse(cursor, node, "var is not part of the language", "write let or const");
}

export function refuseInner(cursor: Cursor, kind: "function" | "class", node: Node): never {
  return kind === "class"
    ? refuse(cursor, node, "a class inside a function", "use records, and functions at the top level of the module")
    : refuse(cursor, node, "a function inside a function", "declare it at the top level of the module");
}

function readBinding(cursor: Cursor, binding: Binding): Val {
  switch (binding.kind) {
    case "value":
      return binding.bound === undefined ? binding.val : protect(cursor, binding.val, binding.bound);
    case "alias": {
      const { place } = binding;
      const now = interval(cursor, place.index);
      const index = now.lo === now.hi ? constant(now.lo) : place.index;
      return { kind: "place", place: { ...place, index, old: cursor.old } };
    }
    case "object":
      return {
        kind: "object",
        fields: new Map([...binding.fields].map(([name, field]) => [name, readBinding(cursor, field)])),
      };
    case "poisoned":
      throw new Refusal(null);
    case "slot":
      return readSlot(cursor, binding.slot);
  }
}

/** Binds the names of a pattern to a value. */
export function declare(
  cursor: Cursor,
  pattern: BindingPattern | ParamPattern,
  val: Val,
  options: DeclareOptions,
): void {
  switch (pattern.type) {
    case "Identifier": {
      const declared = cursor.frame.bindings.declarations.get(pattern);
      if (declared === undefined) throw new Error(`no declaration of ${pattern.name}; please report this`);
      const fixed = options.fixed || !declared.assigned;
      bind(
        cursor,
        declared,
        bindingFor(cursor, declared.node, declared.name, val, { ...options, fixed }, declared.kind),
      );
      return;
    }
    case "ArrayPattern":
      if (val.kind === "items" || (val.kind === "known" && Array.isArray(val.value))) {
        pattern.elements.forEach((element, i) => {
          if (element === null) return;
          const item = val.kind === "items" ? val.items[i] : known((val.value as unknown[])[i]);
          if (item === undefined || (val.kind === "known" && i >= (val.value as unknown[]).length)) {
            return refuse(cursor, element, "there is no such element", "leave it out");
          }
          declare(cursor, element, item, options);
        });
        return;
      }
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          return refuse(cursor, property, "the rest of a record has no name", "name the fields that are used");
        }
        if (property.computed || property.key.type !== "Identifier") {
          return refuse(
            cursor,
            property.key,
            "computed field names are not part of the language",
            "write the name out",
          );
        }
        const inner = memberOf(cursor, val, property.key.name, property.key);
        if (val.kind === "place" && val.place.store === "state" && inner.kind !== "place") {
          return refuse(
            cursor,
            property,
            `${property.key.name} would look like an alias and be a copy`,
            "write the path where it is used, or const p = req.poll for an alias of the record",
          );
        }
        declare(cursor, property.value as BindingPattern, inner, options);
      }
      return;
    case "AssignmentPattern":
      return refuse(
        cursor,
        pattern,
        "defaults in patterns are not part of the language",
        "every field of a value is there",
      );
    case "RestElement":
      return refuse(cursor, pattern, "the rest of an array has no name", "name the elements that are used");
    default:
      break;
  }
  refuse(cursor, pattern, `${describe(val)} cannot be taken apart here`, "name the whole value");
}

function bind(cursor: Cursor, declared: Declared, binding: Binding): void {
  const key = keyOf(cursor, declared.node);
  cursor.process.bindings.set(key, binding);
  cursor.env?.unset.delete(key);
}

/** After a refused declaration: uses of its names are not reported again. */
export function poison(cursor: Cursor, declarations: readonly Declared[]): void {
  for (const declared of declarations) {
    const key = keyOf(cursor, declared.node);
    cursor.env?.unset.delete(key);
    if (!cursor.process.bindings.has(key)) cursor.process.bindings.set(key, { kind: "poisoned" });
  }
}

function bindingFor(
  cursor: Cursor,
  node: Node,
  name: string,
  given: Val,
  options: DeclareOptions,
  kind: Declared["kind"],
): Binding {
  const val = scalarOf(cursor, given, node);
  if (options.domain !== undefined) {
    const slot = slotFor(cursor, node, name, { domain: options.domain });
    store(cursor, slotPlace(slot), val, node, name);
    return { kind: "slot", slot };
  }
  switch (val.kind) {
    case "place":
      if (kind === "let") {
        return refuse(
          cursor,
          node,
          `${name} would be an alias that can change`,
          "write const for an alias, or let with copy(…) for a value of its own",
        );
      }
      if (!options.fixed)
        return refuse(
          cursor,
          node,
          `the parameter ${name} is an alias and cannot be assigned`,
          `copy it to a variable of its own: let v = copy(${name})`,
        );
      return alias(cursor, node, name, val.place);
    case "leaves": {
      const slot = slotFor(cursor, node, name, { domain: val.domain });
      store(cursor, slotPlace(slot), val, node, name);
      return { kind: "slot", slot };
    }
    case "object":
    case "items":
      if (!options.fixed) {
        return refuse(
          cursor,
          node,
          `${name} holds ${describe(val)} without a domain`,
          `write let ${name} = local(domain) and assign it`,
        );
      }
      return structure(cursor, node, name, val, options);
    case "known":
    case "pick":
      if (val.kind === "known" && typeof val.value === "string" && !options.fixed) break;
      if (!options.fixed) {
        return refuse(
          cursor,
          node,
          `${name} holds ${describe(val)} without a domain`,
          `write let ${name} = local(domain) and assign it`,
        );
      }
      return { kind: "value", val: val.kind === "pick" ? { ...val, index: spill(cursor, val.index) } : val };
    default:
      break;
  }
  return scalarBinding(cursor, node, name, val, options);
}

/** A const literal: each of its fields is bound by itself and never assigned. */
function structure(
  cursor: Cursor,
  node: Node,
  name: string,
  val: Val & { kind: "object" | "items" },
  options: DeclareOptions,
): Binding {
  if (val.kind === "items") {
    if (cursor.frame.resumable) {
      return refuse(
        cursor,
        node,
        `${name} holds an array without a domain`,
        `write const ${name} = local(array(n, domain)) and fill it`,
      );
    }
    return { kind: "value", val: { kind: "items", items: val.items.map((item) => spillVal(cursor, item)) } };
  }
  const fields = new Map<string, Binding>();
  for (const [field, inner] of val.fields) {
    // The fields share the declaration; their keys differ by name.
    const at = { ...node, start: node.start, field } as Node & { field: string };
    fields.set(field, bindingFor(cursor, at, `${name}.${field}`, inner, options, "const"));
  }
  return { kind: "object", fields };
}

function spillVal(cursor: Cursor, val: Val): Val {
  switch (val.kind) {
    case "int":
    case "bool":
    case "enum":
      return { ...val, expr: spill(cursor, val.expr) };
    default:
      return val;
  }
}

function scalarBinding(cursor: Cursor, node: Node, name: string, val: Val, options: DeclareOptions): Binding {
  const scalar = textVal(val);
  if (scalar.kind !== "int" && scalar.kind !== "bool" && scalar.kind !== "enum") {
    refuseNumber(cursor, val, node);
    return refuse(cursor, node, `${name} cannot hold ${describe(val)}`, "locals hold numbers, booleans and strings");
  }
  if (options.fixed && !cursor.frame.resumable) {
    if (isSmall(scalar.expr)) return { kind: "value", val: scalar, bound: markHere(cursor) };
    return { kind: "value", val: spillVal(cursor, scalar) };
  }
  const slot = slotFor(cursor, node, name, { holds: scalar.kind });
  storeSlot(cursor, slot, scalar, node);
  return { kind: "slot", slot };
}

/** A const that stands for a place: what its index depends on is fixed now. */
function alias(cursor: Cursor, node: Node, name: string, place: Location): Binding {
  if (place.merged !== undefined) {
    return refuse(
      cursor,
      node,
      `${name} would be an alias of a field that several variants have`,
      "ask for the tag first, or write copy(…) for a value of its own",
    );
  }
  if (place.store === "local" && cursor.frame.resumable) {
    return refuse(
      cursor,
      node,
      `${name} would be an alias of a part of a local`,
      "write copy(…) for a value of its own",
    );
  }
  const bound = markHere(cursor);
  if (!place.chosen) return { kind: "alias", place, locals: [], bound };
  if (!cursor.frame.resumable) {
    return { kind: "alias", place: { ...place, index: spill(cursor, place.index) }, locals: [], bound };
  }
  // Even a constant index is kept in a register: in the next round of a loop the same declaration may take another.
  const slot = slotFor(cursor, node, name, { holds: "int" });
  const cell: Cell = localCell(slot.locals[0]!);
  emitSet(cursor, cell, place.index);
  return { kind: "alias", place: { ...place, index: read(cell) }, locals: slot.locals, bound };
}

/** Assigns a variable as a whole. */
export function assignVariable(cursor: Cursor, declared: Declared, val: Val, node: Node, right: Extent): void {
  const { name } = declared;
  if (cursor.frame.constants.has(declared)) {
    return refuse(
      cursor,
      node,
      `${name} is a parameter of the process and does not change`,
      `copy it to a variable of its own: let n = ${name}`,
    );
  }
  if (declared.kind === "const") {
    const isAlias = bindingOf(cursor, declared)?.kind === "alias";
    return refuse(
      cursor,
      node,
      `${name} is a const and cannot be assigned`,
      isAlias ? "it names a place of the shared state: write the path to assign what is there" : "declare it with let",
    );
  }
  const binding = bindingOf(cursor, declared);
  markEffect(cursor, `the assignment to ${name}`);
  if (binding === undefined) {
    bind(cursor, declared, bindingFor(cursor, declared.node, name, val, { fixed: false }, declared.kind));
    return;
  }
  cursor.env?.unset.delete(keyOf(cursor, declared.node));
  if (binding.kind === "poisoned") throw new Refusal(null);
  if (binding.kind !== "slot") {
    return refuse(cursor, node, `${name} has no domain and cannot be assigned`, `write let ${name} = local(domain)`);
  }
  if (binding.slot.domain === null) storeSlot(cursor, binding.slot, val, right);
  else storeDeclared(cursor, binding.slot, binding.slot.domain, val, right);
}

/** Assigns a variable declared with `local(…)`. */
function storeDeclared(cursor: Cursor, slot: Slot, domain: Domain, val: Val, node: Extent): void {
  const { shape, name } = slot;
  if (shape.kind !== "scalar" || !isScalar(domain)) store(cursor, slotPlace(slot), val, node, name);
  else storeScalar(cursor, localCell(shape.storage), domain, val, node, name, true);
}

/** The registers that make up a variable, for the list of what is live. */
export function localsOf(binding: Binding): readonly number[] {
  switch (binding.kind) {
    case "slot":
      return binding.slot.locals;
    case "alias":
      return binding.locals;
    case "object":
      return [...binding.fields.values()].flatMap(localsOf);
    case "value":
    case "poisoned":
      return [];
  }
}

/** Whether a variable refers to an element that may move or vanish while others run. */
export function isLoose(binding: Binding): boolean {
  return binding.kind === "alias" && binding.place.loose.length > 0;
}
