// The words that a program starts from, before `init`. The program and its layout come in; one state goes out. Apart
// from search/decode.ts, so that a search that finds nothing never loads what shows states to people.

import type { Program } from "../../spec/program/program.ts";
import type { Field, Layout } from "./layout.ts";

/** Every column by default and every process where it is created; without the occupied bit. */
export function encodeDefaults(program: Program, layout: Layout): bigint[] {
  const words = new Array<bigint>(layout.words).fill(0n);
  program.initial.cells.forEach((cells, id) => {
    writeCells(layout.columns[id]!, words, cells);
  });
  for (const { id, entry } of program.processes) {
    const field = layout.locations[id]!;
    writeCells(field, words, [field.codes[entry.location]!]);
    for (const local of entry.locals) writeCells(layout.locals[id]![local.id]!, words, local.values);
  }
  return words;
}

/** Adds cells to words whose bits for the field are zero. */
function writeCells(field: Field, words: bigint[], cells: readonly number[]): void {
  for (const cell of cells) {
    if (!(cell >= field.lo && cell <= field.hi)) throw new Error(`${field.name} is ${cell}; please report this`);
  }
  for (const chunk of field.chunks) {
    for (let i = 0; i < chunk.count; i++) {
      const shift = BigInt(chunk.shift + i * field.bits);
      words[chunk.word]! |= BigInt(cells[chunk.first + i]! - field.lo) << shift;
    }
  }
}
