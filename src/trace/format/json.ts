// Our own format: the document as it is, held to schema/trace.schema.json when it is read. The invariant: what is read has
// every name the types promise, or is refused in one line that says where it differs.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { TraceDocument } from "../document.ts";
import { printable } from "../printable.ts";

export function writeJson(document: TraceDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @throws SyntaxError saying where the value differs from a trace of ours */
export function readJson(value: unknown): TraceDocument {
  const validate = validator();
  if (validate(value)) return value as TraceDocument;
  throw new SyntaxError(describe(validate.errors?.[0]));
}

let compiled: ValidateFunction | null = null;

function validator(): ValidateFunction {
  if (compiled === null) {
    const manifest = createRequire(import.meta.url).resolve("allways/package.json");
    const text = readFileSync(join(manifest, "..", "schema", "trace.schema.json"), "utf8");
    compiled = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(text) as object);
  }
  return compiled;
}

function describe(error: ErrorObject | undefined): string {
  const where = error?.instancePath ? `${error.instancePath.slice(1)} ` : "it ";
  const allowed = error?.params.allowedValue ?? error?.params.allowedValues;
  const among = allowed === undefined ? "" : ` ${JSON.stringify(allowed)}`;
  return printable(`${where}${error?.message ?? "is not a trace"}${among}`);
}
