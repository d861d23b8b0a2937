// The text of generated modules: WABT, which has the text format from its authors, assembles it to the bytes it was read from.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import makeWabt from "wabt";
import { compileCommonSet, mapCommonSet } from "../../../src/explorer/compile/common-set.ts";
import { type CompileSettings, compileProgram } from "../../../src/explorer/compile/compile-program.ts";
import { I32, I64, V128 } from "../../../src/explorer/compile/function.ts";
import { printModule } from "../../../src/explorer/compile/module-text.ts";
import { ModuleWriter } from "../../../src/explorer/compile/wasm.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import {
  asserting,
  choosing,
  dieHard,
  failingProperty,
  peterson,
  starting,
  stepping,
  waiting,
  wide,
} from "../examples.ts";
import { arbitraryProgram } from "../random-program.ts";

const wabt = await makeWabt();

/** Without the names, which come last: WABT also says of each function that it knows no names of locals. */
function assemble(text: string): string {
  const module = wabt.parseWat("module.wat", text, { simd: true, threads: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString("hex");
}

const settings: readonly (readonly [string, CompileSettings])[] = [
  ["whole states", { indexed: false }],
  ["numbers of states", { indexed: true }],
  ["remainders in buckets", { indexed: false, slotBytes: 4 }],
  ["remainders of five bytes", { indexed: false, slotBytes: 5 }],
  ["partitions", { indexed: false, sharing: { bits: 3, members: 2 } }],
  ["partitions of remainders", { indexed: false, slotBytes: 4, sharing: { bits: 3, members: 2 } }],
  ["a set in common", { indexed: false, slotBytes: 4, common: true }],
  ["hashes", { indexed: false, compaction: { hashBits: 48, seed: 1 } }],
];

function expectSameBytes(program: Program, compile: CompileSettings): void {
  const { bytes, notes } = compileProgram(program, compile);
  expectAssembled(bytes, printModule(bytes, notes));
}

function expectAssembled(bytes: Uint8Array, text: string): void {
  const all = Buffer.from(bytes).toString("hex");
  const assembled = assemble(text);
  expect(all.startsWith(assembled)).toBe(true);
  // What is left is the section of names alone.
  expect(all.slice(assembled.length, assembled.length + 2)).toBe("00");
  expect(Buffer.from(all.slice(assembled.length), "hex").includes("\x04name")).toBe(true);
}

describe("the text of a module assembles to its bytes", () => {
  it.each(settings)("where the visited set holds %s", (_, compile) => {
    for (const program of [peterson(), dieHard(), choosing(), stepping()]) expectSameBytes(program, compile);
  });

  it("for all kinds of steps and properties, and states of several words", () => {
    const programs = [asserting(), waiting("idleUntil"), waiting("optional"), starting(), failingProperty(), wide()];
    for (const program of programs) for (const indexed of [false, true]) expectSameBytes(program, { indexed });
  });

  it.each([4, 8])("for the set in common itself, with slots of %i bytes", (slotBytes) => {
    const bytes = compileCommonSet(mapCommonSet(40, slotBytes), 1000);
    expectAssembled(bytes, printModule(bytes, new Map()));
  });

  it("for random programs", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryProgram, fc.boolean(), (program, indexed) => expectSameBytes(program, { indexed })),
      { numRuns: 60 },
    );
  });
});

describe("the text of a module", () => {
  it("has what is run in lines, with what was noted where it was written", () => {
    const module = new ModuleWriter();
    const host = module.importFunction("makeRoom", [], []);
    const flags = module.addGlobal(-1);
    const writer = module.declareExported("sum", [I32, I64], [I32]);
    const total = writer.takeI32();
    writer.take(V128);
    writer.note("adds up\nwhat there is");
    const code = writer.capture(() => {
      writer.note("until nothing is left");
      writer.loop((next) => {
        writer.get(0);
        writer.if(
          () => writer.br(next),
          () => writer.call(host),
        );
      });
    });
    writer.i64(-(1n << 63n));
    writer.access("i64.store", 8);
    writer.splice(code);
    writer.getGlobal(flags);
    writer.vectorAccess("v128.load", 16);
    writer.vector("i8x16.bitmask");
    writer.set(total);
    writer.get(total);
    const bytes = module.toBytes({ minimum: 1, maximum: 2, shared: true });
    expect(printModule(bytes, module.notes())).toMatchInlineSnapshot(`
      "(module
        (type (;0;) (func))
        (type (;1;) (func (param i32 i64) (result i32)))
        (import "host" "makeRoom" (func $host.makeRoom (type 0)))
        (import "host" "memory" (memory 1 2 shared))
        (global (;0;) (mut i32) (i32.const -1))

        (func $sum (type 1) (param i32 i64) (result i32)
          (local i32 v128)
          ;; adds up what there is
          i64.const -9223372036854775808 i64.store offset=8
          ;; until nothing is left
          loop $1
           local.get 0 if $2
            br $1
           else
            call $host.makeRoom
           end
          end
          global.get 0 v128.load offset=16 i8x16.bitmask local.set 2
          local.get 2
        )

        (export "sum" (func $sum))
      )"
    `);
  });

  it("names steps, properties and what they ask", () => {
    const { bytes, notes } = compileProgram(peterson());
    const text = printModule(bytes, notes);
    expect(text.match(/;; .*/g)).toMatchInlineSnapshot(`
      [
        ";; p[0]: a0",
        ";; p[0]: a1",
        ";; p[0]: a2",
        ";; p[0]: a3",
        ";; p[0]: cs",
        ";; p[0]: a4",
        ";; p[1]: a0",
        ";; p[1]: a1",
        ";; p[1]: a2",
        ";; p[1]: a3",
        ";; p[1]: cs",
        ";; p[1]: a4",
        ";; init",
        ";; always "mutual exclusion"",
        ";; built",
        ";; built",
      ]
    `);
  });
});
