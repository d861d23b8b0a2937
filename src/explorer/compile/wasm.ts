// A WebAssembly module as bytes: functions declared and filled one by one come in, the binary format of the core
// specification (https://webassembly.github.io/spec/core/binary/) goes out, with a name section so that profiles read
// well. The invariant: a function's index is final from the moment it is declared, so bodies may call each other freely.

import { FunctionWriter, I32, type ValueType } from "./function.ts";
import { signed32, unsigned } from "./leb128.ts";

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
  toBytes(memory: { readonly minimum: number; readonly maximum: number }): Uint8Array<ArrayBuffer> {
    const imports = [
      ...this.#imports.map((i) => [...text("host"), ...text(i.name), 0x00, ...unsigned(this.#type(i))]),
      [...text("host"), ...text("memory"), 0x02, 0x01, ...unsigned(memory.minimum), ...unsigned(memory.maximum)],
    ];
    const functions = this.#functions.map((f) => unsigned(this.#type(f)));
    const globals = this.#globals.map((value) => [I32, 0x01, 0x41, ...signed32(value), 0x0b]);
    const exports = this.#exports.map((f) => [...text(f.name), 0x00, ...unsigned(f.index)]);
    const types = this.#types.map((t) => [
      0x60,
      ...vector(t.params.map((p) => [p])),
      ...vector(t.results.map((r) => [r])),
    ]);
    const sections = [
      section(1, vector(types)),
      section(2, vector(imports)),
      section(3, vector(functions)),
      section(6, vector(globals)),
      section(7, vector(exports)),
      section(10, codeSection(this.#functions)),
      section(0, this.#names()),
    ];
    const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    return concatenate([header, ...sections]);
  }

  #type(signature: Signature): number {
    const key = signatureKey(signature);
    const known = this.#types.findIndex((t) => signatureKey(t) === key);
    if (known >= 0) return known;
    this.#types.push({ params: signature.params, results: signature.results });
    return this.#types.length - 1;
  }

  #names(): number[] {
    const all = [...this.#imports.map((i) => i.name), ...this.#functions.map((f) => f.name)];
    const names = vector(all.map((name, index) => [...unsigned(index), ...text(name)]));
    return [...text("name"), 0x01, ...unsigned(names.length), ...names];
  }
}

function signatureKey(signature: Signature): string {
  return `${signature.params.join()}>${signature.results.join()}`;
}

function codeSection(functions: readonly FunctionWriter[]): number[] {
  const bytes = unsigned(functions.length);
  for (const writer of functions) {
    const body = writer.toBytes();
    for (const byte of unsigned(body.length)) bytes.push(byte);
    for (const byte of body) bytes.push(byte);
  }
  return bytes;
}

function section(id: number, content: readonly number[]): number[] {
  const bytes = [id, ...unsigned(content.length)];
  for (const byte of content) bytes.push(byte);
  return bytes;
}

function vector(items: readonly (readonly number[])[]): number[] {
  const bytes = unsigned(items.length);
  for (const item of items) for (const byte of item) bytes.push(byte);
  return bytes;
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

function concatenate(parts: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
