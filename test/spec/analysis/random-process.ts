// Random structured processes, as syntax of their own, as source text, and as a machine that takes one small step at a
// time. The machine keeps a stack of what is still to be done and knows nothing of control-flow graphs: it is the naive
// reading of "some path reads it before writing it", to hold the analysis against.

import fc from "fast-check";

export type Expr =
  | { k: "var"; name: string }
  | { k: "state" }
  | { k: "fixed"; value: boolean }
  | { k: "assign"; name: string; value: Expr }
  | { k: "bump"; name: string }
  | { k: "not"; operand: Expr }
  | { k: "and" | "or"; left: Expr; right: Expr }
  | { k: "pick"; test: Expr; one: Expr; other: Expr };

export type Stmt =
  | { k: "label" }
  | { k: "do"; expr: Expr }
  /** A variable that shadows `a` in a block of its own. */
  | { k: "let"; init: boolean }
  | { k: "if"; test: Expr; one: Stmt[]; other: Stmt[] }
  | { k: "loop"; kind: "while" | "dowhile" | "for"; test: Expr; update: Expr; body: Stmt[] }
  | { k: "forof"; name: string; body: Stmt[] }
  | { k: "switch"; cases: { test: boolean; body: Stmt[] }[] }
  | { k: "jump"; how: "break" | "continue" | "return"; up: number; bare: boolean }
  | { k: "call"; arg: Expr; into: string | null };

const name = fc.constantFrom("a", "b", "c");

const { expr, body } = fc.letrec<{ expr: Expr; stmt: Stmt; body: Stmt[] }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ k: fc.constant("var" as const), name }),
    fc.constant<Expr>({ k: "state" }),
    fc.record({ k: fc.constant("fixed" as const), value: fc.boolean() }),
    fc.record({ k: fc.constant("bump" as const), name }),
    fc.record({ k: fc.constant("assign" as const), name, value: tie("expr") }),
    fc.record({ k: fc.constant("not" as const), operand: tie("expr") }),
    fc.record({ k: fc.constantFrom("and" as const, "or" as const), left: tie("expr"), right: tie("expr") }),
    fc.record({ k: fc.constant("pick" as const), test: tie("expr"), one: tie("expr"), other: tie("expr") }),
  ),
  stmt: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ k: fc.constant("label" as const) }),
    fc.record({ k: fc.constant("do" as const), expr: tie("expr") }),
    fc.record({ k: fc.constant("let" as const), init: fc.boolean() }),
    fc.record({
      k: fc.constant("jump" as const),
      how: fc.constantFrom("break" as const, "continue" as const, "return" as const),
      up: fc.nat(2),
      bare: fc.boolean(),
    }),
    fc.record({ k: fc.constant("call" as const), arg: tie("expr"), into: fc.option(name) }),
    fc.record({ k: fc.constant("if" as const), test: tie("expr"), one: tie("body"), other: tie("body") }),
    fc.record({
      k: fc.constant("loop" as const),
      kind: fc.constantFrom("while" as const, "dowhile" as const, "for" as const),
      test: tie("expr"),
      update: tie("expr"),
      body: tie("body"),
    }),
    fc.record({ k: fc.constant("forof" as const), name, body: tie("body") }),
    fc.record({
      k: fc.constant("switch" as const),
      cases: fc.array(fc.record({ test: fc.boolean(), body: tie("body") }), { maxLength: 3 }),
    }),
  ),
  body: fc.array(tie("stmt"), { maxLength: 4 }),
}));

export interface RandomProcess {
  /** Of the process, and of the procedure that it calls. */
  readonly main: Stmt[];
  readonly procedure: Stmt[];
}

export const randomProcess: fc.Arbitrary<RandomProcess> = fc.record({
  main: fc
    .array(
      expr.chain((e) => body.map((b) => [{ k: "do", expr: e } as Stmt, ...b])),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.flat()),
  procedure: body,
});

function showExpr(e: Expr): string {
  switch (e.k) {
    case "var":
      return e.name;
    case "state":
      return "s.x";
    case "fixed":
      return e.value ? "YES" : "NO";
    case "assign":
      return `(${e.name} = ${showExpr(e.value)})`;
    case "bump":
      return `${e.name}++`;
    case "not":
      return `!${showExpr(e.operand)}`;
    case "and":
      return `(${showExpr(e.left)} && ${showExpr(e.right)})`;
    case "or":
      return `(${showExpr(e.left)} || ${showExpr(e.right)})`;
    case "pick":
      return `(${showExpr(e.test)} ? ${showExpr(e.one)} : ${showExpr(e.other)})`;
  }
}

interface Around {
  readonly label: string;
  readonly loop: boolean;
}

/** A jump as it is written: to a target by its label, or out of the function where there is no such target. */
export function resolveJump(jump: Stmt & { k: "jump" }, around: readonly Around[]): { how: string; to: string } | null {
  const fitting = jump.how === "continue" ? around.filter(({ loop }) => loop) : around;
  const target = fitting.at(-1 - (jump.up % Math.max(1, fitting.length)));
  return jump.how === "return" || target === undefined ? null : { how: jump.how, to: target.label };
}

/** The source text, and the line in which each statement stands (which the machine needs for names). */
export function showProcess({ main, procedure }: RandomProcess): { text: string; lines: Map<Stmt, number> } {
  const out: string[] = [];
  const lines = new Map<Stmt, number>();
  out.push("function* q(n, c) {", "let a = 0, b = 0;");
  show(procedure, [], false);
  out.push("return a;", "}", "function* p() {", "let a, b, c;");
  show(main, [], true);
  out.push("}");
  return { text: out.join("\n"), lines };

  function show(statements: readonly Stmt[], around: readonly Around[], calls: boolean): void {
    for (const statement of statements) {
      const line = out.length + 1;
      lines.set(statement, line);
      const label = `L${line}`;
      switch (statement.k) {
        case "label":
          out.push(`yield "${line}";`);
          break;
        case "do":
          out.push(`g(${showExpr(statement.expr)});`);
          break;
        case "let":
          out.push(`{ let a${statement.init ? " = b" : ""}; yield "${line}"; g(a); }`);
          break;
        case "if":
          out.push(`if (${showExpr(statement.test)}) {`);
          show(statement.one, around, calls);
          out.push("} else {");
          show(statement.other, around, calls);
          out.push("}");
          break;
        case "loop": {
          const test = showExpr(statement.test);
          const inside = [...around, { label, loop: true }];
          if (statement.kind === "while") out.push(`${label}: while (${test}) {`);
          if (statement.kind === "dowhile") out.push(`${label}: do {`);
          if (statement.kind === "for") out.push(`${label}: for (g(b); ${test}; ${showExpr(statement.update)}) {`);
          show(statement.body, inside, calls);
          out.push(statement.kind === "dowhile" ? `} while (${test});` : "}");
          break;
        }
        case "forof":
          out.push(`${label}: for (${statement.name} of s.list) {`);
          show(statement.body, [...around, { label, loop: true }], calls);
          out.push("}");
          break;
        case "switch":
          out.push(`${label}: switch (s.x) {`);
          for (const [index, { test, body: within }] of statement.cases.entries()) {
            out.push(test || index > 0 ? `case (c, ${index}): {` : "default: {");
            show(within, [...around, { label, loop: false }], calls);
            out.push("}");
          }
          out.push("}");
          break;
        case "jump": {
          const jump = resolveJump(statement, around);
          const innermost = around.filter(({ loop }) => loop || jump?.how === "break").at(-1);
          const bare = statement.bare && innermost?.label === jump?.to;
          out.push(jump === null ? "return b;" : `${jump.how}${bare ? "" : ` ${jump.to}`};`);
          break;
        }
        case "call": {
          const call = `yield* q(${showExpr(statement.arg)}, s.x);`;
          out.push(!calls ? ";" : statement.into === null ? call : `${statement.into} = ${call}`);
          break;
        }
      }
    }
  }
}
