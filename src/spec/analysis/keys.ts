// Names for the places and variables of one process instance, made of offsets in the author's text. The lowering and the
// analysis share them, so that what one calls live the other keeps. The invariant: two places or two variables get the
// same key only if they are the same syntax reached through the same calls.

import type { Extent } from "./syntax.ts";

/** Calls of procedures that lead from the process to a function; opaque, made by `extendPath` alone. */
export type CallPath = string & { readonly CallPath: unique symbol };

/** A `yield "label"` on a call path. */
export type LocationKey = string & { readonly LocationKey: unique symbol };

/** A local variable, or the hidden state of a loop, on a call path. */
export type VariableKey = string & { readonly VariableKey: unique symbol };

/** The path of the process itself. */
export const rootPath: CallPath = "" as CallPath;

/** The path of the procedure called by `call` (the call expression under `yield*`), which stands in `file`. */
export function extendPath(path: CallPath, call: Extent, file: string): CallPath {
  return `${path}${file}:${call.start}/` as CallPath;
}

/** `yielding` is the yield expression. */
export function locationKey(path: CallPath, yielding: Extent, file: string): LocationKey {
  return `${path}${file}:${yielding.start}` as LocationKey;
}

/** `declaring` is the declaring identifier of a local, or a for or for-of statement for its hidden state. */
export function variableKey(path: CallPath, declaring: Extent, file: string): VariableKey {
  return `${path}${file}:${declaring.start}` as VariableKey;
}
