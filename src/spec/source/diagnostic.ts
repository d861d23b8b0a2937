// What is wrong with a spec, as data: a message, the places it speaks of, and what to write instead. Stages collect
// diagnostics and throw one SpecError at their end; one formatter (format-diagnostic.ts) prints them. Nothing here prints.

/** A stretch of the author's own text, as offsets into the file as it stands on disk. */
export interface Span {
  /** Absolute path of the file. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Diagnostic {
  /** What is wrong, one sentence without a full stop. */
  readonly message: string;
  /** Where; absent for faults that have no place in a file (an unknown --set name). */
  readonly span?: Span;
  /**
   * Of a fault in the arguments of one of the language's functions: the position of the argument, and the keys inside it,
   * that lead to what is meant. The loader makes a narrower span of it.
   */
  readonly argument?: ArgumentPath;
  /** What to write instead, or a "did you mean". One line each. */
  readonly hints: readonly string[];
  /** The calls through which the place was reached, innermost first. */
  readonly calls?: readonly Span[];
}

export interface ArgumentPath {
  readonly path: readonly (string | number)[];
  /** The last key itself is meant, and not its value. */
  readonly key?: boolean;
}

/** The fault is the spec's (exit code 150) or its invocation's (151), never ours. */
export class SpecError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly code: 150 | 151;

  constructor(diagnostics: readonly Diagnostic[], code: 150 | 151 = 150) {
    super(diagnostics.map((d) => d.message).join("\n"));
    this.name = "SpecError";
    this.diagnostics = diagnostics;
    this.code = code;
  }
}

/** The command, or the call, is at fault (151). */
export function usage(message: string, hints: readonly string[]): SpecError {
  return new SpecError([{ message, hints }], 151);
}

/** Ends an exhaustive `switch`: reaching it is our fault. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}; please report this`);
}
