// Code that reads and writes cells of a packed state. A field of the layout, the words of a state and the index of a
// cell come in; shifts, masks and, for a run over several words, comparisons of the index go out. The invariant: an
// index outside the run reads or writes some cell of the program's own state and never traps; the lowering has excluded
// it.

import { type FunctionWriter, I32, I64, type ValueType } from "./function.ts";
import type { Chunk, Field } from "./layout.ts";

/** The words of one state as i64 locals, made when first needed. */
export class WordView {
  readonly #writer: FunctionWriter;
  readonly #locals = new Map<number, number>();
  /** Locals by word, if several views take turns with the same ones. */
  readonly #shared: readonly number[] | null;

  constructor(writer: FunctionWriter, shared: readonly number[] | null = null) {
    this.#writer = writer;
    this.#shared = shared;
  }

  /** The local that holds a word. */
  local(word: number): number {
    const known = this.#locals.get(word);
    if (known !== undefined) return known;
    const local = this.#shared?.[word] ?? this.#writer.reserve(I64);
    this.#locals.set(word, local);
    return local;
  }

  /** The words asked for so far, in order. */
  get touched(): readonly number[] {
    return [...this.#locals.keys()].sort((a, b) => a - b);
  }

  has(word: number): boolean {
    return this.#locals.has(word);
  }

  /** Loads every word asked for from the state whose address is in a local, or is known. */
  load(address: { readonly local: number } | { readonly known: number }): void {
    for (const word of this.touched) {
      if ("local" in address) this.#writer.get(address.local);
      else this.#writer.i32(0);
      this.#writer.access("i64.load", word * 8 + ("known" in address ? address.known : 0));
      this.#writer.set(this.local(word));
    }
  }
}

/** The index of a cell: known now, or in a local. */
export type CellIndex = { readonly known: number } | { readonly local: number };

/** Leaves the cell's value, an i32, on the stack. */
export function readField(writer: FunctionWriter, view: WordView, field: Field, index: CellIndex): void {
  if (field.bits === 0) {
    writer.i32(field.lo);
    return;
  }
  readRaw(writer, view, field, index);
  if (field.lo !== 0) {
    writer.i32(field.lo);
    writer.op("i32.add");
  }
}

/** As `readField`, without adding the field's lowest value. */
export function readRaw(writer: FunctionWriter, view: WordView, field: Field, index: CellIndex): void {
  if ("known" in index) {
    const chunk = chunkOf(field, index.known);
    const shift = chunk.shift + (index.known - chunk.first) * field.bits;
    writer.get(view.local(chunk.word));
    extract(writer, chunk.word, shift, field.bits);
    return;
  }
  selectChunk(writer, field.chunks, index.local, I32, (chunk) => {
    writer.get(view.local(chunk.word));
    pushShift(writer, field, chunk, index.local);
    writer.op("i64.shr_u", "i32.wrap_i64");
    pushMask(writer, field.bits);
  });
}

/** Stores the value on the stack, an i32 within the field's bounds, into the cell. */
export function writeField(writer: FunctionWriter, view: WordView, field: Field, index: CellIndex): void {
  if (field.bits === 0) {
    writer.op("drop");
    return;
  }
  if (field.lo !== 0) {
    writer.i32(field.lo);
    writer.op("i32.sub");
  }
  const raw = writer.takeI64();
  writer.op("i64.extend_i32_u");
  writer.set(raw);
  if ("known" in index) {
    const chunk = chunkOf(field, index.known);
    const shift = chunk.shift + (index.known - chunk.first) * field.bits;
    const word = view.local(chunk.word);
    writer.get(word);
    writer.i64(~(maskOf(field.bits) << BigInt(shift)));
    writer.op("i64.and");
    writer.get(raw);
    if (shift > 0) {
      writer.i64(BigInt(shift));
      writer.op("i64.shl");
    }
    writer.op("i64.or");
    writer.set(word);
  } else {
    selectChunk(writer, field.chunks, index.local, undefined, (chunk) => {
      const shift = writer.takeI64();
      const word = view.local(chunk.word);
      pushShift(writer, field, chunk, index.local);
      writer.set(shift);
      writer.get(word);
      writer.i64(maskOf(field.bits));
      writer.get(shift);
      writer.op("i64.shl");
      writer.i64(-1n);
      writer.op("i64.xor", "i64.and");
      writer.get(raw);
      writer.get(shift);
      writer.op("i64.shl", "i64.or");
      writer.set(word);
      writer.release(shift);
    });
  }
  writer.release(raw);
}

/** Stores a value known now into a cell known now. */
export function writeConstant(writer: FunctionWriter, view: WordView, field: Field, cell: number, value: number): void {
  if (field.bits === 0) return;
  const chunk = chunkOf(field, cell);
  const shift = BigInt(chunk.shift + (cell - chunk.first) * field.bits);
  const word = view.local(chunk.word);
  const mask = maskOf(field.bits);
  const raw = BigInt(value - field.lo) & mask;
  writer.get(word);
  if (raw !== mask) {
    writer.i64(~(mask << shift));
    writer.op("i64.and");
  }
  if (raw !== 0n) {
    writer.i64(raw << shift);
    writer.op("i64.or");
  }
  writer.set(word);
}

/** The bits of all cells of a field, by word. */
export function fieldMasks(field: Field): ReadonlyMap<number, bigint> {
  const masks = new Map<number, bigint>();
  for (const chunk of field.chunks) {
    const mask = maskOf(field.bits * chunk.count) << BigInt(chunk.shift);
    masks.set(chunk.word, (masks.get(chunk.word) ?? 0n) | mask);
  }
  return masks;
}

export function maskOf(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

function chunkOf(field: Field, cell: number): Chunk {
  const chunk = field.chunks.find((c) => cell >= c.first && cell < c.first + c.count);
  if (chunk === undefined) throw new Error(`${field.name} has no cell ${cell}; please report this`);
  return chunk;
}

/** From the i64 on the stack the bits from `shift` on, as an i32. */
function extract(writer: FunctionWriter, word: number, shift: number, bits: number): void {
  if (shift + bits <= 32) {
    writer.op("i32.wrap_i64");
    if (shift > 0) {
      writer.i32(shift);
      writer.op("i32.shr_u");
    }
    if (shift + bits < 32) pushMask(writer, bits);
    return;
  }
  writer.i64(BigInt(shift));
  writer.op("i64.shr_u", "i32.wrap_i64");
  if (word === 0 || shift + bits < 64) pushMask(writer, bits);
}

function pushMask(writer: FunctionWriter, bits: number): void {
  if (bits === 32) return;
  writer.i32(2 ** bits - 1);
  writer.op("i32.and");
}

/** The shift of the cell whose number is in a local, as an i64. */
function pushShift(writer: FunctionWriter, field: Field, chunk: Chunk, index: number): void {
  const base = chunk.shift - chunk.first * field.bits;
  writer.get(index);
  if (field.bits !== 1) {
    writer.i32(field.bits);
    writer.op("i32.mul");
  }
  if (base !== 0) {
    writer.i32(base);
    writer.op("i32.add");
  }
  writer.op("i64.extend_i32_u");
}

/** Code for the chunk that holds the cell, found by halving. */
function selectChunk(
  writer: FunctionWriter,
  chunks: readonly Chunk[],
  index: number,
  result: ValueType | undefined,
  body: (chunk: Chunk) => void,
): void {
  if (chunks.length === 1) {
    body(chunks[0]!);
    return;
  }
  const middle = chunks.length >> 1;
  writer.get(index);
  writer.i32(chunks[middle]!.first);
  writer.op("i32.lt_u");
  writer.if(
    () => selectChunk(writer, chunks.slice(0, middle), index, result, body),
    () => selectChunk(writer, chunks.slice(middle), index, result, body),
    result,
  );
}
