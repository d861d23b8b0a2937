// Random specs as TypeScript source text. What comes in is a source of decisions; what goes out is a module that imports
// "allways" and exports a spec. The invariant: most are accepted by the lowering, and what they do stays small: a few
// processes, a few fields, a few statements.

import fc from "fast-check";
import { type Draw, drawFrom } from "./draw.ts";
import {
  scopeOf,
  type Writer,
  writeAction,
  writeGuardHelper,
  writeHelper,
  writeInit,
  writeProcedure,
  writeProcess,
} from "./function.ts";
import { writeProperties } from "./property.ts";
import type { Name, Profile } from "./scope.ts";
import { declarationOf, isScalar, makeTypes, type Type, textOf } from "./types.ts";

/** Specs as source text. */
export const specText: fc.Arbitrary<string> = fc.gen().map((source) => write(drawFrom(source)));

const language =
  "array assert at bool by choose copy disabled each enabled ended idleUntil int list load local map note old oneOf " +
  "optional record same set shared spec union when";

const wideField = "int(-40, 40, 0)";

function write(draw: Draw): string {
  const types = makeTypes(draw);
  const fields: [string, Type, string][] = [["w", { kind: "int", lo: -40, hi: 40 }, wideField]];
  const count = 2 + draw.below(3);
  for (let i = 0; i < count; i++) {
    const type = types.any(draw.pick([0, 1, 1, 2, 2, 3]), 400);
    fields.push([`f${i}`, type, initialised(draw, type)]);
  }
  const globals = [
    ...fields.map(([name, type]) => global(`s.${name}`, type, "shared")),
    ...constants.filter(() => draw.chance(20)),
  ];
  const writer: Writer = { draw, profile: someProfile(draw), types, globals, callables: [], asked: [], lines: [] };
  const helpers = draw.below(4);
  for (let i = 0; i < helpers; i++) writeHelper(writer, `h${i}`);
  if (draw.chance(40)) writeGuardHelper(writer);
  const procedures = draw.below(3);
  for (let i = 0; i < procedures; i++) writeProcedure(writer, `q${i}`);
  const definition = writeDefinition(writer);
  return [
    `import { ${language.split(" ").join(", ")}, type ValueOf } from "allways";`,
    "",
    ...types.named.map((type) => `const ${type.name} = ${declarationOf(type)};`),
    "const LIMIT = 2;",
    `const FLAG = ${draw.pick(["true", "false"])};`,
    "const TABLE = [3, 0, 1];",
    "const WEIGHT = { red: 1, green: 2, blue: 0, idle: 3, busy: -1 };",
    `const s = shared({ ${fields.map(([name, , text]) => `${name}: ${text}`).join(", ")} });`,
    "",
    ...writer.lines,
    ...definition,
    "",
  ].join("\n");
}

function global(text: string, type: Type, kind: Name["kind"]): Name {
  return { text, type, kind, assignable: kind === "shared", loose: false, loops: 0, declared: true };
}

const constants: readonly Name[] = [
  global("LIMIT", { kind: "int", lo: 2, hi: 2 }, "fixed"),
  global("FLAG", { kind: "bool" }, "fixed"),
  global("TABLE", { kind: "array", name: "", length: 3, of: { kind: "int", lo: 0, hi: 3 } }, "fixed"),
];

function someProfile(draw: Draw): Profile {
  return {
    effects: draw.pick([0, 1, 1, 3]),
    yields: draw.pick([1, 1, 2]),
    aliases: draw.pick([1, 1, 3]),
    calls: draw.pick([1, 1, 3]),
    risks: draw.pick([0, 1, 1, 2]),
    depth: draw.pick([0, 0, 0, 1]),
  };
}

/** A domain, now and then with an initial value of its own. */
function initialised(draw: Draw, type: Type): string {
  if (type.kind === "int" && draw.chance(30)) {
    return `int(${type.lo}, ${type.hi}, ${type.lo + draw.below(type.hi - type.lo + 1)})`;
  }
  if (type.kind === "bool" && draw.chance(30)) return "bool(true)";
  if ((type.kind !== "list" && type.kind !== "set") || !isScalar(type.of) || draw.chance(50)) return textOf(type);
  const { of } = type;
  const value = of.kind === "int" ? `${of.hi}` : of.kind === "bool" ? "true" : JSON.stringify(of.values[0]);
  return type.kind === "set" ? `set(${textOf(of)}, [${value}])` : `list(${type.capacity}, ${textOf(of)}, [${value}])`;
}

function writeDefinition(writer: Writer): string[] {
  const { draw } = writer;
  const processes: string[] = [];
  const actions: string[] = [];
  let left = 4;
  const families = draw.chance(12) ? 0 : 1 + draw.below(2);
  for (let i = 0; i < families; i++) {
    const made = writeProcess(writer, `p${i}`, left);
    if (made === null) continue;
    left -= made.instances;
    processes.push(made.family);
  }
  left++;
  const some = processes.length === 0 ? 1 + draw.below(2) : draw.chance(35) ? 1 : 0;
  for (let i = 0; i < some; i++) {
    const made = writeAction(writer, `act${i}`, left);
    if (made === null) continue;
    left -= made.instances;
    actions.push(made.family);
  }
  const lines = ['export default spec("random", {'];
  if (processes.length > 0) lines.push(`  processes: { ${processes.join(", ")} },`);
  if (actions.length > 0) lines.push(`  actions: { ${actions.join(", ")} },`);
  if (draw.chance(25)) {
    writeInit(writer);
    lines.push("  init,");
  }
  const asked = writer.asked.filter(({ kind, labels }) => kind !== "procedure" || labels > 0);
  lines.push(...writeProperties(scopeOf(writer, "property", 0, []), asked), "});");
  return lines;
}
