// States as records and states as words: the layout comes in, and a pair of functions that are each other's inverse on
// the states of the program goes out. For the edges of the search only (initial values, traces); nothing here is fast.

import { Map as ImmutableMap, List } from "immutable";
import type { Program } from "../../spec/program/program.ts";
import { writeCells } from "../compile/defaults.ts";
import { maskOf } from "../compile/field.ts";
import type { Field, Layout } from "../compile/layout.ts";
import { makeState, type State } from "../state.ts";

/** The state that the words hold. The occupied bit is not looked at. */
export function decodeState(program: Program, layout: Layout, words: readonly bigint[]): State {
  const locations = program.processes.map((process) => {
    const field = layout.locations[process.id]!;
    return field.ids[readCells(field, words)[0]!]!;
  });
  return makeState({
    shared: List(layout.columns.map((field) => List(readCells(field, words)))),
    locations: List(locations),
    locals: List(
      program.processes.map((process) => {
        const live = process.kind === "process" ? process.locations[locations[process.id]!]!.live : [];
        const fields = layout.locals[process.id]!;
        return ImmutableMap(live.map((id) => [id, List(readCells(fields[id]!, words))]));
      }),
    ),
  });
}

/** The words of a state, without the occupied bit. */
export function encodeState(program: Program, layout: Layout, state: State): bigint[] {
  const words = new Array<bigint>(layout.words).fill(0n);
  state.shared.forEach((cells, id) => {
    writeCells(layout.columns[id]!, words, cells.toArray());
  });
  for (const process of program.processes) {
    const field = layout.locations[process.id]!;
    writeCells(field, words, [field.codes[state.locations.get(process.id)!]!]);
    state.locals.get(process.id)?.forEach((cells, id) => {
      writeCells(layout.locals[process.id]![id]!, words, cells.toArray());
    });
  }
  return words;
}

function readCells(field: Field, words: readonly bigint[]): number[] {
  const cells = new Array<number>(field.count).fill(field.lo);
  for (const chunk of field.chunks) {
    for (let i = 0; i < chunk.count; i++) {
      const shift = BigInt(chunk.shift + i * field.bits);
      cells[chunk.first + i] = field.lo + Number((words[chunk.word]! >> shift) & maskOf(field.bits));
    }
  }
  return cells;
}
