// A Program as a WebAssembly module: layout, addresses and code in one go. What comes in is the Program; what goes out
// is everything a search needs to run it. The invariant: equal programs give equal bytes.

import type { Program } from "../../spec/program/program.ts";
import { COMMON_FUNCTIONS } from "./common-set.ts";
import { type Compaction, drawKeys, slotBytesOf } from "./compaction.ts";
import { type Compilation, mapMemory } from "./compilation.ts";
import { writeDriver } from "./driver.ts";
import { type FunctionWriter, I32, I64, type Note } from "./function.ts";
import { type Layout, layOut } from "./layout.ts";
import { MAX_DISPLACEMENT, type MemoryMap, OVERFLOW_STATES, type Remainders, type Sharing } from "./memory-map.ts";
import { writeObservers } from "./observers.ts";
import { writeEnabled } from "./predicate.ts";
import { TablePool, tableBytes } from "./table-pool.ts";
import { writeVisited } from "./visited.ts";
import { ModuleWriter } from "./wasm.ts";

export interface CompiledProgram {
  readonly program: Program;
  readonly layout: Layout;
  readonly map: MemoryMap;
  readonly indexed: boolean;
  /** Null for a visited set that is exact. */
  readonly compaction: Compaction | null;
  /** Constant tables, to be written at `map.tables` as int32. */
  readonly tables: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For its text: see module-text.ts. */
  readonly notes: ReadonlyMap<number, readonly Note[]>;
}

export interface CompileSettings {
  /** Slots of the visited set hold numbers of states; without it only states of more than one word do. */
  readonly indexed: boolean;
  /** An entry further than this many slots from its home makes the visited set grow. At most, and by default, 2048. */
  readonly maxDisplacement?: number;
  /** More states beside the buckets than these make it grow, too. At most, and by default, 16384. */
  readonly maxOverflow?: number;
  /** Share the states out over partitions with memories that several threads see. */
  readonly sharing?: Sharing;
  /** The visited set is in another memory, and other engines have it in common with this one. */
  readonly common?: boolean;
  /** Keep remainders in slots of so many bytes. Only for states of one word, and not where they are numbered. */
  readonly slotBytes?: Remainders["slotBytes"];
  /** Keep hashes in place of states: see compaction.ts. Not where states are numbered. */
  readonly compaction?: Compaction | null;
}

/** Compiles a program for one search. */
export function compileProgram(program: Program, settings: CompileSettings = { indexed: false }): CompiledProgram {
  const layout = layOut(program);
  const remainders = remaindersOf(settings, layout);
  const map = mapMemory(program, layout, tableBytes(program), settings.sharing ?? null, remainders);
  const tables = new TablePool(map.tables);
  const module = new ModuleWriter();
  const indexed = settings.indexed || (layout.words > 1 && (remainders?.keys ?? null) === null);
  if (indexed && remainders !== null) throw new Error("remainders of states with numbers; please report this");
  const makeRoom = module.importFunction("makeRoom", [], []);
  const deliver = module.importFunction("deliver", [I32], []);
  const ofHashes = (name: keyof typeof COMMON_FUNCTIONS): number =>
    module.importFunction(name, new Array<typeof I64>(COMMON_FUNCTIONS[name]).fill(I64), [I32]);
  const common =
    settings.common === true
      ? {
          ahead: ofHashes("ahead"),
          aheadTogether: ofHashes("aheadTogether"),
          look: ofHashes("look"),
          lookTogether: ofHashes("lookTogether"),
          account: module.importFunction("account", [I32], [I32]),
        }
      : null;
  const enabled = new Map<number, FunctionWriter>();
  const compilation: Compilation = {
    program,
    layout,
    map,
    tables,
    module,
    indexed,
    maxDisplacement: settings.maxDisplacement ?? MAX_DISPLACEMENT,
    maxOverflow: settings.maxOverflow ?? OVERFLOW_STATES / 2,
    common,
    globals: { flags: module.addGlobal(0) },
    functions: {
      makeRoom,
      deliver,
      flush: module.declareExported("flush", [I32], [I32]),
      observe: module.declare("observe", [I32, I32], []),
      quiet: module.declare("quiet", [I32, I32], []),
      judge: module.declare("judge", [I32, I32, I32, I32], []),
      within: program.within === null ? null : module.declareExported("within", [I32], [I32]),
      mayEnd:
        program.mayEnd === null || program.mayEnd === true ? null : module.declareExported("mayEnd", [I32], [I32]),
      outside: module.declare("outside", [I32, I32], [I32]),
      fail: module.declare("fail", [I32, I32, I32], [I32]),
      enabled: (process) => {
        let writer = enabled.get(process);
        if (writer === undefined) {
          writer = module.declare(`enabled${process}`, [I32], [I32]);
          enabled.set(process, writer);
          writer.note(`(state) → 1 if ${program.processes[process]!.name} can take a step`);
          writeEnabled(compilation, writer, program.processes[process]!);
        }
        return writer;
      },
    },
  };
  const visited = writeVisited(compilation);
  writeDriver(compilation, visited);
  writeObservers(compilation);
  const bytes = module.toBytes({ minimum: 1, maximum: 65536, shared: map.exchange !== null || common !== null });
  const { compaction = null } = settings;
  return { program, layout, map, indexed, compaction, tables: tables.contents, bytes, notes: module.notes() };
}

function remaindersOf({ slotBytes, compaction = null }: CompileSettings, layout: Layout): Remainders | null {
  if (compaction !== null) {
    const { hashBits, seed } = compaction;
    return { stateBits: hashBits, slotBytes: slotBytesOf(hashBits), keys: drawKeys(layout.words, seed) };
  }
  return slotBytes === undefined ? null : { stateBits: bitsInUse(layout), slotBytes, keys: null };
}

/** Bits of the first word up to the last one that any state sets; at least 1. */
export function bitsInUse({ fields, locations }: Layout): number {
  const ends = [...fields, ...locations].flatMap(({ bits, chunks }) =>
    chunks.filter(({ word }) => word === 0).map(({ shift, count }) => shift + count * bits),
  );
  return Math.max(1, ...ends);
}
