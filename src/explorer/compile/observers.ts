// Code that looks out for what a search reports: violations of each kind of property, witnesses, deadlocks, failures.
// What comes in is new states, steps as they are made, and states with nothing more to do; what goes out is one bit per
// thing looked for, never a list: who wants to know where goes through the level again. The invariant: a bit of an
// observer that is wanted is set if there is such a state or step among those expanded so far, and only then.

import type { Property, Temporal } from "../../spec/program/program.ts";
import { hasActionsAlone } from "../property/stuck.ts";
import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { CONTROL, ENTRY_HEADER, ENTRY_TAG, FLAGS, FOUND, MARK, MODE, OBSERVER } from "./memory-map.ts";
import { writeCheck, writeScan, writeStepCheck } from "./predicate.ts";

/** Writes all functions that observe, and for the host `check<i>` for each property. */
export function writeObservers(compilation: Compilation): void {
  const { program, module, functions } = compilation;
  if (functions.within !== null) writeCheck(compilation, functions.within, [program.within!]);
  if (functions.mayEnd !== null && program.mayEnd !== true) {
    writeCheck(compilation, functions.mayEnd, [program.mayEnd!]);
  }
  writeOutside(compilation);
  writeFail(compilation);
  emitQuietAndDeadlock(compilation, functions.quiet);
  program.properties.forEach((property, index) => {
    if (property.temporal !== undefined) {
      writeAtoms(compilation, property.temporal, index);
      return;
    }
    const parameters = property.kind === "step" ? 4 : 1;
    const check = module.declareExported(`check${index}`, new Array<typeof I32>(parameters).fill(I32), [I32]);
    check.note(`${property.kind} ${JSON.stringify(property.name)}`);
    if (property.kind === "step") writeStepCheck(compilation, check, property.conjuncts);
    else writeCheck(compilation, check, property.conjuncts);
    emitObserver(compilation, property, index, check);
  });
}

/** For the host `atom<i>_<j>` for each atom of a temporal property; nothing observes them. */
function writeAtoms(compilation: Compilation, { atoms }: Temporal, index: number): void {
  for (const [number, { over, predicate }] of atoms.entries()) {
    const parameters = over === "step" ? 4 : 1;
    const name = `atom${index}_${number}`;
    const check = compilation.module.declareExported(name, new Array<typeof I32>(parameters).fill(I32), [I32]);
    if (over === "step") writeStepCheck(compilation, check, [predicate]);
    else writeCheck(compilation, check, [predicate]);
  }
}

function emitObserver(compilation: Compilation, property: Property, index: number, check: FunctionWriter): void {
  const { module, functions } = compilation;
  const number = OBSERVER.firstProperty + index;
  const emitCheck = (writer: FunctionWriter): void =>
    emitIfWanted(compilation, writer, number, () => {
      for (const parameter of check.params.keys()) writer.get(parameter);
      writer.call(check);
      emitFoundByCheck(compilation, writer, number);
    });
  if (property.kind === "quiescent") {
    emitCheck(functions.quiet);
  } else if (property.kind === "step") {
    emitCheck(functions.judge);
  } else {
    const scan = module.declare(`scan${index}`, [I32, I32], [I32]);
    writeScan(compilation, scan, property.conjuncts, property.kind === "reachable");
    emitIfWanted(compilation, functions.observe, number, () => {
      functions.observe.get(0);
      functions.observe.get(1);
      functions.observe.call(scan);
      emitFound(compilation, functions.observe, number);
    });
  }
}

function emitIfWanted({ map }: Compilation, writer: FunctionWriter, observer: number, body: () => void): void {
  writer.i32(0);
  writer.access("i32.load", map.wanted + observer * 4);
  writer.if(body);
}

/** Adds the bits on the stack to what an observer has found. */
function emitFound({ map }: Compilation, writer: FunctionWriter, observer: number): void {
  const bits = writer.takeI32();
  writer.set(bits);
  writer.i32(0);
  writer.i32(0);
  writer.access("i32.load", CONTROL.noticed);
  writer.get(bits);
  writer.op("i32.or");
  writer.access("i32.store", CONTROL.noticed);
  writer.i32(0);
  writer.i32(0);
  writer.access("i32.load", map.found + observer * 4);
  writer.get(bits);
  writer.op("i32.or");
  writer.access("i32.store", map.found + observer * 4);
  writer.release(bits);
}

/** As `emitFound`, from the answer of a check: 0, 1, or 2 + site. */
function emitFoundByCheck(compilation: Compilation, writer: FunctionWriter, observer: number): void {
  const answer = writer.takeI32();
  writer.set(answer);
  writer.i32(FOUND.failed);
  writer.get(answer);
  writer.get(answer);
  writer.i32(FOUND.failed);
  writer.op("i32.ge_u", "select");
  emitFound(compilation, writer, observer);
  writer.release(answer);
}

/** (state, flags) of a state without an obliging step: returns if `within` cut all there is, and notes a deadlock. */
function emitQuietAndDeadlock(compilation: Compilation, writer: FunctionWriter): void {
  const [state, flags] = [0, 1];
  const { program, functions } = compilation;
  if (program.within !== null) {
    writer.get(flags);
    writer.i32(FLAGS.cut | FLAGS.kept);
    writer.op("i32.and");
    writer.i32(FLAGS.cut);
    writer.op("i32.eq");
    writer.if(() => writer.op("return"));
  }
  if (program.mayEnd === true) return;
  const actionsOnly = hasActionsAlone(program);
  writer.get(flags);
  writer.i32(actionsOnly ? FLAGS.optional : FLAGS.blocked);
  writer.op("i32.and");
  if (actionsOnly) writer.op("i32.eqz");
  writer.if(() => {
    const answer = writer.takeI32();
    if (functions.mayEnd === null) {
      writer.i32(1);
    } else {
      writer.get(state);
      writer.call(functions.mayEnd);
    }
    writer.tee(answer);
    writer.if(() => {
      writer.i32(FOUND.violated);
      emitFound(compilation, writer, OBSERVER.deadlock);
    });
    writer.get(answer);
    emitFoundByCheck(compilation, writer, OBSERVER.mayEnd);
    writer.release(answer);
  });
}

/** (entry, answer of `within`) → next entry: a successor that is cut is looked at all the same. */
function writeOutside(compilation: Compilation): void {
  const [entry, answer] = [0, 1];
  const writer = compilation.functions.outside;
  emitIfExamining(writer, () => {
    writer.get(entry);
    writer.i32(MARK.cut);
    writer.access("i32.store");
    emitNext(compilation, writer, entry);
    writer.op("return");
  });
  writer.i32(0);
  writer.i32(0);
  writer.access("i64.load", CONTROL.cut);
  writer.i32(0);
  writer.access("i64.load", CONTROL.weight);
  writer.op("i64.add");
  writer.access("i64.store", CONTROL.cut);
  writer.get(answer);
  emitFoundByCheck(compilation, writer, OBSERVER.within);
  writer.get(entry);
  writer.i32(ENTRY_HEADER);
  writer.op("i32.add");
  writer.get(entry);
  writer.i32(entryBytes(compilation.layout));
  writer.op("i32.add");
  writer.call(compilation.functions.observe);
  writer.get(entry);
}

/** (entry, site, number in the coverage) → next entry: a step that fails has no successor. */
function writeFail(compilation: Compilation): void {
  const [entry, site, number] = [0, 1, 2];
  const writer = compilation.functions.fail;
  emitIfExamining(writer, () => {
    writer.get(entry);
    writer.get(site);
    writer.i32(MARK.failed);
    writer.op("i32.add");
    writer.access("i32.store");
    writer.get(entry);
    writer.get(number);
    writer.access("i32.store", ENTRY_TAG);
    emitNext(compilation, writer, entry);
    writer.op("return");
  });
  writer.i32(0);
  writer.access("i32.load", CONTROL.mode);
  writer.if(() => {
    writer.get(entry);
    writer.op("return");
  });
  writer.get(site);
  writer.i32(4);
  writer.op("i32.mul");
  writer.i32(1);
  writer.access("i32.store", compilation.map.sites);
  writer.i32(FOUND.failed);
  emitFound(compilation, writer, OBSERVER.failure);
  writer.get(entry);
}

function emitIfExamining(writer: FunctionWriter, body: () => void): void {
  writer.i32(0);
  writer.access("i32.load", CONTROL.mode);
  writer.i32(MODE.examining);
  writer.op("i32.eq");
  writer.if(body);
}

function emitNext(compilation: Compilation, writer: FunctionWriter, entry: number): void {
  writer.get(entry);
  writer.i32(entryBytes(compilation.layout));
  writer.op("i32.add");
}
