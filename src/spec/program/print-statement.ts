// Steps and predicates of the program as indented lines of pseudo-code. In: a body and the names of its process; out: its
// lines. The invariant: every statement is shown, in order, with what it checks; nothing is summarised.

import { basename } from "node:path";
import { unreachable } from "../source/diagnostic.ts";
import { lineAndColumn } from "../source/positions.ts";
import { domainOf, type Names, showExpr, showPlace } from "./print-expression.ts";
import type { Guard, Place, Process, Program, Site, Statement } from "./program.ts";

export interface Scope {
  readonly program: Program;
  readonly names: Names;
  /** Whose step it is; null for predicates and `init`. */
  readonly process: Process | null;
}

/** `poll.ts:22` */
export function showPlaceInText(place: Place, program: Program): string {
  const { file, start } = place.span;
  const text = program.sources.get(file);
  return text === undefined ? basename(file) : `${basename(file)}:${lineAndColumn(text, start).line}`;
}

export function showBody(body: readonly Statement[], scope: Scope): string[] {
  return body.flatMap((statement) => showStatement(statement, scope));
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function showStatement(statement: Statement, scope: Scope): string[] {
  const { names, program } = scope;
  switch (statement.kind) {
    case "set": {
      const { cell, value, check } = statement;
      const assignment = `${showPlace(cell, names)} = ${showExpr(value, names, domainOf(cell, names))}`;
      return [check === undefined ? assignment : `${assignment}  // fails outside ${check.lo}..${check.hi}`];
    }
    case "if":
      return showIf(statement, scope);
    case "block":
      return [`block${statement.label}: {`, ...indent(showBody(statement.body, scope)), "}"];
    case "break":
      return [`break block${statement.label}`];
    case "guard":
      return [showGuard(statement, names)];
    case "choose":
      return [showChoose(statement, scope)];
    case "fail":
      return [showFailure(statement.site, scope)];
    case "count": {
      const kind = program.branches[statement.branch]?.kind ?? "branch";
      return [`count(${kind}#${statement.branch}, ${statement.side === 0})`];
    }
    case "note": {
      const note = program.notes[statement.note];
      const value = note?.value == null ? "" : `, ${showExpr(note.value.expr, names, note.value.domain)}`;
      return [`note(${JSON.stringify(note?.text ?? "")}${value})`];
    }
    case "goto":
      return [`goto ${showTarget(statement.location, scope)}`];
    case "return":
      return [`return ${showExpr(statement.value, names)}`];
    default:
      return unreachable(statement);
  }
}

function showChoose({ choice: id, target, count }: Statement & { kind: "choose" }, { program, names }: Scope): string {
  const choice = program.choices[id];
  const labels = choice?.labels ?? [];
  const shown = labels.length > 12 ? [...labels.slice(0, 11), "…", labels.at(-1)] : labels;
  const meaning = shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  const into = names.locals.get(target)?.name ?? `local#${target}`;
  return `${into} = choose(${showExpr(count, names)} options)  // ${choice?.name ?? "choice"}${meaning}`;
}

function showIf(statement: Statement & { kind: "if" }, scope: Scope): string[] {
  const { names } = scope;
  const { test } = statement;
  const lines: string[] = [];
  if (statement.then.length === 0 && statement.else.length > 0) {
    const unless =
      test.kind === "unary" && test.op === "not"
        ? test.operand
        : ({ kind: "unary", op: "not", operand: test } as const);
    lines.push(`if (${showExpr(unless, names)}) {`, ...indent(showBody(statement.else, scope)));
  } else {
    lines.push(`if (${showExpr(test, names)}) {`, ...indent(showBody(statement.then, scope)));
    const [only] = statement.else;
    if (statement.else.length === 1 && only?.kind === "if" && only.then.length > 0) {
      const [head, ...rest] = showIf(only, scope);
      return [...lines, `} else ${head}`, ...rest];
    }
    if (statement.else.length > 0) lines.push("} else {", ...indent(showBody(statement.else, scope)));
  }
  return [...lines, "}"];
}

const USUAL = { when: "blocked", offer: "blocked", idleUntil: "idle", optional: "optional" } as const;

function showGuard({ guard, test, waits }: Guard, names: Names): string {
  const always = test.kind === "const" && test.value !== 0;
  const text = `${guard}(${always ? "" : showExpr(test, names, { kind: "bool", initial: false })})`;
  return waits === USUAL[guard] ? text : `${text}  // a process held here is ${waits}`;
}

function showFailure(id: number, { program, names }: Scope): string {
  const site: Site | undefined = program.sites[id];
  if (site === undefined) return `fail site ${id}`;
  const message = site.message.replace(/\{(\d+)\}/g, (whole, position: string) => {
    const value = site.values[Number(position)];
    return value === undefined ? whole : `{${showExpr(value.expr, names, value.domain)}}`;
  });
  return `fail ${JSON.stringify(message)}  // ${showPlaceInText(site.place, program)}`;
}

function showTarget(id: number, { process }: Scope): string {
  if (process === null || process.kind === "action") return "end of step";
  return id === 0 ? "ended" : `${id} ${JSON.stringify(process.locations[id]?.label ?? "?")}`;
}
