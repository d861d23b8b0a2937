// A generated module in the text format of WebAssembly, for people. In, the bytes that a ModuleWriter made and the notes
// made on its functions; out, text. The invariant: it is read off the very bytes that are run, and assembles to them again.

import { bodyLines, typeName } from "./body-text.ts";
import { ByteReader } from "./byte-reader.ts";
import type { Note } from "./function.ts";

interface Signature {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

const SECTION = { names: 0, types: 1, imports: 2, functions: 3, globals: 6, exports: 7, code: 10 } as const;

/** A number of items, 0. */
const NOTHING = new Uint8Array(1);

/** `notes`: those of each function, by its index. */
export function printModule(bytes: Uint8Array, notes: ReadonlyMap<number, readonly Note[]>): string {
  const module = new ByteReader(bytes);
  module.take(8);
  const sections = new Map<number, ByteReader>();
  while (!module.done) sections.set(module.byte(), module.nested());
  const section = (id: number): ByteReader => sections.get(id) ?? new ByteReader(NOTHING);
  const names = readNames(section(SECTION.names));
  const types = section(SECTION.types).items(() => readSignature(section(SECTION.types)));
  const imports = readImports(section(SECTION.imports));
  const kinds = section(SECTION.functions).items(() => section(SECTION.functions).unsigned());
  const code = section(SECTION.code);
  const all = [...imports.types, ...kinds].map((type, i) => ({
    name: imports.names[i] ?? names[i]!,
    returns: types[type]!.results.length > 0,
  }));
  let index = imports.types.length;
  const functions = code.items(() => {
    const type = kinds[index - imports.types.length]!;
    const head = `  (func $${names[index]} (type ${type})${signatureText(types[type]!)}`;
    const lines = bodyLines(code.nested(), all, notes.get(index) ?? []);
    index++;
    return ["", head, ...lines.map((line) => `    ${line}`), "  )"].join("\n");
  });
  return [
    "(module",
    ...types.map((type, number) => `  (type (;${number};) (func${signatureText(type)}))`),
    ...imports.lines,
    ...readGlobals(section(SECTION.globals)),
    ...functions,
    "",
    ...readExports(section(SECTION.exports), names),
    ")",
  ].join("\n");
}

function signatureText({ params, results }: Signature): string {
  const part = (name: string, types: readonly string[]): string =>
    types.length === 0 ? "" : ` (${name} ${types.join(" ")})`;
  return part("param", params) + part("result", results);
}

function readSignature(reader: ByteReader): Signature {
  reader.byte();
  const types = (): string[] => reader.items(() => typeName(reader.byte()));
  return { params: types(), results: types() };
}

function readNames(reader: ByteReader): string[] {
  reader.text();
  reader.byte();
  const functions = reader.nested();
  return functions.items(() => {
    functions.unsigned();
    return functions.text();
  });
}

interface Imports {
  readonly lines: readonly string[];
  /** Of the functions among them. A function of the module may have the same name as one of the host's. */
  readonly names: readonly string[];
  readonly types: readonly number[];
}

function readImports(reader: ByteReader): Imports {
  const [names, types]: [string[], number[]] = [[], []];
  const lines = reader.items(() => {
    const [space, name] = [reader.text(), reader.text()];
    const from = `  (import "${space}" "${name}"`;
    if (reader.byte() === 0) {
      const type = reader.unsigned();
      names.push(`${space}.${name}`);
      types.push(type);
      return `${from} (func $${space}.${name} (type ${type})))`;
    }
    const shared = reader.byte() === 0x03 ? " shared" : "";
    return `${from} (memory ${reader.unsigned()} ${reader.unsigned()}${shared}))`;
  });
  return { lines, names, types };
}

function readGlobals(reader: ByteReader): string[] {
  let number = 0;
  return reader.items(() => {
    const type = typeName(reader.byte());
    // Mutable, and a constant follows.
    reader.take(2);
    const value = reader.signed();
    reader.byte();
    return `  (global (;${number++};) (mut ${type}) (${type}.const ${value}))`;
  });
}

function readExports(reader: ByteReader, names: readonly string[]): string[] {
  return reader.items(() => {
    const name = reader.text();
    reader.byte();
    return `  (export "${name}" (func $${names[reader.unsigned()]}))`;
  });
}
