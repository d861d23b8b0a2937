// Stored states as people see them.

import { describe, expect, it } from "vitest";
import { encodeDefaults } from "../../../src/explorer/compile/defaults.ts";
import { layOut } from "../../../src/explorer/compile/layout.ts";
import { starts } from "../../../src/explorer/reference/interpreter.ts";
import { decodeState } from "../../../src/explorer/search/decode.ts";
import { goto, makeBuilder, set } from "../builder.ts";

describe("a stored state", () => {
  it("is the one that was stored: negative values, runs over words, live locals", () => {
    const b = makeBuilder("codec");
    b.column("run", -3, 100, [-3, 100, 0, 1, 2, 3, 4, 5, 6, 7, 8, 99]);
    b.column("any", -(2 ** 31), 2 ** 31 - 1, -(2 ** 31));
    const last = b.column("last", -1, 0, -1);
    b.process("p", {
      locals: [{ name: "v", lo: -5, hi: 5, count: 3 }],
      locations: [{ label: "only", live: [0], body: [set(last(), 0), goto(0)] }],
      entryLocals: [{ id: 0, values: [-5, 5, 1] }],
    });
    const program = b.program();
    const layout = layOut(program);
    const [start] = starts(program);
    const words = encodeDefaults(program, layout);
    expect(words.length).toBe(layout.words);
    expect(decodeState(program, layout, words).equals(start!.state)).toBe(true);
  });
});
