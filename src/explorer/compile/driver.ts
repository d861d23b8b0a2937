// Code of the search: expanding stored states. The functions are small and called once per state
// or per batch, which leaves registers to the loops inside them. What comes in is a stretch of the log; what goes out
// is a longer log, counts, and what was found. The invariant: after `expand` every successor of the states it was given
// is in the visited set or was cut, unless `full` is set.

import { type Compilation, emitFlushIfFull, entryBytes } from "./compilation.ts";
import { WordView } from "./field.ts";
import { writeFlush } from "./flush.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { writeLocate } from "./locate.ts";
import { CHUNK_PROCESSES, CONTROL, ENTRY_HEADER, FLAGS } from "./memory-map.ts";
import { emitByLocation } from "./predicate.ts";
import { emitInit, emitStep, type StepContext } from "./step.ts";
import type { VisitedFunctions } from "./visited.ts";

/** Code bytes after which the processes that follow get a function of their own. */
const CHUNK_CODE = 12_000;

/** Writes `expand`, `examine`, `sift` and `start` for the host, and what empties the batch. */
export function writeDriver(compilation: Compilation, visited: VisitedFunctions): void {
  const { module } = compilation;
  const chunks = writeChunks(compilation);
  writeExpand(compilation, module.declareExported("expand", [I32, I32], []), chunks);
  writeExamine(compilation, module.declareExported("examine", [I32, I32], [I32]), chunks);
  const sift = module.declareExported("sift", [I32, I32, I32, I32], [I32]);
  writeSift(compilation, sift, chunks, visited.find);
  if (compilation.indexed) writeLocate(compilation, visited.find);
  writeStart(compilation, module.declareExported("start", [I32], [I32]));
  writeFlush(compilation, visited);
}

/** (entry) → entry: the processes one after another, in as few functions as their code allows. */
function writeChunks(compilation: Compilation): readonly FunctionWriter[] {
  const { processes } = compilation.program;
  const chunks: FunctionWriter[] = [];
  for (let next = 0; next < processes.length; ) {
    const writer = compilation.module.declare(`steps${next}`, [I32], [I32]);
    chunks.push(writer);
    const context = stepContext(compilation, writer, 0);
    const first = next;
    const code = writer.capture(() => {
      do {
        const process = processes[next++]!;
        emitByLocation(compilation, writer, context.original, process, (id) => emitStep(context, process, id));
      } while (next < processes.length && next - first < CHUNK_PROCESSES && writer.size < CHUNK_CODE);
    });
    context.original.load({ known: compilation.map.current });
    writer.splice(code);
    writer.getGlobal(compilation.globals.flags);
    writer.get(context.flags);
    writer.op("i32.or");
    writer.setGlobal(compilation.globals.flags);
    writer.get(context.entry);
  }
  return chunks;
}

function stepContext(compilation: Compilation, writer: FunctionWriter, entry: number): StepContext {
  return {
    compilation,
    writer,
    entry,
    flags: writer.takeI32(),
    original: new WordView(writer),
    scratch: Array.from({ length: compilation.layout.words }, () => writer.takeI64()),
  };
}

/** One state: a copy of it at a fixed address, all chunks, then the check for quiescence. `entry` is a local. */
function emitState(
  compilation: Compilation,
  writer: FunctionWriter,
  chunks: readonly FunctionWriter[],
  pushAddress: () => void,
  entry: number,
): void {
  const { map, globals } = compilation;
  emitCopy(compilation, writer, pushAddress);
  writer.i32(0);
  writer.setGlobal(globals.flags);
  for (const chunk of chunks) {
    writer.get(entry);
    writer.call(chunk);
    writer.set(entry);
    emitFlushIfFull(compilation, writer, entry);
  }
  if (!looksForQuiet(compilation)) return;
  writer.getGlobal(globals.flags);
  writer.i32(FLAGS.obliging);
  writer.op("i32.and", "i32.eqz");
  writer.if(() => {
    writer.i32(map.current);
    writer.getGlobal(globals.flags);
    writer.call(compilation.functions.quiet);
  });
}

/** The log may move while a state is expanded, so what is expanded is a copy. */
function emitCopy({ map, layout }: Compilation, writer: FunctionWriter, pushAddress: () => void): void {
  for (let word = 0; word < layout.words; word++) {
    writer.i32(0);
    pushAddress();
    writer.access("i64.load", word * 8);
    writer.access("i64.store", map.current + word * 8);
  }
}

function looksForQuiet({ program }: Compilation): boolean {
  return program.mayEnd !== true || program.properties.some((property) => property.kind === "quiescent");
}

/** (first, end): expands the states with these numbers. */
function writeExpand(compilation: Compilation, writer: FunctionWriter, chunks: readonly FunctionWriter[]): void {
  const [first, end] = [0, 1];
  const entry = writer.takeI32();
  writer.i32(compilation.map.batch);
  writer.set(entry);
  emitStates(compilation, writer, { first, end }, (address) => {
    emitState(compilation, writer, chunks, () => writer.get(address), entry);
  });
  writer.get(entry);
  writer.call(compilation.functions.flush);
  writer.op("drop");
}

/**
 * For every state with a number from `first` to `end` - 1, both locals that change: `body` with a local for its
 * address.
 */
function emitStates(
  compilation: Compilation,
  writer: FunctionWriter,
  { first, end }: { readonly first: number; readonly end: number },
  body: (address: number) => void,
): void {
  const stride = compilation.layout.words * 8;
  const address = writer.takeI32();
  // From numbers to distances below the top of the log.
  for (const number of [first, end]) {
    writer.get(number);
    writer.i32(stride);
    writer.op("i32.mul");
    writer.set(number);
  }
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(first);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      writer.get(first);
      writer.i32(stride);
      writer.op("i32.add");
      writer.set(first);
      writer.i32(0);
      writer.access("i32.load", CONTROL.top);
      writer.get(first);
      writer.op("i32.sub");
      writer.set(address);
      body(address);
      writer.br(next);
    });
  });
  writer.release(address);
}

/**
 * (first, end, entry, list) → end of the list: the addresses of those states that have a successor in the visited set, which
 * by then holds only what is looked for. The steps of each are examined at `entry`.
 */
function writeSift(
  compilation: Compilation,
  writer: FunctionWriter,
  chunks: readonly FunctionWriter[],
  find: FunctionWriter,
): void {
  const [first, end, entries, list] = [0, 1, 2, 3];
  const entry = writer.takeI32();
  const last = writer.takeI32();
  emitStates(compilation, writer, { first, end }, (address) => {
    writer.get(entries);
    writer.set(last);
    emitState(compilation, writer, chunks, () => writer.get(address), last);
    writer.get(entries);
    writer.set(entry);
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(entry);
        writer.get(last);
        writer.op("i32.eq");
        writer.brIf(done);
        writer.get(entry);
        writer.access("i32.load");
        writer.op("i32.eqz");
        writer.if(() => {
          writer.get(entry);
          writer.i32(ENTRY_HEADER);
          writer.op("i32.add");
          writer.call(find);
          writer.if(() => {
            writer.get(list);
            writer.get(address);
            writer.access("i32.store");
            writer.get(list);
            writer.i32(4);
            writer.op("i32.add");
            writer.set(list);
            writer.br(done);
          });
        });
        writer.get(entry);
        writer.i32(entryBytes(compilation.layout));
        writer.op("i32.add");
        writer.set(entry);
        writer.br(next);
      });
    });
  });
  writer.get(list);
}

/** (state, entry) → end: the steps of one state as entries from an address on, which must have room for them all. */
function writeExamine(compilation: Compilation, writer: FunctionWriter, chunks: readonly FunctionWriter[]): void {
  const [state, entry] = [0, 1];
  emitState(compilation, writer, chunks, () => writer.get(state), entry);
  writer.get(entry);
}

/** (entry) → end: the states `init` leads to, as entries that are still to be flushed. */
function writeStart(compilation: Compilation, writer: FunctionWriter): void {
  const entry = 0;
  const context = stepContext(compilation, writer, entry);
  const code = writer.capture(() => emitInit(context));
  emitCopy(compilation, writer, () => writer.i32(compilation.map.defaults));
  context.original.load({ known: compilation.map.current });
  writer.splice(code);
  writer.get(entry);
}
