// A WebAssembly module as bytes: functions declared and filled one by one come in, the binary format of the core
// specification (https://webassembly.github.io/spec/core/binary/) goes out, with a name section so that profiles read
// well. The invariant: a function's index is final from the moment it is declared, so bodies may call each other
// freely.

import { ByteWriter } from "./byte-writer.ts";
import { FunctionWriter, I32, type Note, type ValueType } from "./function.ts";

interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

interface Import extends Signature {
  readonly name: string;
}

/** Collects the parts of a module; `toBytes` puts them together. Imports come from a namespace called `host`. */
export class ModuleWriter {
  readonly #types: Signature[] = [];
  readonly #imports: Import[] = [];
  readonly #functions: FunctionWriter[] = [];
  readonly #exports: FunctionWriter[] = [];
  /** Initial values of the mutable i32 globals. */
  readonly #globals: number[] = [];

  /** An imported function; all of them must be declared before the first function. Returns its index. */
  importFunction(name: string, params: readonly ValueType[], results: readonly ValueType[]): number {
    if (this.#functions.length > 0) throw new Error("an import after a function; please report this");
    this.#imports.push({ name, params, results });
    return this.#imports.length - 1;
  }

  /** A function of the module whose body is still to be written. */
  declare(name: string, params: readonly ValueType[], results: readonly ValueType[]): FunctionWriter {
    const writer = new FunctionWriter(name, this.#imports.length + this.#functions.length, params, results);
    this.#functions.push(writer);
    return writer;
  }

  /** As `declare`, and the host can call it by its name. */
  declareExported(name: string, params: readonly ValueType[], results: readonly ValueType[]): FunctionWriter {
    const writer = this.declare(name, params, results);
    this.#exports.push(writer);
    return writer;
  }

  /** A mutable i32 global private to the module. Returns its index. */
  addGlobal(initial: number): number {
    this.#globals.push(initial);
    return this.#globals.length - 1;
  }

  /** The module, with its memory imported as `host.memory`. Bounds in pages of 64 KiB. */
  toBytes(memory: {
    readonly minimum: number;
    readonly maximum: number;
    readonly shared: boolean;
  }): Uint8Array<ArrayBuffer> {
    const imports = section(this.#imports.length + 1, (out) => {
      for (const each of this.#imports) {
        out.text("host");
        out.text(each.name);
        out.byte(0x00);
        out.unsigned(this.#type(each));
      }
      out.text("host");
      out.text("memory");
      out.byte(0x02);
      out.byte(memory.shared ? 0x03 : 0x01);
      out.unsigned(memory.minimum);
      out.unsigned(memory.maximum);
    });
    const functions = section(this.#functions.length, (out) => {
      for (const each of this.#functions) out.unsigned(this.#type(each));
    });
    const types = section(this.#types.length, (out) => {
      for (const each of this.#types) writeSignature(out, each);
    });
    const globals = section(this.#globals.length, (out) => {
      for (const value of this.#globals) {
        for (const byte of [I32, 0x01, 0x41]) out.byte(byte);
        out.signed32(value);
        out.byte(0x0b);
      }
    });
    const exports = section(this.#exports.length, (out) => {
      for (const each of this.#exports) {
        out.text(each.name);
        out.byte(0x00);
        out.unsigned(each.index);
      }
    });
    const code = section(this.#functions.length, (out) => {
      for (const each of this.#functions) each.writeTo(out);
    });
    const module = new ByteWriter();
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) module.byte(byte);
    const sections = [types, imports, functions, globals, exports, code, this.#names()];
    [1, 2, 3, 6, 7, 10, 0].forEach((id, i) => {
      // Of nothing but the number of its items, which is 0.
      if (sections[i]!.length === 1) return;
      module.byte(id);
      module.nest(sections[i]!);
    });
    return module.toBytes();
  }

  /** What was noted on the code of each function, by its index. */
  notes(): ReadonlyMap<number, readonly Note[]> {
    return new Map(this.#functions.map(({ index, notes }) => [index, notes]));
  }

  #type(signature: Signature): number {
    const key = signatureKey(signature);
    const known = this.#types.findIndex((t) => signatureKey(t) === key);
    if (known >= 0) return known;
    this.#types.push({ params: signature.params, results: signature.results });
    return this.#types.length - 1;
  }

  #names(): ByteWriter {
    const all = [...this.#imports, ...this.#functions];
    const names = section(all.length, (out) => {
      all.forEach(({ name }, index) => {
        out.unsigned(index);
        out.text(name);
      });
    });
    const custom = new ByteWriter();
    custom.text("name");
    custom.byte(0x01);
    custom.nest(names);
    return custom;
  }
}

function signatureKey(signature: Signature): string {
  return `${signature.params.join()}>${signature.results.join()}`;
}

function writeSignature(out: ByteWriter, { params, results }: Signature): void {
  out.byte(0x60);
  for (const types of [params, results]) {
    out.unsigned(types.length);
    for (const type of types) out.byte(type);
  }
}

/** A number of items and the items. */
function section(count: number, items: (out: ByteWriter) => void): ByteWriter {
  const out = new ByteWriter();
  out.unsigned(count);
  items(out);
  return out;
}
