// Code of the search: expanding stored states and emptying the batch. The functions are small and called once per state or
// per batch, which leaves registers to the loops inside them. What comes in is a stretch of the log; what goes out is a
// longer log, counts, and what was found. The invariant: after `expand` every successor of the states it was given is in
// the visited set or was cut, unless `full` is set.

import { type Compilation, emitFlushIfFull } from "./compilation.ts";
import { WordView } from "./field.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { CHUNK_PROCESSES, CONTROL, FLAGS, MODE } from "./memory-map.ts";
import { emitByLocation } from "./predicate.ts";
import { emitInit, emitStep, type StepContext } from "./step.ts";
import type { VisitedFunctions } from "./visited.ts";

/** Code bytes after which the processes that follow get a function of their own. */
const CHUNK_CODE = 12_000;

/** Writes `expand`, `examine` and `start` for the host, and `flush`. */
export function writeDriver(compilation: Compilation, visited: VisitedFunctions): void {
  const { module } = compilation;
  const chunks = writeChunks(compilation);
  writeExpand(compilation, module.declareExported("expand", [I32, I32], []), chunks);
  writeExamine(compilation, module.declareExported("examine", [I32, I32], [I32]), chunks);
  writeStart(compilation, module.declareExported("start", [I32], [I32]));
  writeFlush(compilation, visited);
}

/** (state, entry) → entry: the processes one after another, in as few functions as their code allows. */
function writeChunks(compilation: Compilation): readonly FunctionWriter[] {
  const { processes } = compilation.program;
  const chunks: FunctionWriter[] = [];
  for (let next = 0; next < processes.length; ) {
    const writer = compilation.module.declare(`steps${next}`, [I32, I32], [I32]);
    chunks.push(writer);
    const context = stepContext(compilation, writer, 0, 1);
    const first = next;
    const code = writer.capture(() => {
      do {
        const process = processes[next++]!;
        emitByLocation(compilation, writer, context.original, process, (id) => emitStep(context, process, id));
      } while (next < processes.length && next - first < CHUNK_PROCESSES && writer.size < CHUNK_CODE);
    });
    context.original.load(context.source);
    writer.splice(code);
    writer.getGlobal(compilation.globals.flags);
    writer.get(context.flags);
    writer.op("i32.or");
    writer.setGlobal(compilation.globals.flags);
    writer.get(context.entry);
  }
  return chunks;
}

function stepContext(compilation: Compilation, writer: FunctionWriter, source: number, entry: number): StepContext {
  return {
    compilation,
    writer,
    source,
    entry,
    flags: writer.takeI32(),
    original: new WordView(writer),
    scratch: Array.from({ length: compilation.layout.words }, () => writer.takeI64()),
  };
}

/** One state: all chunks, then the check for quiescence. `state` and `entry` are locals. */
function emitState(
  compilation: Compilation,
  writer: FunctionWriter,
  chunks: readonly FunctionWriter[],
  state: number,
  entry: number,
): void {
  const { flags } = compilation.globals;
  writer.i32(0);
  writer.setGlobal(flags);
  for (const chunk of chunks) {
    writer.get(state);
    writer.get(entry);
    writer.call(chunk);
    writer.set(entry);
    emitFlushIfFull(compilation, writer, entry);
  }
  if (!looksForQuiet(compilation)) return;
  writer.getGlobal(flags);
  writer.i32(FLAGS.obliging);
  writer.op("i32.and", "i32.eqz");
  writer.if(() => {
    writer.get(state);
    writer.getGlobal(flags);
    writer.call(compilation.functions.quiet);
  });
}

function looksForQuiet({ program }: Compilation): boolean {
  return program.mayEnd !== true || program.properties.some((property) => property.kind === "quiescent");
}

/** (first state, end): expands a stretch of the log. Addresses fall; the end is where the next state would lie. */
function writeExpand(compilation: Compilation, writer: FunctionWriter, chunks: readonly FunctionWriter[]): void {
  const [state, end] = [0, 1];
  const entry = writer.takeI32();
  writer.i32(compilation.map.batch);
  writer.set(entry);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(state);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      emitState(compilation, writer, chunks, state, entry);
      writer.get(state);
      writer.i32(compilation.layout.words * 8);
      writer.op("i32.sub");
      writer.set(state);
      writer.br(next);
    });
  });
  writer.get(entry);
  writer.call(compilation.functions.flush);
  writer.op("drop");
}

/** (state, entry) → end: the steps of one state as entries from an address on, which must have room for them all. */
function writeExamine(compilation: Compilation, writer: FunctionWriter, chunks: readonly FunctionWriter[]): void {
  const [state, entry] = [0, 1];
  emitState(compilation, writer, chunks, state, entry);
  writer.get(entry);
}

/** (entry) → end: the states `init` leads to, as entries that are still to be flushed. */
function writeStart(compilation: Compilation, writer: FunctionWriter): void {
  const entry = 0;
  const source = writer.takeI32();
  const context = stepContext(compilation, writer, source, entry);
  const code = writer.capture(() => emitInit(context));
  writer.i32(compilation.map.defaults);
  writer.set(source);
  context.original.load(source);
  writer.splice(code);
  writer.get(entry);
}

/** (end of batch) → address of the next entry. */
function writeFlush(compilation: Compilation, visited: VisitedFunctions): void {
  const writer = compilation.functions.flush;
  const end = 0;
  const { batch } = compilation.map;
  const before = writer.takeI32();
  const load = (address: number): void => {
    writer.i32(0);
    writer.access("i32.load", address);
  };
  writer.block((leave) => {
    load(CONTROL.mode);
    writer.if(() => {
      // While examining, the host has given room for more successors than there is memory.
      load(CONTROL.mode);
      writer.i32(MODE.examining);
      writer.op("i32.eq");
      writer.if(() => writer.op("unreachable"));
      writer.br(leave);
    });
    load(CONTROL.full);
    writer.brIf(leave);
    // An entry of the batch is longer than what it can add to the log.
    load(CONTROL.log);
    writer.tee(before);
    writer.get(end);
    writer.i32(batch);
    writer.op("i32.sub", "i32.sub");
    load(CONTROL.limit);
    writer.op("i32.lt_u");
    writer.if(() => {
      writer.call(compilation.functions.makeRoom);
      load(CONTROL.full);
      writer.brIf(leave);
    });
    writer.get(end);
    writer.call(visited.hash);
    writer.get(end);
    writer.call(visited.insert);
    load(CONTROL.log);
    writer.get(before);
    writer.call(compilation.functions.observe);
    load(CONTROL.crowded);
    writer.if(() => writer.call(compilation.functions.makeRoom));
  });
  writer.i32(batch);
}
