// What properties ask of processes: where they stand (`at`, `ended`), whether they could move (`enabled`), who moved
// (`by`) and what was before (`old`). Answers are sums over the instances whose locations match. The invariant: a label is
// looked for in the function itself, so that a misspelt one is refused even where the label is never reached.

import type { CallExpression, Expression, Node } from "oxc-parser";
import { isFunction, isYieldLabel, unwrap, walkSyntax } from "../analysis/syntax.ts";
import type { AuthorFunction, Family } from "../definition.ts";
import type { Expr } from "../program/program.ts";
import { findInstance, numbersOf } from "../runtime/standing.ts";
import type { Diagnostic } from "../source/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import { suggestions } from "../source/suggest.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, interval, type ProcessContext, type ProgramContext, refuse } from "./context.ts";
import { and, binary, cond, constant, literal, or, ZERO } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { inlineCallback, originAt, originOrFaults } from "./inline.ts";
import { scalarOf } from "./operator.ts";
import { bool, describe, int, type Val } from "./value.ts";

type Question = "at" | "ended" | "enabled" | "old" | "by";

interface Asked {
  readonly fn: AuthorFunction;
  readonly key: string;
  readonly name: string;
  readonly instance: (Val & { kind: "int" }) | null;
  readonly label: string | null;
}

export function lowerStanding(cursor: Cursor, name: Question, node: CallExpression): Val {
  if (cursor.mode !== "property") {
    return refuse(cursor, node, `${name}() in a step`, "processes see only the shared state; let them share a field");
  }
  if ((name === "by" || name === "old") && cursor.kind !== "step") {
    const hint =
      cursor.kind === "temporal" ? `write taken(() => …) around it` : "it belongs in properties under `step`";
    return refuse(cursor, node, `${name}() has no meaning here`, hint);
  }
  if (name === "old") {
    const [argument] = node.arguments;
    if (argument === undefined || argument.type === "SpreadElement" || !isFunction(unwrap(argument))) {
      return refuse(cursor, argument ?? node, "old() needs a function", "write old(() => req.refs)");
    }
    if (cursor.old) return refuse(cursor, node, "old() inside old()", "there is one state before the step");
    cursor.old = true;
    try {
      return inlineCallback(cursor, argument, []);
    } finally {
      cursor.old = false;
    }
  }
  if (name === "enabled" && cursor.old) {
    return refuse(
      cursor,
      node,
      "enabled() inside old()",
      "ask where processes stood before the step: old(() => at(fn, …))",
    );
  }
  const asked = askedBy(cursor, name, node);
  const matching = cursor.program.processes.filter((process) => concerns(cursor, process, asked, name));
  const answers = matching.flatMap((process) => {
    const answer = answerFor(cursor, process, asked, name);
    return answer === null ? [] : [selected(cursor, process, asked, answer)];
  });
  if (name === "by") return bool(answers.reduce<Expr>((any, answer) => or(any, answer), ZERO));
  if (asked.instance !== null) return bool(answers.reduce<Expr>((any, answer) => or(any, answer), ZERO));
  const total = answers.reduce<Expr>((sum, answer) => binary("add", sum, answer), ZERO);
  return int(total, interval(cursor, total));
}

function askedBy(cursor: Cursor, name: Question, node: CallExpression): Asked {
  const [first, ...rest] = node.arguments.map((argument) =>
    argument.type === "SpreadElement"
      ? refuse(cursor, argument, "spreads are not part of the language", "write the arguments out")
      : argument,
  );
  const form = FORMS[name];
  if (first === undefined) return refuse(cursor, node, `${name}() needs a function`, form);
  const fn = lowerExpression(cursor, first as Expression);
  if (fn.kind !== "known" || typeof fn.value !== "function")
    return refuse(cursor, first, `${describe(fn)} where a process's function belongs`, form);
  const origin = originAt(cursor, fn.value as AuthorFunction, first);
  const vals = rest.map((argument) => scalarOf(cursor, lowerExpression(cursor, argument as Expression), argument));
  const isLabel = (val: Val | undefined): val is Val & { kind: "known"; value: string } =>
    val?.kind === "known" && typeof val.value === "string";
  const [given] = vals;
  const instance = given?.kind === "int" ? given : null;
  const last = vals[instance === null ? 0 : 1];
  const label = isLabel(last) ? last.value : null;
  const extra = vals.findIndex((val) => val !== instance && !(isLabel(val) && val === last && name !== "ended"));
  if (extra >= 0) refuse(cursor, rest[extra]!, `${describe(vals[extra]!)} does not belong here`, form);
  if (label !== null) {
    checkLabel(cursor, origin.node, origin.name, label, rest.at(-1)!);
    if (instance !== null) checkNumbered(cursor, origin, name, first);
  } else if (name === "at") return refuse(cursor, node, "at() needs a label", form);
  else checkFamily(cursor, origin, name, first);
  if (instance !== null) checkInstance(cursor, origin, instance, rest[0]!);
  return { fn: fn.value as AuthorFunction, key: origin.key, name: origin.name, instance, label };
}

const FORMS: Readonly<Record<Question, string>> = {
  at: 'write at(fn, "label"), or at(fn, i, "label") for one instance',
  ended: "write ended(fn), or ended(fn, i) for one instance",
  enabled: 'write enabled(fn), enabled(fn, "label"), or enabled(fn, i, "label") for one instance',
  old: "write old(() => req.refs)",
  by: 'write by(fn), by(fn, "label"), or by(fn, i, "label") for one instance',
};

/** Without a label a question is about a process or an action; of another function the answer would always be no. */
function checkFamily(cursor: Cursor, { key, name, node }: Origin, asked: Question, at: Node): void {
  const { processes, actions } = cursor.program.loaded.definition;
  const among = asked === "ended" ? processes : [...processes, ...actions];
  if (among.some((family) => isOf(cursor.program, family, key))) return;
  const what = asked === "ended" ? "process" : "process or action";
  const hint = node.generator && asked !== "ended" ? FORMS[asked] : `${asked}() asks of the functions given to spec()`;
  refuse(cursor, at, `${name || "this function"} is no ${what} of this spec`, hint);
}

/** Instances are those of a process: of a procedure, which several may be in, the answer would always be no. */
function checkNumbered(cursor: Cursor, { key, name }: Origin, asked: Question, at: Node): void {
  if (!isFamily(cursor.program, key)) refuse(cursor, at, notNumbered(name), numberedHint(asked, name));
}

/** A number that there is not is refused; one that is computed fails where it is none, as an index outside an array does. */
function checkInstance(cursor: Cursor, origin: Origin, instance: Val & { kind: "int" }, at: Node): void {
  if (cursor.env === null) return;
  const number = literal(instance.expr);
  if (number !== null) {
    const fault = unknownInstance(cursor.program, origin, number);
    if (fault !== null) refuse(cursor, at, fault.message, ...fault.hints);
    return;
  }
  const numbers = instancesOf(cursor.program, origin.key);
  const among = (n: number): boolean => numbers.includes(n);
  const { lo, hi } = instance;
  if (hi - lo < numbers.length && Array.from({ length: hi - lo + 1 }, (_, i) => lo + i).every(among)) return;
  const site = addSite(
    cursor,
    {
      kind: "index",
      message: `${origin.name || "this function"} has no instance {0}: ${rangeWords(numbers)}`,
      values: [{ expr: instance.expr, domain: null }],
      unnoticed: true,
    },
    at,
  );
  const { expr } = instance;
  const [first = 0, last = -1] = [numbers[0], numbers.at(-1)];
  const test = isRange(numbers)
    ? and(binary("ge", expr, constant(first)), binary("le", expr, constant(last)))
    : numbers.reduce<Expr>((any, n) => or(any, binary("eq", expr, constant(n))), ZERO);
  failUnless(cursor, test, site);
}

/** What is wrong with the number of an instance; null if there is such a one. */
export function unknownInstance(
  program: ProgramContext,
  { key, name }: Origin,
  number: number,
): Pick<Diagnostic, "message" | "hints"> | null {
  const numbers = instancesOf(program, key);
  if (numbers.includes(number)) return null;
  const hint = "a part for other parameters alone stands behind a condition on them: `count > 1 && …`";
  return { message: `${name || "this function"} has no instance ${number}`, hints: [rangeWords(numbers), hint] };
}

function rangeWords(numbers: readonly number[]): string {
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return "with these parameters it has none";
  if (numbers.length === 1) return `its only instance is ${first}`;
  return `its instances are ${isRange(numbers) ? `${first} to ${last}` : numbers.join(", ")}`;
}

/** Whether ascending numbers leave none out. */
function isRange(numbers: readonly number[]): boolean {
  return (numbers.at(-1) ?? -1) - (numbers[0] ?? 0) === numbers.length - 1;
}

/** The numbers that instances go by, of every family of the function, in ascending order. */
function instancesOf(program: ProgramContext, key: string): readonly number[] {
  const { processes, actions } = program.loaded.definition;
  const numbers = [...processes, ...actions].flatMap((family) => (isOf(program, family, key) ? numbersOf(family) : []));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

export function notNumbered(name: string): string {
  return `${name || "this function"} is no process of this spec, so it has no instances`;
}

export function numberedHint(asked: string, name: string): string {
  return `write ${asked}(${name || "fn"}, "label"), or put the label into the process`;
}

/** Whether the function, by its origin's key, is one of those given to spec(). */
export function isFamily(program: ProgramContext, key: string): boolean {
  const { processes, actions } = program.loaded.definition;
  return [...processes, ...actions].some((family) => isOf(program, family, key));
}

function isOf(program: ProgramContext, family: Family, key: string): boolean {
  const origin = originOrFaults(program, family.fn);
  return origin !== null && !Array.isArray(origin) && origin.key === key;
}

function checkLabel(cursor: Cursor, fn: Node, name: string, label: string, node: Node): void {
  const fault = unknownLabel(fn, name, label);
  if (fault !== null) refuse(cursor, node, fault.message, ...fault.hints);
}

/** What is wrong with a label that the function does not yield; null if it does. */
export function unknownLabel(fn: Node, name: string, label: string): Pick<Diagnostic, "message" | "hints"> | null {
  const labels: string[] = [];
  walkSyntax(fn, (inner) => {
    if (inner.type === "ExpressionStatement") {
      const found = isYieldLabel(inner);
      if (found !== null) labels.push(found.label);
    }
    return true;
  });
  if (labels.includes(label)) return null;
  const hints = labels.length === 0 ? ["name the process or procedure that yields it"] : suggestions(label, labels);
  return { message: `${name || "this function"} has no label "${label}"`, hints };
}

/** 1 if the step is theirs: of instances of the function (null: all), from the label if one is given. */
export function stepOf(program: ProgramContext, key: string, instance: number | null, label: string | null): Expr {
  const answers = program.processes.flatMap((process): Expr[] => {
    const own = process.key === key && (instance === null || isInstance(program, process, instance));
    if (label === null) return own ? [{ kind: "by", process: process.id, locations: null }] : [];
    if (process.action || !(own || instance === null)) return [];
    const locations = [...process.standings.values()]
      .filter((s) => s.owner === key && s.label === label)
      .map((s) => s.id);
    return locations.length === 0 ? [] : [{ kind: "by", process: process.id, locations }];
  });
  return answers.reduce<Expr>((any, answer) => or(any, answer), ZERO);
}

/** Whether a process can be part of the answer at all. */
function concerns(cursor: Cursor, process: ProcessContext, asked: Asked, name: Question): boolean {
  if (asked.instance === null && asked.label !== null) return true;
  if (process.key !== asked.key) return false;
  if (process.action && (name === "at" || name === "ended")) return false;
  if (asked.instance === null) return true;
  const at = literal(asked.instance.expr);
  return at === null || isInstance(cursor.program, process, at);
}

function isInstance(program: ProgramContext, process: ProcessContext, instance: number): boolean {
  const family = program.loaded.definition;
  const found = [...family.processes, ...family.actions].find((f) => f.name === process.family);
  return found !== undefined && found.instances[findInstance(found, instance)] === process.instance;
}

/** The answer of one process, 0 or 1; null where it is always 0. */
function answerFor(cursor: Cursor, process: ProcessContext, asked: Asked, name: Question): Expr | null {
  const old = cursor.old ? ({ old: true } as const) : {};
  if (name === "ended") return { kind: "at", process: process.id, locations: [0], ...old };
  const all = [...process.standings.values()];
  const here = asked.label === null ? all : all.filter((s) => s.owner === asked.key && s.label === asked.label);
  const locations = process.action ? [0] : here.map((s) => s.id);
  if (name === "by") {
    if (asked.label === null) return { kind: "by", process: process.id, locations: null };
    return locations.length === 0 || process.action ? null : { kind: "by", process: process.id, locations };
  }
  if (locations.length === 0 || (process.action && asked.label !== null)) return null;
  return name === "at"
    ? { kind: "at", process: process.id, locations, ...old }
    : { kind: "enabled", process: process.id, locations };
}

/** With an instance computed in the property: the answer where it is this process's. */
function selected(cursor: Cursor, process: ProcessContext, asked: Asked, answer: Expr): Expr {
  if (asked.instance === null || literal(asked.instance.expr) !== null) return answer;
  const { lo, hi } = asked.instance;
  const numbers: number[] = [];
  for (let n = lo; n <= hi && n - lo < 4096; n++) if (isInstance(cursor.program, process, n)) numbers.push(n);
  const test = numbers.reduce<Expr>((any, n) => or(any, binary("eq", asked.instance!.expr, constant(n))), ZERO);
  return cond(test, answer, ZERO);
}
