// The encoder: what it writes is what the WebAssembly of Node accepts and runs.

import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../../src/explorer/compile/byte-writer.ts";
import { compileProgram } from "../../../src/explorer/compile/compile-program.ts";
import { I32, I64 } from "../../../src/explorer/compile/function.ts";
import { ModuleWriter } from "../../../src/explorer/compile/wasm.ts";
import { webAssembly } from "../../../src/explorer/store/webassembly.ts";
import { peterson } from "../examples.ts";

function bytes(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter();
  write(out);
  return Buffer.from(out.toBytes()).toString("hex");
}

/** Instantiates a module and gives its functions. */
function load(module: ModuleWriter): Record<string, (...values: never[]) => unknown> {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1 });
  const compiled = new webAssembly.Module(module.toBytes({ minimum: 1, maximum: 1, shared: false }));
  return new webAssembly.Instance(compiled, { host: { memory } }).exports as never;
}

describe("LEB128", () => {
  it("takes the fewest bytes, with the sign in the last", () => {
    expect(bytes((out) => out.unsigned(0))).toBe("00");
    expect(bytes((out) => out.unsigned(127))).toBe("7f");
    expect(bytes((out) => out.unsigned(128))).toBe("8001");
    expect(bytes((out) => out.unsigned(624485))).toBe("e58e26");
    expect(bytes((out) => out.unsigned(2 ** 32 - 1))).toBe("ffffffff0f");
    expect(bytes((out) => out.signed32(63))).toBe("3f");
    expect(bytes((out) => out.signed32(64))).toBe("c000");
    expect(bytes((out) => out.signed32(-64))).toBe("40");
    expect(bytes((out) => out.signed32(-123456))).toBe("c0bb78");
    expect(bytes((out) => out.signed32(-(2 ** 31)))).toBe("8080808078");
    expect(bytes((out) => out.signed64(-1n))).toBe("7f");
    expect(bytes((out) => out.signed64(1n << 63n))).toBe("8080808080808080807f");
    expect(bytes((out) => out.signed64((1n << 63n) - 1n))).toBe("ffffffffffffffffff00");
  });

  it("of 64-bit constants is read back by the machine as it was written", () => {
    const values = [0n, 63n, 64n, -64n, -65n, 0xffffffffn, -0x100000000n, 0x123456789abcdef0n, -0x123456789abcdef0n];
    const module = new ModuleWriter();
    values.forEach((value, i) => module.declareExported(`v${i}`, [], [I64]).i64(value));
    const functions = load(module);
    expect(values.map((_, i) => functions[`v${i}`]!())).toEqual(values);
  });
});

describe("a module", () => {
  it("runs: the sum of 1 to n by a loop", () => {
    const module = new ModuleWriter();
    const sum = module.declareExported("sum", [I32], [I32]);
    const total = sum.takeI32();
    sum.block((done) => {
      sum.loop((next) => {
        sum.get(0);
        sum.op("i32.eqz");
        sum.brIf(done);
        sum.get(total);
        sum.get(0);
        sum.op("i32.add");
        sum.set(total);
        sum.get(0);
        sum.i32(1);
        sum.op("i32.sub");
        sum.set(0);
        sum.br(next);
      });
    });
    sum.get(total);
    expect(load(module).sum!(100 as never)).toBe(5050);
  });

  it("gives no reserved local to code written before the reservation", () => {
    const writer = new ModuleWriter().declare("f", [], []);
    const temporary = writer.takeI32();
    writer.release(temporary);
    const reserved = writer.reserve(I32);
    expect(reserved).not.toBe(temporary);
    expect(writer.takeI32()).toBe(temporary);
    writer.unreserve(reserved);
    expect(writer.takeI32()).not.toBe(reserved);
    expect(writer.reserve(I32)).toBe(reserved);
  });

  it("of a program is the same bytes every time", () => {
    const [first, second] = [compileProgram(peterson()), compileProgram(peterson())];
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
  });
});
