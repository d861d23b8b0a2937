// Code for predicates: properties, `within`, `mayEnd`, and whether a step is enabled. Each becomes a function of the
// addresses of the states it speaks of. The invariant: a conjunction stops at the first conjunct that does not hold,
// and a conjunct that fails to evaluate is told from one that is false.

import type { Predicate, Process } from "../../spec/program/program.ts";
import { choiceBytes, Odometer } from "./choice.ts";
import type { Compilation } from "./compilation.ts";
import { branchIf, type Scope } from "./expression.ts";
import { readRaw, WordView } from "./field.ts";
import type { FunctionWriter, Label } from "./function.ts";
import { emitDeparture } from "./goto.ts";
import { FOUND } from "./memory-map.ts";
import { Registers } from "./registers.ts";
import { type Exits, emitBody } from "./statement.ts";

/** Locals of the function a predicate is written into. */
interface PredicateContext {
  readonly compilation: Compilation;
  readonly writer: FunctionWriter;
  /** Address of the state. */
  readonly state: number;
  readonly now: WordView;
  readonly before: WordView | null;
  readonly judged: { readonly process: number; readonly location: number } | null;
}

/** How a conjunction ends; both callbacks must branch. */
interface Ends {
  readonly violated: () => void;
  readonly failed: (site: number) => void;
}

/** Writes the body of (state) → 0 if the conjunction holds, 1 if not, 2 + site if it fails to evaluate. */
export function writeCheck(compilation: Compilation, writer: FunctionWriter, conjuncts: readonly Predicate[]): void {
  const now = new WordView(writer);
  const context = { compilation, writer, state: 0, now, before: null, judged: null };
  const code = writer.capture(() => emitConjunction(context, conjuncts, returning(writer)));
  now.load({ local: 0 });
  writer.splice(code);
  writer.i32(0);
}

/** As `writeCheck`, of (state after, state before, process, location). */
export function writeStepCheck(
  compilation: Compilation,
  writer: FunctionWriter,
  conjuncts: readonly Predicate[],
): void {
  const now = new WordView(writer);
  const before = new WordView(writer);
  const judged = { process: 2, location: 3 };
  const context = { compilation, writer, state: 0, now, before, judged };
  const code = writer.capture(() => emitConjunction(context, conjuncts, returning(writer)));
  now.load({ local: 0 });
  before.load({ local: 1 });
  writer.splice(code);
  writer.i32(0);
}

function returning(writer: FunctionWriter): Ends {
  const answer = (code: number): void => {
    writer.i32(code);
    writer.op("return");
  };
  return { violated: () => answer(1), failed: (site) => answer(2 + site) };
}

/**
 * Writes the body of (lowest address, end) → bits of FOUND, over stored states one after another: whether any of them
 * violates the conjunction (or, for a witness, satisfies it), and whether it fails in any.
 */
export function writeScan(
  compilation: Compilation,
  writer: FunctionWriter,
  conjuncts: readonly Predicate[],
  witness: boolean,
): void {
  const [state, end] = [0, 1];
  const found = writer.takeI32();
  const now = new WordView(writer);
  const context = { compilation, writer, state, now, before: null, judged: null };
  const note = (bit: number): void => {
    writer.get(found);
    writer.i32(bit);
    writer.op("i32.or");
    writer.set(found);
  };
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(state);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      const code = writer.capture(() =>
        writer.block((decided) => {
          emitConjunction(context, conjuncts, {
            violated: () => {
              if (!witness) note(FOUND.violated);
              writer.br(decided);
            },
            failed: () => {
              note(FOUND.failed);
              writer.br(decided);
            },
          });
          if (witness) note(FOUND.violated);
        }),
      );
      now.load({ local: state });
      writer.splice(code);
      writer.get(state);
      writer.i32(compilation.layout.words * 8);
      writer.op("i32.add");
      writer.set(state);
      writer.br(next);
    });
  });
  writer.get(found);
}

/** Falls through if every conjunct holds. */
function emitConjunction(context: PredicateContext, conjuncts: readonly Predicate[], ends: Ends): void {
  for (const conjunct of conjuncts) {
    context.writer.note(conjunct.text);
    context.writer.block((holds) => emitPredicate(context, conjunct, holds, ends));
  }
}

/** Branches to `holds`, or ends otherwise. */
function emitPredicate(context: PredicateContext, predicate: Predicate, holds: Label, ends: Ends): void {
  const { writer, compilation } = context;
  const scope: Scope = {
    writer,
    layout: compilation.layout,
    tables: compilation.tables,
    registers: new Registers(writer, predicate.locals, predicate.body, compilation.map.registers[2]),
    now: context.now,
    before: context.before,
    judged: context.judged,
    pushEnabled: (process) => {
      writer.get(context.state);
      writer.call(compilation.functions.enabled(process));
    },
  };
  emitBody(scope, predicate.body, {
    ...impossible,
    fail: ends.failed,
    count: ({ branch, side }) => {
      writer.i32(0);
      writer.i64(1n);
      writer.access("i64.store", compilation.map.branches + branch * 16 + side * 8);
    },
    return: (value) => {
      branchIf(scope, value, true, holds);
      ends.violated();
    },
  });
  scope.registers.release();
}

/** Writes the body of (state) → 1 if the process's step is enabled where it stands, else 0. */
export function writeEnabled(compilation: Compilation, writer: FunctionWriter, process: Process): void {
  const now = new WordView(writer);
  const code = writer.capture(() => {
    emitByLocation(compilation, writer, now, process, (location) =>
      emitAttempt(compilation, writer, now, process, location),
    );
    writer.i32(0);
  });
  now.load({ local: 0 });
  writer.splice(code);
}

/** Returns 1 from the function if some run of the step reaches its end or fails. */
function emitAttempt(
  compilation: Compilation,
  writer: FunctionWriter,
  original: WordView,
  process: Process,
  location: number,
): void {
  const { body } = process.locations[location]!.step;
  const scratch = new WordView(writer);
  const scope: Scope = {
    writer,
    layout: compilation.layout,
    tables: compilation.tables,
    registers: new Registers(writer, process.locals, body, compilation.map.registers[1]),
    now: scratch,
    before: null,
    judged: null,
    pushEnabled: null,
  };
  const odometer = choiceBytes(body) > 0 ? new Odometer(writer, compilation.map.choices[1]) : null;
  const enabled = (): void => {
    writer.i32(1);
    writer.op("return");
  };
  const run = (): void =>
    writer.block((over) => {
      const code = writer.capture(() =>
        emitBody(scope, body, {
          ...impossible,
          goto: enabled,
          fail: enabled,
          held: () => writer.br(over),
          choose: ({ target, count }) => odometer!.emitChoice(scope, target, count, () => writer.br(over)),
        }),
      );
      const departure = writer.capture(() => emitDeparture(scope, process, location));
      for (const word of scratch.touched) {
        writer.get(original.local(word));
        writer.set(scratch.local(word));
      }
      writer.splice(departure);
      writer.splice(code);
    });
  if (odometer === null) run();
  else odometer.emitLoop(run);
  odometer?.release();
  scope.registers.release();
  for (const word of scratch.touched) writer.unreserve(scratch.local(word));
}

/**
 * Writes code for each location a process can stand at and selects it by where it stands; ended processes have none.
 */
export function emitByLocation(
  compilation: Compilation,
  writer: FunctionWriter,
  view: WordView,
  process: Process,
  body: (location: number) => void,
): void {
  const field = compilation.layout.locations[process.id]!;
  const hasStep = (id: number): boolean => process.kind === "action" || id !== 0;
  if (field.ids.length === 1) {
    if (hasStep(field.ids[0]!)) body(field.ids[0]!);
    return;
  }
  writer.block((done) => {
    const arms = field.ids.filter(hasStep);
    const nest = (rest: readonly number[], labels: ReadonlyMap<number, Label>): void => {
      const [id, ...others] = rest;
      if (id === undefined) {
        readRaw(writer, view, field, { known: 0 });
        writer.brTable([...field.ids.map((each) => labels.get(each) ?? done), done]);
        return;
      }
      writer.block((label) => nest(others, new Map([...labels, [id, label]])));
      body(id);
      writer.br(done);
    };
    nest([...arms].reverse(), new Map());
  });
}

const impossible: Exits = {
  goto: () => {
    throw new Error("a predicate that moves; please report this");
  },
  fail: () => {
    throw new Error("a failure nobody expects; please report this");
  },
  return: () => {
    throw new Error("a step that returns; please report this");
  },
  held: () => {
    throw new Error("a predicate that waits; please report this");
  },
  meet: () => {},
  pass: () => {},
  count: () => {},
  choose: () => {
    throw new Error("a predicate that chooses; please report this");
  },
};
