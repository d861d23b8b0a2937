// Text in columns, measured as terminals draw it.

import { beforeAll, expect, test } from "vitest";
import { grouped, plural, prepareWidths, printable, textWidth, wrap, wrapItems } from "../../src/report/layout.ts";
import { bytes, duration, shellQuote } from "../../src/report/words.ts";

beforeAll(() => prepareWidths("你好"));

test("text is broken at spaces", () => {
  expect(wrap("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
});

test("a word wider than the line is broken inside", () => {
  expect(wrap("a incomprehensible b", 8)).toEqual(["a", "incompre", "hensible", "b"]);
});

test("wide characters count twice and are not cut in half", () => {
  expect(wrap("你好世界", 5)).toEqual(["你好", "世界"]);
  expect(wrap("你好世界", 5).map(textWidth)).toEqual([4, 4]);
});

test("items keep together and their commas stay behind", () => {
  expect(wrapItems(["a 0 → 1", "b 1 → 2", "c 2 → 3"], ", ", 17)).toEqual(["a 0 → 1, b 1 → 2,", "c 2 → 3"]);
});

test("control characters of the author's are shown, not obeyed", () => {
  expect(printable("a\u001b[31mb\n", false)).toBe("a\\u001b[31mb\\u000a");
  expect(printable("réveil →", true)).toBe("r\\u00e9veil \\u2192");
  expect(printable("😀", true)).toBe("\\u{1f600}");
});

test("counts are grouped from five digits on", () => {
  expect([grouped(1146), grouped(12868710)]).toEqual(["1146", "12,868,710"]);
  expect([plural(1, "step"), plural(2, "step")]).toEqual(["1 step", "2 steps"]);
});

test.each([
  [0.2, "0 ms"],
  [999, "999 ms"],
  [999.7, "1 s"],
  [1234, "1.2 s"],
  [59_960, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [3_725_000, "1 h 2 min"],
])("%d milliseconds are %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test.each([
  [8, "8 B"],
  [1500, "1.5 kB"],
  [999_600, "1 MB"],
  [8e9, "8 GB"],
])("%d bytes are %s", (count, text) => {
  expect(bytes(count)).toBe(text);
});

test.each([
  ["specs/poll.ts", "specs/poll.ts"],
  ["cancel[0] taskWork*2", '"cancel[0] taskWork*2"'],
  ['a:v="x y"', `'a:v="x y"'`],
  ["it's $5", `'it'\\''s $5'`],
  ["", "''"],
])("%s is %s in a shell", (word, quoted) => {
  expect(shellQuote(word)).toBe(quoted);
});
