// One file of a spec: the author's text, its syntax tree, and the values its top-level names have after evaluation.
// The invariant: offsets in `program` are offsets in `text`, the file as it stands on disk.

import type { Program as SyntaxTree } from "oxc-parser";

export interface Module {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly program: SyntaxTree;
  /** Values of all top-level bindings, imports included, by local name; read after evaluation. */
  readonly scope: () => Readonly<Record<string, unknown>>;
}
