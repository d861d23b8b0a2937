import { describe, expect, it } from "vitest";
import { resolveBindings } from "../../../src/spec/analysis/bindings.ts";
import { isIdentifier } from "../../../src/spec/analysis/syntax.ts";
import { functionNamed, lineOf, parse } from "./parse.ts";

/** Each reference in the order of the text: `name:line → kind:line`, `free` for a free name, `!` where ever assigned. */
function table(text: string, name = "f"): string[] {
  const bindings = resolveBindings(functionNamed(parse(text), name));
  return [...bindings.references]
    .sort(([a], [b]) => a.start - b.start)
    .map(([node, to]) => {
      const from = `${isIdentifier(node) ? node.name : "?"}:${lineOf(text, node.start)}`;
      if (to.kind === "free") return `${from} → free`;
      const { kind, node: declaring, assigned } = to.declaration;
      return `${from} → ${kind}:${lineOf(text, declaring.start)}${assigned ? "!" : ""}`;
    });
}

describe("names", () => {
  it("are local to the innermost block that declares them, before the declaration too", () => {
    expect(
      table(`function f(a) {
        let v = a;
        {
          g(v);
          const v = 1;
        }
        v++;
      }`),
    ).toEqual(["a:2 → param:1", "g:4 → free", "v:4 → const:5", "v:7 → let:2!"]);
  });

  it("of properties, labels and types are no references", () => {
    expect(
      table(`function f(s: S): T {
        again: for (;;) {
          const x = <U>s.rm[s.i].rm! as V;
          if ({ x: 1, [x]: 2, y() {} }) continue again;
          break again;
        }
      }`),
    ).toEqual(["s:3 → param:1", "s:3 → param:1", "x:4 → const:3"]);
  });

  it("in a shorthand property are references", () => {
    expect(table("function f(r) { return { r, q }; }")).toEqual(["r:1 → param:1", "q:1 → free"]);
  });

  it("in callbacks resolve through the function around them", () => {
    expect(
      table(`function f(xs, self) {
        let n = 0;
        return xs.some((x, self) => x === self + n) && old(() => self) && xs.every(function g(x) { return g(n = x); });
      }`),
    ).toEqual([
      "xs:3 → param:1",
      "x:3 → param:3",
      "self:3 → param:3",
      "n:3 → let:2!",
      "old:3 → free",
      "self:3 → param:1",
      "xs:3 → param:1",
      "g:3 → self:3",
      "n:3 → let:2!",
      "x:3 → param:3",
    ]);
  });

  it("in heads of loops belong to the loop", () => {
    expect(
      table(`function f(i, m) {
        for (let i = 0; i < 2; i++) use(i);
        for (const [k, { v }] of m) use(k, v);
        for (const x in m) use(x);
        for (i of m) use(i);
        use(k, v, x);
      }`),
    ).toEqual([
      "i:2 → let:2!",
      "i:2 → let:2!",
      "use:2 → free",
      "i:2 → let:2!",
      "m:3 → param:1",
      "use:3 → free",
      "k:3 → const:3",
      "v:3 → const:3",
      "m:4 → param:1",
      "use:4 → free",
      "x:4 → const:4",
      "i:5 → param:1!",
      "m:5 → param:1",
      "use:5 → free",
      "i:5 → param:1!",
      "use:6 → free",
      "k:6 → free",
      "v:6 → free",
      "x:6 → free",
    ]);
  });

  it("in patterns are declared or assigned, and their defaults and computed keys are read", () => {
    expect(
      table(`function f({ a, b: [c = a] = [] }, ...rest) {
        const { [c]: d = a, ...others } = rest;
        let e, g;
        [e, g.h = d] = others;
        ({ e, x: g[c] } = others);
      }`),
    ).toEqual([
      "a:1 → param:1",
      "c:2 → param:1",
      "a:2 → param:1",
      "rest:2 → param:1",
      "e:4 → let:3!",
      "g:4 → let:3",
      "d:4 → const:2",
      "others:4 → const:2",
      "e:5 → let:3!",
      "g:5 → let:3",
      "c:5 → param:1",
      "others:5 → const:2",
    ]);
  });

  it("declared by `var` are hoisted out of blocks, not out of functions", () => {
    expect(
      table(`function f() {
        v = 1;
        { var v = 2; }
        g(() => { var w; });
        w;
      }`),
    ).toEqual(["v:2 → var:3!", "g:4 → free", "w:5 → free"]);
  });

  it("of functions, classes, cases and catch clauses have their own kinds and scopes", () => {
    expect(
      table(`function f(n) {
        h(); new C();
        function h() { return arguments; }
        class C extends D { m() { return C; } }
        switch (n) { case 1: let k = 1; break; default: k = n; }
        try { n; } catch (n) { n; }
      }`),
    ).toEqual([
      "h:2 → function:3",
      "C:2 → class:4",
      "arguments:3 → free",
      "D:4 → free",
      "C:4 → class:4",
      "n:5 → param:1",
      "k:5 → let:5!",
      "n:5 → param:1",
      "n:6 → param:1",
      "n:6 → catch:6",
    ]);
  });

  it("of the function itself are free in a declaration and its own in an expression", () => {
    expect(table("function f() { f(); }")).toEqual(["f:1 → free"]);
    expect(table("const f = function* g() { yield* g(); f(); };")).toEqual(["g:1 → self:1", "f:1 → free"]);
    expect(table("const f = (x) => x;")).toEqual(["x:1 → param:1"]);
  });
});

it("gives the same bindings each time", () => {
  const fn = functionNamed(parse("function f() {}"), "f");
  expect(resolveBindings(fn)).toBe(resolveBindings(fn));
});

it("knows the declarator and the function of a declaration", () => {
  const text = "function f(p) { const { a } = p; g((q) => { let b = q; }); for (const c of p) {} }";
  const bindings = resolveBindings(functionNamed(parse(text), "f"));
  const shown = [...bindings.declarations.values()].map((declared) => [
    declared.name,
    declared.declarator === null ? null : text.slice(declared.declarator.start, declared.declarator.end),
    declared.function.type,
  ]);
  expect(shown).toEqual([
    ["p", null, "FunctionDeclaration"],
    ["a", "{ a } = p", "FunctionDeclaration"],
    ["q", null, "ArrowFunctionExpression"],
    ["b", "b = q", "ArrowFunctionExpression"],
    ["c", "c", "FunctionDeclaration"],
  ]);
});
