// The functions of random specs: helpers, guards, procedures, processes, actions, init. What comes in is a writer, which
// gathers lines and what can be called; what goes out is added to it.

import { writeBlock } from "./block.ts";
import { writeResult } from "./branch.ts";
import type { Draw } from "./draw.ts";
import { writeInt } from "./number.ts";
import type { Asked } from "./property.ts";
import {
  afterYield,
  type Body,
  type Callable,
  freshLabel,
  freshName,
  indent,
  localName,
  type Name,
  type Profile,
  type Scope,
  wide,
  withNames,
} from "./scope.ts";
import { writeDelegation, writeGuards } from "./step.ts";
import { annotationOf, isScalar, sizeOf, type Type, type Types, textOf } from "./types.ts";

export interface Writer {
  readonly draw: Draw;
  readonly profile: Profile;
  readonly types: Types;
  readonly globals: readonly Name[];
  readonly callables: Callable[];
  readonly asked: Asked[];
  readonly lines: string[];
}

export function scopeOf(
  writer: Writer,
  inside: Scope["inside"],
  budget: number,
  names: readonly Name[],
  result?: Type | null,
): Scope {
  const { draw, profile } = writer;
  const body: Body = { labels: 0, names: 0, budget };
  return {
    draw,
    profile,
    body,
    names: inside === "setup" ? names : [...writer.globals, ...names],
    callables: writer.callables,
    inside,
    effects: inside !== "property",
    choices: inside !== "property" && inside !== "setup",
    yields: inside === "process" || inside === "procedure",
    jumps: [],
    loops: 0,
    result,
  };
}

function addFunction(writer: Writer, head: string, lines: readonly string[]): void {
  writer.lines.push(`${head} {`, ...indent(lines), "}", "");
}

interface Parameters {
  readonly types: Type[];
  readonly names: Name[];
  readonly text: string;
}

function parametersOf(writer: Writer): Parameters {
  const { draw, types } = writer;
  const chosen = Array.from({ length: draw.below(3) }, (): Type => {
    if (types.named.length > 0 && draw.chance(35)) return draw.pick(types.named);
    return draw.pick<Type>([
      { kind: "int", lo: -3, hi: 7 },
      { kind: "bool" },
      { kind: "text", values: ["red", "green"] },
    ]);
  });
  const names = chosen.map((type, i): Name => {
    const base = { text: `a${i}`, loops: 0, declared: false };
    // What a number is within depends on the caller; a composite is an alias of what the caller names.
    if (type.kind === "int") return { ...base, type: wide, kind: "local", assignable: true, loose: false };
    if (isScalar(type)) return { ...base, type, kind: "local", assignable: true, loose: false };
    return { ...base, type, kind: "alias", assignable: false, loose: true };
  });
  return { types: chosen, names, text: chosen.map((type, i) => `a${i}: ${annotationOf(type)}`).join(", ") };
}

function someResult(writer: Writer): Type | null {
  const { draw, types } = writer;
  const composite = types.named.length > 0 && draw.chance(12) ? draw.pick(types.named) : null;
  return composite ?? draw.pick<Type | null>([wide, wide, { kind: "bool" }, { kind: "bool" }, null, null]);
}

/** The end of a function that gives a value: what it gives, unless it has done so already. */
function returned(scope: Scope, lines: readonly string[], result: Type | null): string[] {
  if (result === null || /^return\b/.test(lines.at(-1) ?? "")) return [];
  const call = scope.yields && scope.draw.chance(40) ? writeDelegation(scope, result.kind) : null;
  if (call !== null) return [`return ${call};`];
  return [`return ${writeResult(scope, result) ?? "0"};`];
}

/** A scope that may write what belongs to the function, and nothing else: what it does then counts as reading. */
function ownEffects(scope: Scope): Scope {
  const names = scope.names.map(
    (name): Name => (name.kind === "local" ? name : { ...name, kind: "fixed", assignable: false }),
  );
  const callables = scope.callables.filter(({ effects }) => !effects);
  return { ...scope, effects: true, names, callables };
}

export function writeHelper(writer: Writer, name: string): void {
  const { draw } = writer;
  const { types, names, text } = parametersOf(writer);
  const result = someResult(writer);
  const effects = draw.chance(65);
  const chooses = draw.chance(15);
  const whole: Scope = {
    ...scopeOf(writer, "helper", 2 + draw.below(5), names, result),
    effects,
    choices: chooses,
  };
  const scope = effects || draw.chance(30) ? whole : ownEffects(whole);
  const lines = writeBlock(scope, 3);
  addFunction(writer, `function ${name}(${text})`, [...lines, ...returned(scope, lines, result)]);
  writer.callables.push({ name, kind: "helper", parameters: types, result, effects, guards: false, chooses });
}

export function writeGuardHelper(writer: Writer): void {
  const scope: Scope = { ...scopeOf(writer, "helper", 3, [], null), choices: writer.draw.chance(30) };
  const { lines } = writeGuards(scope);
  addFunction(writer, "function ready()", lines);
  const { choices: chooses } = scope;
  writer.callables.push({
    name: "ready",
    kind: "helper",
    parameters: [],
    result: null,
    effects: false,
    guards: true,
    chooses,
  });
}

export function writeProcedure(writer: Writer, name: string): void {
  const { draw } = writer;
  const { types, names, text } = parametersOf(writer);
  const result = draw.pick<Type | null>([wide, { kind: "bool" }, { kind: "bool" }, null]);
  const scope = scopeOf(writer, "procedure", 3 + draw.below(6), names, result);
  const lines = draw.chance(40) ? writeBlock({ ...scope, yields: false }, 1) : [];
  if (draw.chance(85)) lines.push(`yield "${freshLabel(scope)}";`);
  const inner = afterYield(scope);
  lines.push(...writeBlock(inner, 4));
  addFunction(writer, `function* ${name}(${text})`, [...lines, ...returned(inner, lines, result)]);
  writer.callables.push({
    name,
    kind: "procedure",
    parameters: types,
    result,
    effects: true,
    guards: false,
    chooses: true,
  });
  writer.asked.push({ name, labels: scope.body.labels, kind: "procedure", instances: 1 });
}

interface Family {
  readonly text: string;
  readonly names: Name[];
  readonly family: string;
  readonly instances: number;
}

/** Parameters of a process or an action, and how its instances are made. */
function familyOf(writer: Writer, name: string): Family {
  const { draw, types } = writer;
  const self = (text: string, type: Type): Name => ({
    text,
    type,
    kind: isScalar(type) ? "local" : "fixed",
    assignable: false,
    loose: false,
    loops: 0,
    declared: true,
  });
  const composite = types.named.filter((type) => sizeOf(type) <= 4);
  switch (draw.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return { text: "", names: [], family: name, instances: 1 };
    case 5:
    case 6: {
      const names = [self("self", { kind: "int", lo: 0, hi: 1 })];
      return { text: "self: number", names, family: `${name}: each(${name}, 2)`, instances: 2 };
    }
    case 7: {
      const names = [self("on", { kind: "bool" })];
      return { text: "on: boolean", names, family: `${name}: each(${name}, bool())`, instances: 2 };
    }
    case 8: {
      const type = composite.length === 0 ? null : draw.pick(composite);
      if (type === null) return { text: "", names: [], family: name, instances: 1 };
      const text = `one: ${annotationOf(type)}`;
      return {
        text,
        names: [self("one", type)],
        family: `${name}: each(${name}, ${textOf(type)})`,
        instances: sizeOf(type),
      };
    }
    default: {
      const names = [self("i", { kind: "int", lo: 1, hi: 2 }), self("hue", { kind: "text", values: ["red", "green"] })];
      const family = `${name}: each(${name}, int(1, 2), oneOf("red", "green"))`;
      return { text: 'i: number, hue: "red" | "green"', names, family, instances: 4 };
    }
  }
}

/** Gives the family, or null if there would be too many instances. */
export function writeProcess(writer: Writer, name: string, most: number): { family: string; instances: number } | null {
  const { draw } = writer;
  const { text, names, family, instances } = familyOf(writer, name);
  if (instances > most) return null;
  const constants = writer.globals.filter(({ kind }) => kind === "fixed");
  const setup = scopeOf(writer, "setup", draw.below(4), [...constants, ...names], undefined);
  const before: { lines: string[]; names: Name[] } = { lines: [], names: [] };
  if (draw.chance(35)) {
    const v = freshName(setup, "v");
    const start = draw.chance(50) ? "0" : writeInt({ ...setup, effects: false, callables: [] }, 2);
    before.lines.push(`let ${v} = ${start};`);
    before.names.push(localName(v, wide, setup));
    if (draw.chance(40)) {
      before.lines.push(...writeBlock(withNames({ ...setup, callables: [], choices: false }, before.names), 2));
    }
  }
  const budget = draw.below(3) === 0 ? 14 : 8;
  const whole = scopeOf(writer, "process", budget, [...names, ...before.names], null);
  whole.body.names = setup.body.names;
  const endless = draw.chance(45);
  const scope: Scope = endless ? { ...whole, loops: 1, jumps: [{ label: null, kind: "loop" }] } : whole;
  const first = `yield "${freshLabel(scope)}";`;
  const guards = draw.chance(40) ? writeGuards(scope) : { lines: [], names: [] };
  const content = [first, ...guards.lines, ...writeBlock(withNames(scope, guards.names), 5)];
  const lines = endless ? ["while (true) {", ...indent(content), "}"] : content;
  addFunction(writer, `function* ${name}(${text})`, [...before.lines, ...lines]);
  writer.asked.push({ name, labels: scope.body.labels, kind: "process", instances });
  return { family, instances };
}

export function writeAction(writer: Writer, name: string, most: number): { family: string; instances: number } | null {
  const { draw } = writer;
  const { text, names, family, instances } = familyOf(writer, name);
  if (instances > most) return null;
  const scope = scopeOf(writer, "action", 5, names, null);
  const guards = draw.chance(80) ? writeGuards(scope) : { lines: [], names: [] };
  const lines = [...guards.lines, ...writeBlock(withNames(scope, guards.names), 3)];
  addFunction(writer, `function ${name}(${text})`, lines);
  writer.asked.push({ name, labels: 0, kind: "action", instances });
  return { family, instances };
}

export function writeInit(writer: Writer): void {
  const scope = scopeOf(writer, "init", 4, [], null);
  const guards = writer.draw.chance(20) ? writeGuards(scope) : { lines: [], names: [] };
  addFunction(writer, "function init()", [...guards.lines, ...writeBlock(withNames(scope, guards.names), 3)]);
}
