// What can go wrong while an author's function runs natively. A RuntimeFault is the run's own outcome (a domain left, a
// bad index, an assertion), of the same kinds as the sites of a program; a misuse is a call where it has no meaning.

import type { Site } from "../program/program.ts";
import { type ArgumentPath, SpecError } from "../source/diagnostic.ts";

export type FaultKind = Site["kind"];

/** A step or a property failed: the native side of a program's `fail`. */
export class RuntimeFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.name = "RuntimeFault";
    this.kind = kind;
  }
}

/** A SpecError about a part of the call's arguments; the loader finds the line from the stack. */
export function argumentError(path: ArgumentPath["path"], message: string, ...hints: readonly string[]): SpecError {
  return new SpecError([{ message, hints, argument: { path } }]);
}

/** A SpecError without a place: the loader finds the line from the stack. */
export function declarationError(message: string, ...hints: readonly string[]): SpecError {
  return new SpecError([{ message, hints }]);
}
