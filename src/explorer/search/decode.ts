// Stored states as records: a program, its layout and the words of a state come in, the state as people see it goes
// out. For the edges of the search only, where traces are made; nothing here is fast. The invariant: equal words are
// equal states, and live locals are the only ones shown.

import { Map as ImmutableMap, List } from "immutable";
import type { Program } from "../../spec/program/program.ts";
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
