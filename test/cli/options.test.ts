// What people type as numbers, and what is shown of a search while it runs.

import { expect, test } from "vitest";
import { parseSettings } from "../../src/check/selection.ts";
import { parseCount, parseMemory, parseSeed, parseSize, parseTime } from "../../src/cli/options.ts";
import { progressWords } from "../../src/cli/progress.ts";
import { heaviest } from "../../src/report/exit-code.ts";

test.each([
  [parseTime, "30", 30_000],
  [parseTime, "500ms", 500],
  [parseTime, "1.5s", 1500],
  [parseTime, "5min", 300_000],
  [parseTime, "1h", 3_600_000],
  [parseSize, "8GB", 8e9],
  [parseSize, "8gib", 8 * 2 ** 30],
  [parseSize, "512 MB", 512e6],
  [parseCount, "250000", 250_000],
  [parseCount, "250k", 250_000],
  [parseCount, "2M", 2_000_000],
  [parseSeed, "4294967295", 4_294_967_295],
])("%o reads %s as %d", (parse, text, value) => {
  expect(parse(text)).toBe(value);
});

test.each([
  [parseTime, "0s"],
  [parseTime, "-1s"],
  [parseTime, "soon"],
  [parseSize, "8"],
  [parseSize, "1e3MB"],
  [parseMemory, "999kB"],
  [parseCount, "0"],
  [parseCount, "1e9"],
  [parseCount, ""],
  [parseSeed, "1.5"],
  [parseSeed, "4294967296"],
])("%o refuses %s", (parse, text) => {
  expect(() => parse(text)).toThrow(/ (is|are) /);
});

test("of several settings of a name the last counts, and a value may hold anything", () => {
  expect(parseSettings(["a=1", "b=x=y, z", "a=2", "c="])).toEqual({ a: "2", b: "x=y, z", c: "" });
  expect(() => parseSettings(["=1"])).toThrow("--set =1 is not of the form name=value");
});

test("progress tells the rate since the last line", () => {
  const progress = { distinct: 1_500_000, generated: 0, depth: 12, frontier: 20_000, bytes: 24e6, milliseconds: 1000 };
  const last = { ...progress, distinct: 1_000_000, milliseconds: 750 };
  expect(progressWords(progress, last)).toBe(
    "1,500,000 states, 2,000,000 a second, depth 12, 20,000 to go, 24 MB, 1 s",
  );
  const loops = { ...progress, pairs: 250_000, milliseconds: 1500 };
  expect(progressWords(loops, progress)).toBe(
    "1,500,000 states, seeking loops, 250,000 looked at, 500,000 a second, 24 MB, 1.5 s",
  );
});

test.each([
  [[0, 12, 13], 12],
  [[3, 0], 3],
  [[11, 12], 11],
  [[14, 75, 12], 75],
  [[75, 150], 150],
  [[151, 150, 255], 255],
  [[3, 4], 3],
  [[], 0],
])("of the exit codes %j the process reports %i", (codes, reported) => {
  expect(heaviest(codes)).toBe(reported);
});
