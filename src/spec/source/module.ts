// One file of a spec: the author's text, its syntax tree, and the values its top-level names have after evaluation.
// The invariant: offsets in `program` and in `erased` are offsets in `text`, the file as it stands on disk.

import type { Program as SyntaxTree } from "oxc-parser";

export interface Module {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** The text with its types blanked out in place: what Node evaluates, and what functions turn into text as. */
  readonly erased: string;
  /** ESTree with TypeScript's additions; no nodes for parentheses. */
  readonly program: SyntaxTree;
  /** Values of all top-level bindings, imports included, by local name; read after evaluation. */
  readonly scope: () => Readonly<Record<string, unknown>>;
}
