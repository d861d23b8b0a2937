// Code for one step: everything a process can do from one location. It reads the state being expanded, tries every
// tuple of choices, and appends each successor to the batch; a disabled or failed run leaves nothing behind, because it
// only changed a working copy. The invariant: every run that reaches the end or fails counts once in the coverage of
// its location, and the state's flags say what kind of step it was (language.md 9).

import type { Guard, Local, Process, Statement } from "../../spec/program/program.ts";
import { choiceBytes, Odometer } from "./choice.ts";
import { type Compilation, emitFlushIfFull, entryBytes } from "./compilation.ts";
import type { Scope } from "./expression.ts";
import { WordView } from "./field.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { emitArrival, emitDeparture } from "./goto.ts";
import { CONTROL, ENTRY_HEADER, FLAGS } from "./memory-map.ts";
import { Registers } from "./registers.ts";
import { emitBody } from "./statement.ts";

/** The function that steps are written into. */
export interface StepContext {
  readonly compilation: Compilation;
  readonly writer: FunctionWriter;
  /** Locals: address of the next batch entry, flags. */
  readonly entry: number;
  readonly flags: number;
  /** Words of the state being expanded, loaded when the function begins. */
  readonly original: WordView;
  /** i64 locals that steps take turns with for their working copies. */
  readonly scratch: readonly number[];
}

/** The top bit of an entry's tag: the step is optional. */
const OPTIONAL_SHIFT = 63n;

/** What became of the runs of a step so far, in a local. */
const FATE = { enabled: 1, excused: 2 } as const;

/** A step and whose it is; `init` is nobody's. */
interface Origin {
  readonly body: readonly Statement[];
  readonly process: Process | null;
  readonly location: number;
  /** Where it is counted. */
  readonly number: number;
}

/** Writes the step of a process from a location. The code falls through at its end. */
export function emitStep(context: StepContext, process: Process, location: number): void {
  const { body } = process.locations[location]!.step;
  const number = context.compilation.map.coverageIndex[process.id]! + location;
  context.writer.note(`${process.name}: ${process.locations[location]!.label}`);
  emitOrigin(context, { body, process, location, number }, process.locals);
}

/** Writes `init`, from the default values. */
export function emitInit(context: StepContext): void {
  const { step, locals } = context.compilation.program.initial;
  const body = step?.body ?? [{ kind: "goto", location: 0 }];
  context.writer.note("init");
  emitOrigin(context, { body, process: null, location: 0, number: 0 }, locals);
}

function emitOrigin(context: StepContext, origin: Origin, locals: readonly Local[]): void {
  const { writer, compilation } = context;
  const { body, process } = origin;
  const scope: Scope = {
    writer,
    layout: compilation.layout,
    tables: compilation.tables,
    registers: new Registers(writer, locals, body, compilation.map.registers[0]),
    now: new WordView(writer, context.scratch),
    before: null,
    judged: null,
    pushEnabled: null,
  };
  if (choiceBytes(body) === 0) {
    emitRun(context, scope, origin, null, null);
  } else {
    const fate = writer.takeI32();
    const odometer = new Odometer(writer, compilation.map.choices[0]);
    writer.i32(0);
    writer.set(fate);
    odometer.emitLoop(() => emitRun(context, scope, origin, odometer, fate));
    if (process?.kind === "process") {
      writer.get(fate);
      writer.op("i32.eqz");
      writer.if(() => emitFlag(context, FLAGS.blocked));
    }
    odometer.release();
    writer.release(fate);
  }
  scope.registers.release();
}

/** One run, under the options the odometer shows; falls through at its end. */
function emitRun(
  context: StepContext,
  scope: Scope,
  origin: Origin,
  odometer: Odometer | null,
  fate: number | null,
): void {
  const { writer, compilation } = context;
  const { process, location } = origin;
  const waiting = new Waiting(context, process, fate);
  writer.block((over) => {
    const site = writer.takeI32();
    writer.block((failed) => {
      writer.block((arrived) => {
        const code = writer.capture(() =>
          emitBody(scope, origin.body, {
            goto: (target) => {
              if (process !== null) emitArrival(scope, process, location, target);
              writer.br(arrived);
            },
            fail: (id) => {
              writer.i32(id);
              writer.set(site);
              writer.br(failed);
            },
            return: () => {
              throw new Error("a step that returns; please report this");
            },
            meet: (guard) => waiting.meet(guard),
            pass: (guard) => waiting.pass(guard),
            count: ({ branch, side }) => emitWeight(context, compilation.map.branches + branch * 16 + side * 8),
            held: (guard) => {
              waiting.hold(guard.waits);
              writer.br(over);
            },
            choose: (statement) =>
              odometer!.emitChoice(scope, statement.target, statement.count, () => {
                waiting.hold("blocked");
                writer.br(over);
              }),
          }),
        );
        waiting.begin();
        const departure = writer.capture(() => process !== null && emitDeparture(scope, process, location));
        for (const word of scope.now.touched) {
          writer.get(context.original.local(word));
          writer.set(scope.now.local(word));
        }
        writer.splice(departure);
        writer.splice(code);
      });
      emitSuccessor(context, scope, origin, waiting.optional);
      waiting.enable();
      writer.br(over);
    });
    emitFailure(context, site, origin.number, waiting.optional);
    waiting.enable();
    writer.release(site);
  });
  waiting.release();
}

/** Appends the working copy to the batch. */
function emitSuccessor(context: StepContext, scope: Scope, origin: Origin, optional: number | null): void {
  const { writer, compilation, entry } = context;
  const { words } = compilation.layout;
  writer.get(entry);
  writer.i64(BigInt(origin.number) << 32n);
  if (optional !== null) {
    writer.get(optional);
    writer.op("i64.extend_i32_u");
    writer.i64(OPTIONAL_SHIFT);
    writer.op("i64.shl", "i64.or");
  }
  writer.access("i64.store");
  for (let word = 0; word < words; word++) {
    writer.get(entry);
    if (scope.now.has(word)) {
      writer.get(scope.now.local(word));
    } else if (words <= 4 || context.original.has(word)) {
      writer.get(context.original.local(word));
    } else {
      writer.i32(0);
      writer.access("i64.load", compilation.map.current + word * 8);
    }
    writer.access("i64.store", ENTRY_HEADER + word * 8);
  }
  emitCoverage(context, origin.number);
  emitJudgement(context, origin);
  if (choiceBytes(origin.body) > 0) emitFlushIfFull(compilation, writer, entry);
}

/** Step properties and `within`; goes on to the next entry. */
function emitJudgement(context: StepContext, { process, location }: Origin): void {
  const { writer, compilation, entry } = context;
  const { judge, within, outside } = compilation.functions;
  if (process !== null && compilation.program.properties.some((property) => property.kind === "step")) {
    writer.get(entry);
    writer.i32(ENTRY_HEADER);
    writer.op("i32.add");
    writer.i32(compilation.map.current);
    writer.i32(process.id);
    writer.i32(location);
    writer.call(judge);
  }
  if (within === null) {
    emitNextEntry(context);
    return;
  }
  const answer = writer.takeI32();
  writer.get(entry);
  writer.i32(ENTRY_HEADER);
  writer.op("i32.add");
  writer.call(within);
  writer.tee(answer);
  writer.if(
    () => {
      writer.get(entry);
      writer.get(answer);
      writer.call(outside);
      writer.set(entry);
      emitFlag(context, FLAGS.cut);
    },
    () => {
      emitNextEntry(context);
      emitFlag(context, FLAGS.kept);
    },
  );
  writer.release(answer);
}

function emitNextEntry({ writer, compilation, entry }: StepContext): void {
  writer.get(entry);
  writer.i32(entryBytes(compilation.layout));
  writer.op("i32.add");
  writer.set(entry);
}

/** A step that failed at the site in a local: it has no successor, but it counts and is looked out for. */
function emitFailure(context: StepContext, site: number, number: number, optional: number | null): void {
  const { writer, compilation, entry } = context;
  emitCoverage(context, number);
  writer.get(entry);
  writer.get(site);
  writer.i32(number);
  if (optional !== null) {
    writer.get(optional);
    writer.i32(31);
    writer.op("i32.shl", "i32.or");
  }
  writer.call(compilation.functions.fail);
  writer.set(entry);
}

function emitCoverage(context: StepContext, number: number): void {
  emitWeight(context, context.compilation.map.coverage + number * 8);
}

/** Adds one to a count of 64 bits, while what is expanded counts. */
function emitWeight({ writer }: StepContext, address: number): void {
  writer.i32(0);
  writer.i32(0);
  writer.access("i64.load", address);
  writer.i32(0);
  writer.access("i64.load", CONTROL.weight);
  writer.op("i64.add");
  writer.access("i64.store", address);
}

function emitFlag(context: StepContext, flag: number): void {
  const { writer } = context;
  writer.get(context.flags);
  writer.i32(flag);
  writer.op("i32.or");
  writer.set(context.flags);
}

/**
 * What the guards of a step say about waiting and about obligation, as far as it is not known while the code is written.
 * Guards met on a branch that was not taken must not count, so anything but the first guards of a body needs a local.
 */
class Waiting {
  readonly #context: StepContext;
  readonly #isProcess: boolean;
  readonly #fate: number | null;
  /** Set once an `optional` guard was passed; once a guard was met that may wait for ever. */
  #optional: number | null = null;
  #mayWait: number | null = null;

  constructor(context: StepContext, process: Process | null, fate: number | null) {
    this.#context = context;
    this.#isProcess = process?.kind === "process";
    this.#fate = fate;
  }

  /** The local that says whether an `optional` guard was passed; null if there is none to pass. */
  get optional(): number | null {
    return this.#optional;
  }

  /** Code that comes before the run's. */
  begin(): void {
    const { writer } = this.#context;
    for (const local of [this.#optional, this.#mayWait]) {
      if (local === null) continue;
      writer.i32(0);
      writer.set(local);
    }
  }

  meet(guard: Guard): void {
    if (guard.waits !== "optional" || !this.#isProcess) return;
    this.#mayWait ??= this.#context.writer.reserve(I32);
    this.#context.writer.i32(1);
    this.#context.writer.set(this.#mayWait);
  }

  pass(guard: Guard): void {
    if (guard.guard !== "optional") return;
    this.#optional ??= this.#context.writer.reserve(I32);
    this.#context.writer.i32(1);
    this.#context.writer.set(this.#optional);
  }

  /** The run ends here, held. */
  hold(waits: Guard["waits"]): void {
    const { writer } = this.#context;
    if (!this.#isProcess) return;
    if (this.#fate !== null) {
      if (waits === "blocked" && this.#mayWait === null) return;
      writer.get(this.#fate);
      if (waits === "blocked") {
        writer.get(this.#mayWait!);
        writer.i32(1);
        writer.op("i32.shl");
      } else {
        writer.i32(FATE.excused);
      }
      writer.op("i32.or");
      writer.set(this.#fate);
      return;
    }
    if (waits !== "blocked") return;
    if (this.#mayWait === null) {
      emitFlag(this.#context, FLAGS.blocked);
    } else {
      writer.get(this.#mayWait);
      writer.op("i32.eqz");
      writer.if(() => emitFlag(this.#context, FLAGS.blocked));
    }
  }

  /** The run ends in a step. */
  enable(): void {
    const { writer } = this.#context;
    if (this.#fate !== null) {
      writer.get(this.#fate);
      writer.i32(FATE.enabled);
      writer.op("i32.or");
      writer.set(this.#fate);
    }
    if (this.#optional === null) {
      emitFlag(this.#context, FLAGS.obliging);
      return;
    }
    // FLAGS.obliging << 0 or << 1.
    writer.get(this.#context.flags);
    writer.i32(FLAGS.obliging);
    writer.get(this.#optional);
    writer.op("i32.shl", "i32.or");
    writer.set(this.#context.flags);
  }

  release(): void {
    for (const local of [this.#optional, this.#mayWait]) if (local !== null) this.#context.writer.unreserve(local);
  }
}
