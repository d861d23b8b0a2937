// Our own format: the document as it is, held to schema/trace.schema.json when it is read. The invariant: what is read has
// every name the types promise, or is refused in one line that says where it differs.

import type { TraceDocument } from "../document.ts";
import { validate } from "./schema.ts";

export function writeJson(document: TraceDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @throws SyntaxError saying where the value differs from a trace of ours */
export function readJson(value: unknown): TraceDocument {
  validate("trace", value);
  return value as TraceDocument;
}
