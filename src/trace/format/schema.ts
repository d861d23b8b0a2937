// Files of ours held to the schemas of the package: in, a value and the name of a schema; out, nothing, or one line that says where
// the value differs.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { printable } from "../printable.ts";

type SchemaName = "trace" | "baseline";

/** @throws SyntaxError saying where the value differs */
export function validate(name: SchemaName, value: unknown): void {
  const validator = validatorOf(name);
  if (!validator(value)) throw new SyntaxError(describe(name, validator.errors?.[0]));
}

const compiled = new Map<SchemaName, ValidateFunction>();

function validatorOf(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known) return known;
  const manifest = createRequire(import.meta.url).resolve("allways/package.json");
  const text = readFileSync(join(manifest, "..", "schema", `${name}.schema.json`), "utf8");
  const fresh = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(text) as object);
  compiled.set(name, fresh);
  return fresh;
}

function describe(name: SchemaName, error: ErrorObject | undefined): string {
  const where = error?.instancePath ? `${error.instancePath.slice(1)} ` : "it ";
  const allowed = error?.params.allowedValue ?? error?.params.allowedValues;
  const among = allowed === undefined ? "" : ` ${JSON.stringify(allowed)}`;
  return printable(`${where}${error?.message ?? `is not a ${name}`}${among}`);
}
