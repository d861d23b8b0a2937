// What is wrong with a spec, or with a command, as one JSON object: in, the diagnostics; out, plain data under the names that
// schema/refusal.schema.json lays down, so that who reads `--json` is never left without an answer.

import { readFileSync } from "node:fs";
import type { Diagnostic, Span, SpecError } from "../spec/source/diagnostic.ts";
import { lineAndColumn } from "../spec/source/positions.ts";
import { JSON_VERSION, relativePath } from "./json.ts";
import type { PlaceObject, RefusalObject } from "./verdict-object.ts";

/** `file` is the spec, as an absolute path; paths in the object are relative to the folder. */
export function refusalToJson(
  { diagnostics, code }: Pick<SpecError, "diagnostics" | "code">,
  file: string | null,
  folder: string,
): RefusalObject {
  const texts = new Map<string, string>();
  const placeOf = ({ file: path, start }: Span): PlaceObject => {
    const text = texts.get(path) ?? readText(path);
    texts.set(path, text);
    return { file: relativePath(path, folder), ...lineAndColumn(text, start) };
  };
  return {
    version: JSON_VERSION,
    verdict: "refused",
    exitCode: code,
    file: file && relativePath(file, folder),
    diagnostics: diagnostics.map(({ message, span, hints, calls }: Diagnostic) => ({
      message,
      location: span ? placeOf(span) : null,
      hints,
      calls: (calls ?? []).map(placeOf),
    })),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
