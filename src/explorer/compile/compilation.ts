// What the parts of the code generator share while they write one module: the program, its layout and addresses, and
// the functions they call in one another, declared before any body is written.

import type { Predicate, Process, Program } from "../../spec/program/program.ts";
import { choiceBytes } from "./choice.ts";
import type { FunctionWriter } from "./function.ts";
import type { Layout } from "./layout.ts";
import {
  ABSORBED,
  BATCH,
  BUCKET_SLOT_BYTES,
  CHUNK_PROCESSES,
  CONTROL,
  ENTRY_HEADER,
  type ExchangeMap,
  FIRST_FREE,
  INBOX,
  INBOX_ENTRIES,
  LOW_SLOTS,
  type MemoryMap,
  OBSERVER,
  OUTBOX_ENTRIES,
  OVERFLOW_STATES,
  type Remainders,
  recentBits,
  type Sharing,
  SLOT_BYTES,
} from "./memory-map.ts";
import type { TablePool } from "./table-pool.ts";
import type { ModuleWriter } from "./wasm.ts";

/** What code of a visited set needs, whatever states it holds. */
export interface SetCompilation {
  readonly map: Pick<
    MemoryMap,
    "remainders" | "exchange" | "slotBytes" | "overflow" | "overflowCopy" | "low" | "table"
  >;
  readonly module: ModuleWriter;
  /** States beside the buckets after which it grows. */
  readonly maxOverflow: number;
}

export interface Compilation extends SetCompilation {
  readonly program: Program;
  readonly layout: Layout;
  readonly map: MemoryMap;
  readonly tables: TablePool;
  /** Slots of the visited set hold a hash and the number of a state, not the state itself. */
  readonly indexed: boolean;
  /** Slots between an entry and its home that make the visited set grow. */
  readonly maxDisplacement: number;
  /** Functions of the set that this program's engine has in common with others; null where it has a set of its own. */
  readonly common: CommonFunctions | null;
  readonly globals: {
    /** Flags of the state being expanded. */
    readonly flags: number;
  };
  readonly functions: {
    /** host.makeRoom(): grows the visited set or declares it full. */
    readonly makeRoom: number;
    /** host.deliver(partition): empties an outbox. Not called if there is one partition alone. */
    readonly deliver: number;
    /** (end of batch) → address of the next entry: empties the batch. */
    readonly flush: FunctionWriter;
    /** (lowest address, end): looks at log entries for violations and witnesses. */
    readonly observe: FunctionWriter;
    /** (state, flags): a state without an obliging step. */
    readonly quiet: FunctionWriter;
    /** (entry, site, number of the location in the coverage) → address of the next entry: a step that fails. */
    readonly fail: FunctionWriter;
    /** (state after, state before, process, location): step properties. */
    readonly judge: FunctionWriter;
    /** (state) → 0 inside `within`, otherwise outside; null if there is no constraint. */
    readonly within: FunctionWriter | null;
    /** (state) → 0 where the program may end; null if that is never, or always. */
    readonly mayEnd: FunctionWriter | null;
    /** (entry, answer of `within`) → address of the next entry: a successor that is cut. */
    readonly outside: FunctionWriter;
    /** (state) → 1 if the step of the process is enabled; made when first asked for. */
    readonly enabled: (process: number) => FunctionWriter;
  };
}

/** Imported functions of a set in another memory (common-set.ts): one of a kind for one hash, and one for several. */
export interface CommonFunctions {
  readonly ahead: number;
  readonly aheadTogether: number;
  readonly look: number;
  readonly lookTogether: number;
  readonly account: number;
}

/** Bytes of a batch entry. */
export function entryBytes(layout: Layout): number {
  return ENTRY_HEADER + layout.words * 8;
}

/** Empties the batch if it is at its end; `entry` is the local with the address of the next entry. */
export function emitFlushIfFull(compilation: Compilation, writer: FunctionWriter, entry: number): void {
  writer.get(entry);
  writer.i32(0);
  writer.access("i32.load", CONTROL.room);
  writer.op("i32.ge_u");
  writer.if(() => {
    writer.get(entry);
    writer.call(compilation.functions.flush);
    writer.set(entry);
  });
}

/** All predicates of a program. */
export function predicatesOf(program: Program): readonly Predicate[] {
  const others = [program.within, program.mayEnd].filter((p) => p !== null && p !== true);
  return [...program.properties.flatMap((property) => property.conjuncts), ...others];
}

/** Fixes the addresses of everything below the visited set. `tableBytes` are reserved for constant tables. */
export function mapMemory(
  program: Program,
  layout: Layout,
  tableBytes: number,
  sharing: Sharing | null,
  remainders: Remainders | null,
): MemoryMap {
  let next = FIRST_FREE;
  const reserve = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const coverageIndex: number[] = [];
  let coverageCount = 1;
  for (const process of program.processes) {
    coverageIndex.push(coverageCount);
    coverageCount += process.locations.length;
  }
  const observers = OBSERVER.firstProperty + program.properties.length;
  const stepChoices = Math.max(
    0,
    ...bodiesOf(program).map(choiceBytes),
    program.initial.step === null ? 0 : choiceBytes(program.initial.step.body),
  );
  const stepRuns = Math.max(0, ...[...program.processes, program.initial].map((owner) => runBytes(owner.locals)));
  const predicateRuns = Math.max(0, ...predicatesOf(program).map((predicate) => runBytes(predicate.locals)));
  const branchCount = program.branches.length * 2;
  const coverage = reserve((coverageCount + branchCount) * 8);
  const wanted = reserve(observers * 4);
  const found = reserve(observers * 4);
  const sites = reserve(program.sites.length * 4);
  const tables = reserve(tableBytes);
  const choices = [reserve(stepChoices), reserve(stepChoices)] as const;
  const registers = [reserve(stepRuns), reserve(stepRuns), reserve(predicateRuns)] as const;
  const defaults = reserve(layout.words * 8);
  const current = reserve(layout.words * 8);
  const spare = reserve(layout.words * 8);
  const batch = reserve((BATCH + CHUNK_PROCESSES + 1) * entryBytes(layout));
  const batchEnd = batch + BATCH * entryBytes(layout);
  const recent = reserve(2 ** recentBits(sharing) * layout.words * 8);
  const exchange = sharing && mapExchange(sharing, layout.words * 8, reserve);
  const overflowBytes = remainders?.slotBytes === BUCKET_SLOT_BYTES ? OVERFLOW_STATES * 8 : 0;
  const [overflow, overflowCopy] = [reserve(overflowBytes), reserve(overflowBytes)];
  const low = reserve(LOW_SLOTS * SLOT_BYTES);
  const table = Math.ceil(next / 4096) * 4096;
  return {
    coverage,
    coverageIndex,
    coverageCount,
    branches: coverage + coverageCount * 8,
    branchCount,
    wanted,
    found,
    observers,
    sites,
    tables,
    choices,
    registers,
    defaults,
    current,
    spare,
    batch,
    batchEnd,
    recent,
    recentBits: recentBits(sharing),
    remainders,
    slotBytes: remainders?.slotBytes ?? SLOT_BYTES,
    exchange,
    overflow,
    overflowCopy,
    low,
    table,
  };
}

function mapExchange(sharing: Sharing, stateBytes: number, reserve: (bytes: number) => number): ExchangeMap {
  const partitions = 2 ** sharing.bits;
  const outboxBytes = OUTBOX_ENTRIES * stateBytes;
  const inboxBytes = INBOX.states + INBOX_ENTRIES * stateBytes;
  const ends = reserve(partitions * 4);
  const outboxes = reserve(partitions * outboxBytes);
  const notes = reserve(ABSORBED * 8);
  const inboxes = reserve(sharing.members * inboxBytes);
  return { ...sharing, ends, outboxes, outboxBytes, notes, inboxes, inboxBytes };
}

function bodiesOf(program: Program): readonly Process["locations"][number]["step"]["body"][] {
  return program.processes.flatMap((process) => process.locations.map((location) => location.step.body));
}

function runBytes(locals: readonly { readonly count: number }[]): number {
  return locals.reduce((sum, local) => sum + (local.count > 1 ? local.count * 4 : 0), 0);
}
