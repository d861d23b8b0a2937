// How a state lies in 64-bit words: the program's columns, locations and live locals come in, the bits of each go out.
// A cell with bounds [lo, hi] takes as many bits as hi - lo needs and holds value - lo. The invariants: equal states
// have equal words, because a local that is not live has zero bits; no cell straddles two words; the cells of one run
// that share a word lie at one stride, so that an index becomes a shift.

import type { Column, Local, Process, Program } from "../../spec/program/program.ts";
import { colourLocals } from "./colour.ts";
import { FIRST_WORD_BITS, packBits } from "./packing.ts";
import { walkBody } from "./walk.ts";

/** Cells first … first + count - 1 of a run, the first of them at `shift` of `word`. */
export interface Chunk {
  readonly word: number;
  readonly shift: number;
  readonly first: number;
  readonly count: number;
}

export interface Field {
  /** `req.refs`, `cancel[0]@` for a location, `cancel[0].v` for a local. */
  readonly name: string;
  readonly kind: "column" | "location" | "local";
  readonly lo: number;
  readonly hi: number;
  /** Of one cell; 0 if it has one value only. */
  readonly bits: number;
  readonly count: number;
  /** In order of cells; none if there are no bits. Locals of one process that never live together share bits. */
  readonly chunks: readonly Chunk[];
}

/** Where a process stands, as a number without gaps. */
export interface LocationField extends Field {
  /** By location id: its code, or -1 for a location the process never stands at. */
  readonly codes: readonly number[];
  /** By code: the location's id. */
  readonly ids: readonly number[];
}

export interface Layout {
  readonly words: number;
  /** In use, of the 64 · words there are. */
  readonly bits: number;
  /** Everything that has a place, in order of declaration: for people. */
  readonly fields: readonly Field[];
  /** By column id. */
  readonly columns: readonly Field[];
  /** By process id. */
  readonly locations: readonly LocationField[];
  /** By process id, then local id; undefined for a local that lives at no location. */
  readonly locals: readonly (readonly (Field | undefined)[])[];
}

/** Plans the bits of a program's states. Deterministic. */
export function layOut(program: Program): Layout {
  const draft = new Draft();
  const columns = program.columns.map((column) => draft.addRun(column.name, "column", column));
  const locations = program.processes.map((process) => draft.addLocation(process));
  const locals = program.processes.map((process) => draft.addLocals(process));
  const { chunks, words, bits } = draft.pack();
  const place = (entry: Entry): Field => ({ ...entry.field, chunks: chunks(entry) });
  const placedColumns = columns.map(place);
  const placedLocations = locations.map(({ entry, ids, codes }) => ({ ...place(entry), ids, codes }));
  const placedLocals = locals.map((entries) => entries.map((entry) => entry && place(entry)));
  const fields = [
    ...placedColumns,
    ...program.processes.flatMap((process) => [
      ...(process.kind === "process" ? [placedLocations[process.id]!] : []),
      ...placedLocals[process.id]!.filter((field) => field !== undefined),
    ]),
  ];
  return { words, bits, fields, columns: placedColumns, locations: placedLocations, locals: placedLocals };
}

/** Bits that hold hi - lo + 1 values. */
function bitsOf(lo: number, hi: number): number {
  return 32 - Math.clz32(hi - lo);
}

interface Entry {
  readonly field: Omit<Field, "chunks">;
  /** Numbers of the items that hold its cells, and the cells of each but the last. */
  readonly items: readonly number[];
  readonly perItem: number;
}

class Draft {
  readonly #sizes: number[] = [];

  addRun(name: string, kind: Field["kind"], run: Pick<Column, "lo" | "hi" | "count">): Entry {
    const bits = bitsOf(run.lo, run.hi);
    const field = { name, kind, lo: run.lo, hi: run.hi, bits, count: run.count };
    if (bits === 0 || run.count === 0) return { field, items: [], perItem: run.count };
    const perItem = Math.min(run.count, Math.floor(FIRST_WORD_BITS / bits));
    const items: number[] = [];
    for (let first = 0; first < run.count; first += perItem) {
      items.push(this.#sizes.push(bits * Math.min(perItem, run.count - first)) - 1);
    }
    return { field, items, perItem };
  }

  addLocation(process: Process): { entry: Entry; ids: readonly number[]; codes: readonly number[] } {
    const ids = process.kind === "process" ? stations(process) : [0];
    const codes = process.locations.map((location) => ids.indexOf(location.id));
    const entry = this.addRun(`${process.name}@`, "location", { lo: 0, hi: ids.length - 1, count: 1 });
    return { entry, ids, codes };
  }

  addLocals(process: Process): readonly (Entry | undefined)[] {
    const live = new Set(process.locations.flatMap((location) => location.live));
    const total = (local: Local): number => bitsOf(local.lo, local.hi) * local.count;
    const entries: (Entry | undefined)[] = process.locals.map(() => undefined);
    const shared = process.locals.filter((local) => live.has(local.id) && total(local) <= FIRST_WORD_BITS);
    for (const group of colourLocals(process, shared, total)) {
      const item = this.#sizes.push(total(group[0]!)) - 1;
      for (const local of group) {
        const { name, lo, hi, count } = local;
        const bits = bitsOf(lo, hi);
        const field = { name: `${process.name}.${name}`, kind: "local" as const, lo, hi, bits, count };
        entries[local.id] = { field, items: bits === 0 ? [] : [item], perItem: count };
      }
    }
    for (const local of process.locals) {
      if (live.has(local.id) && total(local) > FIRST_WORD_BITS) {
        entries[local.id] = this.addRun(`${process.name}.${local.name}`, "local", local);
      }
    }
    return entries;
  }

  pack(): { chunks: (entry: Entry) => Chunk[]; words: number; bits: number } {
    const { places, words } = packBits(this.#sizes);
    const chunks = (entry: Entry): Chunk[] =>
      entry.items.map((item, index) => {
        const first = index * entry.perItem;
        return { ...places[item]!, first, count: Math.min(entry.perItem, entry.field.count - first) };
      });
    return { chunks, words, bits: this.#sizes.reduce((sum, size) => sum + size, 0) };
  }
}

/** The locations a process can stand at, in order of id: its entry and the targets of its steps. */
function stations(process: Process): readonly number[] {
  const found = new Set([process.entry.location]);
  const queue = [process.entry.location];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === 0) continue;
    walkBody(process.locations[id]!.step.body, {
      statement: (statement) => {
        if (statement.kind !== "goto" || found.has(statement.location)) return;
        found.add(statement.location);
        queue.push(statement.location);
      },
    });
  }
  return [...found].sort((a, b) => a - b);
}
