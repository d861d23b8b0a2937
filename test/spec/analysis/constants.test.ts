import { describe, expect, it } from "vitest";
import { resolveBindings } from "../../../src/spec/analysis/bindings.ts";
import { constantOf, procedureEnv } from "../../../src/spec/analysis/constants.ts";
import { unwrap } from "../../../src/spec/analysis/syntax.ts";
import { functionNamed, parse } from "./parse.ts";

const state = { refs: 1, inner: { x: 2 } };
const scope = {
  MULTI: false,
  N: 3,
  kernel: "6.0",
  ratio: 0.5,
  wakes: ["IN", "OUT"],
  config: { deep: { limit: 7 }, flags: [true, false] },
  nothing: null,
  req: state,
  inner: state.inner,
  helper: () => 1,
  counter: 5,
};

/** What `return EXPRESSION;` is worth in a function of `self` and `other` that starts with the given declarations. */
function worth(expression: string, declarations = ""): unknown {
  const text = `let counter = 5; function f(self, other) { ${declarations} return ${expression}; }`;
  const parsed = parse(text, scope);
  const fn = functionNamed(parsed, "f");
  const bindings = resolveBindings(fn);
  const self = [...bindings.declarations.values()].find(({ name }) => name === "self")!;
  const body = fn.body?.type === "BlockStatement" ? fn.body.body : [];
  const last = body.at(-1);
  if (last?.type !== "ReturnStatement" || last.argument === null) throw new Error("the test needs a return");
  const isState = (value: object) => value === state || value === state.inner;
  const env = { bindings, module: parsed.module, parameters: new Map([[self, 1]]), isState };
  const constant = constantOf(last.argument, env);
  return constant === null ? "not constant" : constant.value;
}

describe("constant are", () => {
  it.each([
    ["1", 1],
    ["-0", 0],
    ['"a"', "a"],
    ["null", null],
    ["undefined", undefined],
    ["N", 3],
    ["self", 1],
    ["(self as number)!", 1],
    ["wakes[self]", "OUT"],
    ["wakes.length", 2],
    ["config.deep.limit", 7],
    ['config["flags"][0]', true],
    ["N - 1 === self + 1", true],
    ["7 % -2 + -7 % 2", 0],
    ["1 << 31", -2147483648],
    ["-1 >>> 1", 2147483647],
    ["~N & 6 ^ 1", 5],
    ["(7 / 2) | 0", 3],
    ["Math.trunc(-7 / 2)", -3],
    ["Math.max(N, 4) + Math.min(N, 4) + Math.abs(-1)", 8],
    ["Number(N > 2) + Number(MULTI)", 1],
    ['kernel === "6.0"', true],
    ["kernel !== N", true],
    ["nothing ?? 4", 4],
    ["N ?? other", 3],
    ["MULTI && other", false],
    ["N || other", 3],
    ["!MULTI ? self : other", 1],
    ["`text`", "text"],
  ])("%s", (expression, value) => {
    expect(worth(expression)).toEqual(value);
  });

  it("const locals made of constants, in patterns too", () => {
    expect(worth("b", "const a = self * 2; const b = a + N;")).toBe(5);
    expect(worth("limit", "const { deep: { limit }, flags } = config;")).toBe(7);
    expect(worth("second", "const [, second] = wakes;")).toBe("OUT");
  });
});

describe("not constant are", () => {
  it.each([
    "other",
    "unknown",
    "req.refs",
    "req",
    "inner.x",
    "counter",
    "helper",
    "helper()",
    "0.5",
    "ratio",
    "10n",
    "/x/",
    "N / 2",
    "N % 0",
    "(N / 0) | 0",
    "2147483647 + 1",
    "65536 * 65536",
    "-1 >>> 0",
    "-(-2147483647 - 1)",
    '"a" + "b"',
    '"a" < "b"',
    "config === config",
    "config.missing",
    "wakes[2]",
    "other && MULTI",
    "other ? 1 : 1",
    "[1, 2]",
    "Math.random()",
    "Number(kernel)",
    "(x => 1)(2)",
  ])("%s", (expression) => {
    expect(worth(expression)).toBe("not constant");
  });

  it("locals that are assigned, defaulted, or need themselves", () => {
    expect(worth("a", "let a = 1;")).toBe("not constant");
    expect(worth("a", "let a = 1; a = 2;")).toBe("not constant");
    expect(worth("self", "self = 2;")).toBe("not constant");
    expect(worth("a", "const { a = 1 } = config;")).toBe("not constant");
    expect(worth("a", "const a = b; const b = a;")).toBe("not constant");
    expect(worth("a", "const a = req.refs;")).toBe("not constant");
  });

  it("names of JavaScript that the spec has taken for itself", () => {
    expect(worth("Math.max(1, 2)", "const Math = helper;")).toBe("not constant");
    expect(worth("Number(true)", "const Number = helper;")).toBe("not constant");
  });
});

it("a procedure's parameter is constant where its argument is and nothing assigns it", () => {
  const text = `function* g(a, b, c, d) { c++; }
    function* f(self) { yield* g(self, s.x, 1); }`;
  const parsed = parse(text, {});
  const fn = functionNamed(parsed, "f");
  const bindings = resolveBindings(fn);
  const self = [...bindings.declarations.values()][0]!;
  const statement = fn.body?.type === "BlockStatement" ? fn.body.body[0] : undefined;
  if (statement?.type !== "ExpressionStatement") throw new Error("the test needs a call");
  const yielding = unwrap(statement.expression);
  if (yielding.type !== "YieldExpression" || yielding.argument?.type !== "CallExpression") throw new Error("no call");
  const env = { bindings, module: parsed.module, parameters: new Map([[self, 4]]), isState: () => false };
  const procedure = { fn: functionNamed(parsed, "g"), module: parsed.module };
  const inside = procedureEnv(env, yielding.argument, procedure);
  expect([...inside.parameters].map(([{ name }, value]) => [name, value])).toEqual([["a", 4]]);
});
