// Code for arriving at a location: the state that a step leaves behind gets the process's new place, and of its locals
// exactly those that live there. The invariant: bits of locals that are not live are zero, so equal states are equal
// words. Bits that several locals share are cleared once and filled once.

import type { Process } from "../../spec/program/program.ts";
import type { Scope } from "./expression.ts";
import { fieldMasks, readField } from "./field.ts";
import type { Field } from "./layout.ts";
import { trapOutside } from "./statement.ts";

/** Writes the arrival at `target` of a process that came from `source` into the working copy. */
export function emitArrival(scope: Scope, process: Process, source: number, target: number): void {
  if (process.kind === "action") return;
  const before = new Set(process.locations[source]!.live);
  const after = new Set(process.locations[target]!.live);
  const { written } = scope.registers;
  const fields = scope.layout.locals[process.id]!;
  const stale = [...before].filter((id) => !after.has(id) || written.has(id));
  const fresh = [...after].filter((id) => !before.has(id) || written.has(id));
  const location = scope.layout.locations[process.id]!;
  const clear = new Map<number, bigint>();
  for (const field of [location, ...[...stale, ...fresh].map((id) => fields[id]!)]) {
    for (const [word, mask] of fieldMasks(field)) clear.set(word, (clear.get(word) ?? 0n) | mask);
  }
  const place = new Map<number, bigint>();
  for (const [word, mask] of fieldMasks({ ...location, bits: location.bits })) {
    const shift = BigInt(location.chunks[0]!.shift);
    place.set(word, (BigInt(location.codes[target]!) << shift) & mask);
  }
  const { writer } = scope;
  for (const [word, mask] of clear) {
    const local = scope.now.local(word);
    writer.get(local);
    writer.i64(~mask);
    writer.op("i64.and");
    if ((place.get(word) ?? 0n) !== 0n) {
      writer.i64(place.get(word)!);
      writer.op("i64.or");
    }
    writer.set(local);
  }
  for (const id of fresh) if (written.has(id)) emitStore(scope, id, fields[id]!);
}

/** Adds a local's cells to words whose bits for it are zero. */
function emitStore(scope: Scope, id: number, field: Field): void {
  const { writer, registers } = scope;
  const value = writer.takeI32();
  for (let cell = 0; cell < field.count; cell++) {
    registers.read(id, { known: cell });
    writer.set(value);
    trapOutside(scope, value, field);
    const chunk = field.chunks.find((c) => cell >= c.first && cell < c.first + c.count);
    if (chunk === undefined) continue;
    const word = scope.now.local(chunk.word);
    const shift = chunk.shift + (cell - chunk.first) * field.bits;
    writer.get(word);
    writer.get(value);
    if (field.lo !== 0) {
      writer.i32(field.lo);
      writer.op("i32.sub");
    }
    writer.op("i64.extend_i32_u");
    if (shift > 0) {
      writer.i64(BigInt(shift));
      writer.op("i64.shl");
    }
    writer.op("i64.or");
    writer.set(word);
  }
  writer.release(value);
}

/** Loads the locals that a step's code mentions and that live where it starts. Comes before that code. */
export function emitDeparture(scope: Scope, process: Process, source: number): void {
  const live = new Set(process.locations[source]!.live);
  for (const id of scope.registers.touched) {
    if (!live.has(id)) continue;
    const field = scope.layout.locals[process.id]![id]!;
    scope.registers.load(id, (cell) => readField(scope.writer, scope.now, field, { known: cell }));
  }
}
