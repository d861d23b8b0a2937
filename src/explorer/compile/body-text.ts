// The body of one generated function in the text format. In, its bytes from the locals on, and the notes that were made
// where it was written; out, lines. Instructions follow one another as they run; a line ends where something was done with
// what was computed. The invariant: the lines assemble to the same bytes.

import type { ByteReader } from "./byte-reader.ts";
import type { Note } from "./function.ts";
import {
  ACCESS,
  ATOMIC_ACCESS,
  ATOMIC_PREFIX,
  EMPTY,
  I32,
  I64,
  INSTRUCTION,
  OPCODES,
  V128,
  VECTOR_ACCESS,
  VECTOR_OPCODES,
  VECTOR_PREFIX,
  VECTOR_ZEROS,
} from "./opcodes.ts";

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [I32, "i32"],
  [I64, "i64"],
  [V128, "v128"],
]);

const invert = (table: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(table).map(([name, opcode]) => [opcode, name]));

const PLAIN = invert(OPCODES);
const VECTOR = invert(VECTOR_OPCODES);
const VECTOR_ACCESSES = invert(VECTOR_ACCESS);
const ATOMIC_ACCESSES = new Map(Object.entries(ATOMIC_ACCESS).map(([name, [opcode]]) => [opcode as number, name]));
const SPECIAL = invert(INSTRUCTION);
const ACCESSES = new Map(Object.entries(ACCESS).map(([name, [opcode]]) => [opcode as number, name]));

/** After these something has been done: a value is kept, or control goes elsewhere. */
const ENDING = /^(local\.set|global\.set|br|br_if|br_table|return|drop|unreachable|\w+\.(atomic\.)?store\w*)$/;

const WIDTH = 100;

export function typeName(type: number): string {
  const name = TYPE_NAMES.get(type);
  if (name === undefined) throw new Error(`a type ${type} in generated code; please report this`);
  return name;
}

export interface Callee {
  readonly name: string;
  /** It leaves a value behind. */
  readonly returns: boolean;
}

/** `functions`: by index. The reader is after the size of the body, and at its end afterwards. */
export function bodyLines(reader: ByteReader, functions: readonly Callee[], notes: readonly Note[]): string[] {
  const locals = reader.items(() => new Array<string>(reader.unsigned()).fill(typeName(reader.byte()))).flat();
  const lines: string[] = locals.length === 0 ? [] : [`(local ${locals.join(" ")})`];
  const start = reader.position;
  const open: string[] = [];
  let line: string[] = [];
  let noted = 0;
  const indent = (): string => " ".repeat(open.length);
  const endLine = (): void => {
    if (line.length > 0) lines.push(indent() + line.join(" "));
    line = [];
  };
  const label = (depth: number): string => `$${open.length - depth}`;
  const add = (name: string, ...operands: readonly (string | number | bigint)[]): void => {
    const text = [name, ...operands].join(" ");
    if (line.length > 0 && line.join(" ").length + text.length >= WIDTH) endLine();
    line.push(text);
    if (ENDING.test(name)) endLine();
  };
  const structure = (name: string): void => {
    const type = reader.byte();
    const result = type === EMPTY ? [] : [`(result ${typeName(type)})`];
    add([name, `$${open.length + 1}`, ...result].join(" "));
    endLine();
    open.push(name);
  };
  const special = (name: string): void => {
    switch (name) {
      case "block":
      case "loop":
      case "if":
        return structure(name);
      case "else":
      case "end": {
        endLine();
        const kind = open.pop();
        if (kind === undefined) return;
        lines.push(indent() + name);
        if (name === "else") open.push(kind);
        return;
      }
      case "br":
      case "br_if":
        return add(name, label(reader.unsigned()));
      case "br_table": {
        const targets = reader.items(() => reader.unsigned());
        return add(name, ...[...targets, reader.unsigned()].map(label));
      }
      case "call": {
        const callee = functions[reader.unsigned()]!;
        add(name, `$${callee.name}`);
        if (!callee.returns) endLine();
        return;
      }
      case "i32.const":
      case "i64.const":
        return add(name, reader.signed());
      default:
        return add(name, reader.unsigned());
    }
  };
  /** The alignment, which is always the one that goes without saying, and the offset. */
  const place = (): string[] => {
    reader.unsigned();
    const offset = reader.unsigned();
    return offset === 0 ? [] : [`offset=${offset}`];
  };
  while (!reader.done) {
    for (; noted < notes.length && notes[noted]!.at <= reader.position - start; noted++) {
      endLine();
      lines.push(`${indent()};; ${notes[noted]!.text.replace(/\s+/g, " ")}`);
    }
    const opcode = reader.byte();
    const [simple, access, other] = [PLAIN.get(opcode), ACCESSES.get(opcode), SPECIAL.get(opcode)];
    if (simple !== undefined) add(simple);
    else if (access !== undefined) add(access, ...place());
    else if (other !== undefined) special(other);
    else if (opcode === ATOMIC_PREFIX) {
      const code = reader.unsigned();
      add(ATOMIC_ACCESSES.get(code) ?? unknown(code), ...place());
    } else if (opcode === VECTOR_PREFIX) {
      const code = reader.unsigned();
      const loading = VECTOR_ACCESSES.get(code);
      if (loading !== undefined) add(loading, ...place());
      else if (code === VECTOR_ZEROS) {
        reader.take(16);
        add("v128.const i32x4 0 0 0 0");
      } else add(VECTOR.get(code) ?? unknown(code));
    } else unknown(opcode);
  }
  return lines;
}

function unknown(opcode: number): never {
  throw new Error(`an instruction ${opcode} in generated code; please report this`);
}
