// Random specs as TypeScript source text. What comes in is a source of decisions; what goes out is a module that imports
// "allways" and exports a spec. The invariant: most are accepted by the lowering, and what they do stays small: a few
// processes, a few fields, a few statements.

import fc from "fast-check";
import { type Draw, drawFrom } from "./draw.ts";
import { type Expressions, makeExpressions } from "./expressions.ts";
import type { Callable, Name, Scope } from "./scope.ts";
import { type Body, makeStatements, type Statements } from "./statements.ts";
import { annotationOf, declarationOf, isScalar, makeTypes, type Type, type Types, textOf } from "./types.ts";

/** Specs as source text. */
export const specText: fc.Arbitrary<string> = fc.gen().map((source) => write(drawFrom(source)));

const language = [
  "array", "assert", "at", "bool", "by", "choose", "copy", "disabled", "each", "enabled", "ended", "idleUntil", "int", "list",
  "load", "local", "map", "note", "old", "oneOf", "optional", "record", "same", "set", "shared", "spec", "union", "when",
]; // biome-ignore format: a list of names

interface Writer {
  readonly draw: Draw;
  readonly types: Types;
  readonly on: Expressions;
  readonly statements: Statements;
  readonly globals: readonly Name[];
  readonly functions: Callable[];
  readonly lines: string[];
}

function write(draw: Draw): string {
  const types = makeTypes(draw);
  const on = makeExpressions(draw);
  const statements = makeStatements(draw, on);
  const fields: [string, Type, string][] = [["w", { kind: "int", lo: -40, hi: 40 }, "int(-40, 40, 0)"]];
  const count = 2 + draw.below(3);
  for (let i = 0; i < count; i++) {
    const type = types.any(draw.pick([0, 1, 1, 2, 2, 3]), 400);
    fields.push([`f${i}`, type, initialised(draw, type)]);
  }
  const global = (text: string, type: Type, kind: Name["kind"], assignable: boolean): Name => ({
    text, type, kind, assignable, loose: false, loops: 0, declared: true,
  }); // biome-ignore format: one line of names
  const constants = [
    global("LIMIT", { kind: "int", lo: 2, hi: 2 }, "fixed", false),
    global("FLAG", { kind: "bool" }, "fixed", false),
    global("TABLE", { kind: "array", name: "", length: 3, of: { kind: "int", lo: 0, hi: 3 } }, "fixed", false),
  ];
  const globals = [
    ...fields.map(([name, type]) => global(`s.${name}`, type, "shared", true)),
    ...constants.filter(() => draw.chance(20)),
  ];
  const writer: Writer = { draw, types, on, statements, globals, functions: [], lines: [] };
  const helpers = draw.below(4);
  for (let i = 0; i < helpers; i++) writeHelper(writer, `h${i}`);
  if (draw.chance(40)) writeGuard(writer);
  const procedures = draw.below(3);
  for (let i = 0; i < procedures; i++) writeProcedure(writer, `q${i}`);
  const definition = writeDefinition(writer);
  return [
    `import { ${language.join(", ")}, type ValueOf } from "allways";`,
    "",
    ...types.named.map((type) => `const ${type.name} = ${declarationOf(type)};`),
    "const LIMIT = 2;",
    `const FLAG = ${draw.pick(["true", "false"])};`,
    "const TABLE = [3, 0, 1];",
    `const s = shared({ ${fields.map(([name, , text]) => `${name}: ${text}`).join(", ")} });`,
    "",
    ...writer.lines,
    ...definition,
    "",
  ].join("\n");
}

/** A domain, now and then with an initial value of its own. */
function initialised(draw: Draw, type: Type): string {
  if (type.kind === "int" && draw.chance(30))
    return `int(${type.lo}, ${type.hi}, ${type.lo + draw.below(type.hi - type.lo + 1)})`;
  if (type.kind === "bool" && draw.chance(30)) return "bool(true)";
  if (type.kind === "list" && isScalar(type.of) && draw.chance(50)) {
    const value =
      type.of.kind === "int" ? `${type.of.lo}` : type.of.kind === "bool" ? "true" : JSON.stringify(type.of.values[0]);
    return `list(${type.capacity}, ${textOf(type.of)}, [${value}])`;
  }
  if (type.kind === "set" && isScalar(type.of) && draw.chance(50)) {
    const value =
      type.of.kind === "int" ? `${type.of.hi}` : type.of.kind === "bool" ? "false" : JSON.stringify(type.of.values[0]);
    return `set(${textOf(type.of)}, [${value}])`;
  }
  return textOf(type);
}

function scopeOf(writer: Writer, inside: Scope["inside"], names: readonly Name[], result?: Type | null): Scope {
  return {
    names: [...writer.globals, ...names],
    functions: writer.functions,
    inside,
    effects: inside !== "property",
    choices: inside !== "property",
    jumps: [],
    loops: 0,
    result,
  };
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function parametersOf(writer: Writer): { types: Type[]; names: Name[]; text: string } {
  const { draw, types } = writer;
  const chosen = Array.from({ length: draw.below(3) }, (): Type => {
    if (types.named.length > 0 && draw.chance(30)) return draw.pick(types.named);
    return draw.pick<Type>([{ kind: "int", lo: -3, hi: 7 }, { kind: "bool" }]);
  });
  const names = chosen.map(
    (type, i): Name => ({
      text: `a${i}`,
      // What a number is within depends on the caller.
      type: type.kind === "int" ? { kind: "int", lo: -99, hi: 99 } : type,
      kind: isScalar(type) ? "local" : "fixed",
      assignable: isScalar(type),
      loose: !isScalar(type),
      loops: 0,
      declared: false,
    }),
  );
  return { types: chosen, names, text: chosen.map((type, i) => `a${i}: ${annotationOf(type)}`).join(", ") };
}

function writeHelper(writer: Writer, name: string): void {
  const { draw, on, statements } = writer;
  const { types, names, text } = parametersOf(writer);
  const result = draw.pick<Type | null>([
    { kind: "int", lo: -99, hi: 99 },
    { kind: "int", lo: -99, hi: 99 },
    { kind: "bool" },
    null,
  ]);
  const effects = draw.chance(75);
  const chooses = draw.chance(15);
  const scope: Scope = { ...scopeOf(writer, "helper", names, result), effects, choices: chooses };
  const body: Body = { labels: 0, names: 0, budget: 2 + draw.below(5) };
  const lines = statements.block(scope, body, 3);
  const ended = /^return\b/.test(lines.at(-1) ?? "");
  if (result !== null && !ended) lines.push(`return ${result.kind === "int" ? on.int(scope, 2) : on.bool(scope, 2)};`);
  writer.lines.push(`function ${name}(${text}) {`, ...indent(lines), "}", "");
  writer.functions.push({ name, kind: "helper", parameters: types, result, effects, guards: false, chooses });
}

function writeGuard(writer: Writer): void {
  const scope: Scope = { ...scopeOf(writer, "helper", [], null), choices: false };
  const { lines } = writer.statements.guards(scope, { labels: 0, names: 0, budget: 3 });
  writer.lines.push("function ready() {", ...indent(lines), "}", "");
  writer.functions.push({
    name: "ready",
    kind: "helper",
    parameters: [],
    result: null,
    effects: false,
    guards: true,
    chooses: false,
  });
}

function writeProcedure(writer: Writer, name: string): void {
  const { draw, on, statements } = writer;
  const { types, names, text } = parametersOf(writer);
  const result = draw.pick<Type | null>([{ kind: "int", lo: -99, hi: 99 }, { kind: "bool" }, null]);
  const scope = scopeOf(writer, "procedure", names, result);
  const body: Body = { labels: 0, names: 0, budget: 3 + draw.below(5) };
  const lines = [...(draw.chance(40) ? statements.block({ ...scope, inside: "helper" }, body, 1) : [])];
  if (draw.chance(85)) lines.push(`yield "${statements.nextLabel(body)}";`);
  const inner = { ...scope, names: scope.names.filter(({ loose }) => !loose) };
  lines.push(...statements.block(inner, body, 4));
  if (!/^return\b/.test(lines.at(-1) ?? "") && result !== null) {
    lines.push(`return ${result.kind === "int" ? on.int(inner, 2) : on.bool(inner, 2)};`);
  }
  writer.lines.push(`function* ${name}(${text}) {`, ...indent(lines), "}", "");
  writer.functions.push({
    name,
    kind: "procedure",
    parameters: types,
    result,
    effects: true,
    guards: false,
    chooses: true,
  });
}

/** Parameters of a process or an action, and how its instances are made. */
function instancesOf(writer: Writer, name: string): { text: string; names: Name[]; family: string; instances: number } {
  const { draw } = writer;
  const self = (type: Type, text: string): Name => ({
    text, type, kind: "local", assignable: false, loose: false, loops: 0, declared: true,
  }); // biome-ignore format: one line of names
  const chosen = draw.below(10);
  if (chosen < 5) return { text: "", names: [], family: name, instances: 1 };
  if (chosen < 8) {
    return {
      text: "self: number",
      names: [self({ kind: "int", lo: 0, hi: 1 }, "self")],
      family: `${name}: each(${name}, 2)`,
      instances: 2,
    };
  }
  if (chosen < 9) {
    const names = [self({ kind: "bool" }, "on")];
    return { text: "on: boolean", names, family: `${name}: each(${name}, bool())`, instances: 2 };
  }
  const names = [self({ kind: "int", lo: 1, hi: 2 }, "i"), self({ kind: "text", values: ["red", "green"] }, "hue")];
  return {
    text: 'i: number, hue: "red" | "green"',
    names,
    family: `${name}: each(${name}, int(1, 2), oneOf("red", "green"))`,
    instances: 4,
  };
}

function writeDefinition(writer: Writer): string[] {
  const { draw, statements } = writer;
  const processes: string[] = [];
  const actions: string[] = [];
  const asked: { name: string; labels: number; generator: boolean }[] = [];
  const onlyActions = draw.chance(12);
  const families = onlyActions ? 0 : 1 + draw.below(2);
  let instances = 0;
  for (let i = 0; i < families; i++) {
    const name = `p${i}`;
    const { text, names, family, instances: count } = instancesOf(writer, name);
    if (instances + count > 4) continue;
    instances += count;
    const scope = scopeOf(writer, "process", names, null);
    const body: Body = { labels: 0, names: 0, budget: draw.below(3) === 0 ? 12 : 7 };
    const lines: string[] = [];
    if (draw.chance(30)) {
      const name = `v${body.names++}`;
      lines.push(
        `let ${name} = ${draw.pick(["0", "1", ...names.filter((n) => n.type.kind === "int").map((n) => `${n.text} + 1`)])};`,
      );
      scope.names.length;
      (scope.names as Name[]).push({
        text: name,
        type: { kind: "int", lo: -99, hi: 99 },
        kind: "local",
        assignable: true,
        loose: false,
        loops: 0,
        declared: false,
      });
    }
    const endless = draw.chance(45);
    const inner: Scope = endless ? { ...scope, loops: 1, jumps: [{ label: null, loop: true }] } : scope;
    const content = [`yield "${statements.nextLabel(body)}";`];
    const before = draw.chance(40) ? statements.guards(inner, body) : { lines: [], names: [] };
    content.push(...before.lines, ...statements.block({ ...inner, names: [...inner.names, ...before.names] }, body, 5));
    if (endless) lines.push("while (true) {", ...indent(content), "}");
    else lines.push(...content);
    writer.lines.push(`function* ${name}(${text}) {`, ...indent(lines), "}", "");
    processes.push(family);
    asked.push({ name, labels: body.labels, generator: true });
  }
  const some = onlyActions || processes.length === 0 ? 1 + draw.below(2) : draw.chance(35) ? 1 : 0;
  for (let i = 0; i < some; i++) {
    const name = `act${i}`;
    const { text, names, family, instances: count } = instancesOf(writer, name);
    if (instances + count > 5) continue;
    instances += count;
    const scope = scopeOf(writer, "action", names, null);
    const body: Body = { labels: 0, names: 0, budget: 5 };
    const before = draw.chance(80) ? statements.guards(scope, body) : { lines: [], names: [] };
    const lines = [
      ...before.lines,
      ...statements.block({ ...scope, names: [...scope.names, ...before.names] }, body, 3),
    ];
    writer.lines.push(`function ${name}(${text}) {`, ...indent(lines), "}", "");
    actions.push(family);
    asked.push({ name, labels: 0, generator: false });
  }
  const lines = ['export default spec("random", {'];
  if (processes.length > 0) lines.push(`  processes: { ${processes.join(", ")} },`);
  if (actions.length > 0) lines.push(`  actions: { ${actions.join(", ")} },`);
  if (draw.chance(25)) {
    const body: Body = { labels: 0, names: 0, budget: 4 };
    const scope = scopeOf(writer, "init", [], null);
    const before = draw.chance(20) ? statements.guards(scope, body) : { lines: [], names: [] };
    const inner = [
      ...before.lines,
      ...statements.block({ ...scope, names: [...scope.names, ...before.names] }, body, 3),
    ];
    writer.lines.push("function init() {", ...indent(inner), "}", "");
    lines.push("  init,");
  }
  lines.push(...properties(writer, asked));
  lines.push("});");
  return lines;
}

function properties(writer: Writer, asked: readonly { name: string; labels: number; generator: boolean }[]): string[] {
  const { draw, on } = writer;
  const scope = scopeOf(writer, "property", []);
  const place = (): string | null => {
    const standing = asked.filter(({ generator, labels }) => generator && labels > 0);
    if (standing.length === 0) return null;
    const { name, labels } = draw.pick(standing);
    const label = JSON.stringify(String.fromCharCode(97 + draw.below(Math.min(labels, 26))));
    return draw.pick([
      `at(${name}, ${label}) < 2`,
      `ended(${name}) === 0`,
      `at(${name}, ${label}) === 0`,
      `enabled(${name}, ${label}) === 0`,
      `ended(${name}) > 0`,
    ]);
  };
  const condition = (): string => {
    const own = on.bool(scope, 2);
    const other = draw.chance(35) ? place() : null;
    return other === null ? own : `${own} ${draw.pick(["&&", "||"])} ${other}`;
  };
  const step = (): string => {
    const { name, generator, labels } = draw.pick(asked);
    const mover = generator && labels > 0 && draw.chance(50) ? `by(${name}, "a")` : `by(${name})`;
    return draw.oneOf<string>([
      [2, () => `old(() => ${on.int(scope, 1)}) <= ${on.int(scope, 1)}`],
      [2, () => `!${mover} || ${on.bool(scope, 2)}`],
      [1, () => `${mover} || old(() => ${on.bool(scope, 1)}) === ${on.bool(scope, 1)}`],
    ])!;
  };
  const lines: string[] = [];
  const group = (kind: string, percent: number, make: () => string): void => {
    if (!draw.chance(percent)) return;
    const count = 1 + draw.below(2);
    lines.push(`  ${kind}: { ${Array.from({ length: count }, (_, i) => `${kind}${i}: () => ${make()}`).join(", ")} },`);
  };
  group("always", 70, condition);
  group("quiescent", 40, condition);
  group("reachable", 40, condition);
  if (asked.length > 0) group("step", 40, step);
  if (draw.chance(12)) lines.push(`  within: () => ${condition()},`);
  if (draw.chance(15)) lines.push(`  mayEnd: ${draw.chance(50) ? "true" : `() => ${condition()}`},`);
  return lines;
}
