import fc from "fast-check";
import { expect, it } from "vitest";
import { lineAndColumn, lineText, offsetAt } from "../../../src/spec/source/positions.ts";

it("lines end as JavaScript's do", () => {
  const text = "a\nb\r\nc\rd\u2028e\u2029f";
  expect([1, 2, 3, 4, 5, 6, 7].map((line) => lineText(text, line))).toEqual(["a", "b", "c", "d", "e", "f", ""]);
});

it("columns count UTF-16 units from 1", () => {
  expect(lineAndColumn("x\n😀y", 4)).toEqual({ line: 2, column: 3 });
});

it("a position beyond the text is its end", () => {
  expect(offsetAt("ab\ncd", { line: 9, column: 1 })).toBe(5);
  expect(offsetAt("ab\ncd", { line: 2, column: 9 })).toBe(5);
});

it("every offset is where its line and column say", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u2028", "😀") });
  fc.assert(
    fc.property(texts, fc.nat(), (text, seed) => {
      const offset = seed % (text.length + 1);
      expect(offsetAt(text, lineAndColumn(text, offset))).toBe(offset);
    }),
  );
});
