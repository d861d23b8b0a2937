import { describe, expect, test } from "vitest";
import { editDistance, suggest, suggestions } from "../../../src/spec/source/suggest.ts";

describe("edit distance", () => {
  test.each([
    ["refs", "refs", 0],
    ["refs", "ref", 1],
    ["refs", "rfes", 1],
    ["refs", "reef", 2],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ])("of %j and %j is %i", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("suggestions", () => {
  const names = ["cancellers", "wakers", "kernel"];

  test("name the nearest known name", () => {
    expect(suggest("cancelers", names)).toBe("cancellers");
    expect(suggest("Kernel", names)).toBe("kernel");
    expect(suggest("cancel", names)).toBe("cancellers");
    expect(suggest("wakres", names)).toBe("wakers");
  });

  test("name nothing that was hardly meant", () => {
    expect(suggest("threads", names)).toBe(null);
    expect(suggest("a", ["b"])).toBe(null);
    expect(suggest("x", [])).toBe(null);
  });

  test("as hints fall back to what there is", () => {
    expect(suggestions("cancelers", names)).toEqual(['did you mean "cancellers"?']);
    expect(suggestions("threads", names)).toEqual(['there is "cancellers", "wakers", "kernel"']);
    expect(suggestions("zz", "abcdefghij")).toEqual(['there is "a", "b", "c", "d", "e", "f", "g", "h", …']);
    expect(suggestions("x", [])).toEqual([]);
  });
});
