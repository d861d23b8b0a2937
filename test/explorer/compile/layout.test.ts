// Where the bits of a state lie: programs made of columns, locations and locals, and the words they take.

import { describe, expect, it } from "vitest";
import { type Field, layOut } from "../../../src/explorer/compile/layout.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { type Builder, goto, makeBuilder } from "../builder.ts";
import { peterson } from "../examples.ts";

/** `name bits×count @word.shift`, one line a field. */
function describeFields(program: Program): string {
  const layout = layOut(program);
  const chunk = (field: Field): string =>
    field.chunks.map((c) => `@${c.word}.${c.shift}${field.chunks.length > 1 ? `[${c.first}…]` : ""}`).join(" ");
  const lines = layout.fields.map((field) => `${field.name} ${field.bits}×${field.count} ${chunk(field)}`.trim());
  return [`${layout.bits} bits in ${layout.words}`, ...lines].join("\n");
}

function columns(build: (b: Builder) => void): Program {
  const b = makeBuilder("columns");
  build(b);
  return b.program();
}

describe("the layout", () => {
  it("gives each cell the bits its values need, the largest fields first", () => {
    expect(describeFields(peterson())).toMatchInlineSnapshot(`
      "9 bits in 1
      s.flag 1×2 @0.6
      s.turn 1×1 @0.8
      p[0]@ 3×1 @0.0
      p[1]@ 3×1 @0.3"
    `);
  });

  it("counts from the lowest value, and gives no bits to what has only one", () => {
    const program = columns((b) => {
      b.column("negative", -9, -5);
      b.column("constant", 7, 7, 7);
      b.column("zeros", 0, 0, [0, 0, 0]);
      b.column("any", -(2 ** 31), 2 ** 31 - 1);
    });
    expect(describeFields(program)).toMatchInlineSnapshot(`
      "35 bits in 1
      negative 3×1 @0.32
      constant 0×1
      zeros 0×3
      any 32×1 @0.0"
    `);
  });

  it("has at least one word, for a program without any state", () => {
    expect(describeFields(columns(() => {}))).toBe("0 bits in 1");
  });

  it("keeps the top bit of the first word free: 63 bits are one word, 64 are two", () => {
    const bits = (...sizes: number[]) =>
      layOut(columns((b) => void sizes.forEach((size, i) => b.column(`c${i}`, 0, 2 ** size - 1)))).words;
    expect(bits(31, 31, 1)).toBe(1);
    expect(bits(31, 31, 1, 1)).toBe(2);
    expect(bits(31, 31, 31, 31, 1, 1, 1)).toBe(2);
    expect(bits(31, 31, 31, 31, 1, 1, 1, 1)).toBe(3);
  });

  it("lays a run over several words in equal strides, no cell across two", () => {
    const program = columns((b) => {
      b.column("bytes", 0, 200, 0, 20);
      b.column("flag", 0, 1);
    });
    expect(describeFields(program)).toMatchInlineSnapshot(`
      "161 bits in 3
      bytes 8×20 @0.0[0…] @1.0[7…] @2.0[14…]
      flag 1×1 @0.56"
    `);
  });

  it("lets locals share bits that never live together, and leaves the others apart", () => {
    const b = makeBuilder("locals");
    b.process("p", {
      locals: [
        { name: "early", lo: 0, hi: 100 },
        { name: "late", lo: 0, hi: 3 },
        { name: "both", lo: 0, hi: 7 },
        { name: "temporary", lo: 0, hi: 7 },
      ],
      locations: [
        { label: "one", live: [0, 2], body: [goto(2)] },
        { label: "two", live: [1, 2], body: [goto(1)] },
      ],
      entryLocals: [
        { id: 0, values: [5] },
        { id: 2, values: [5] },
      ],
    });
    expect(describeFields(b.program())).toMatchInlineSnapshot(`
      "11 bits in 1
      p@ 1×1 @0.10
      p.early 7×1 @0.0
      p.late 2×1 @0.0
      p.both 3×1 @0.7"
    `);
  });

  it("has no codes for locations that a process never stands at", () => {
    const b = makeBuilder("server");
    b.process("server", {
      locations: [
        { label: "a", body: [goto(3)] },
        { label: "never", body: [goto(2)] },
        { label: "b", body: [goto(1)] },
      ],
    });
    const [location] = layOut(b.program()).locations;
    expect(location).toMatchObject({ bits: 1, ids: [1, 3], codes: [-1, 0, -1, 1] });
  });
});
