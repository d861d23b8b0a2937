import { expect, test } from "vitest";
import * as language from "../../../src/spec/index.ts";
import { intrinsicOf } from "../../../src/spec/runtime/intrinsics.ts";

test("every function that a spec can import is known to the lowering under its own name", () => {
  for (const [name, value] of Object.entries(language)) expect(intrinsicOf(value)).toBe(name);
  expect(Object.keys(language).length).toBe(45);
});
