// `--baseline FILE`: the counterexamples that are known, in a file that people keep under version control. In, its name; out, a
// Baseline, and the file again with what was found. The invariant: paths in it are relative to its own folder, so that it means the
// same from wherever it is read, and it changes only where the counterexamples do.

import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Baseline } from "../check/baseline.ts";
import type { KnownCounterexample } from "../report/baseline.ts";
import { plural } from "../report/layout.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { validate } from "../trace/format/schema.ts";
import { readJsonFile } from "./json-file.ts";
import { saveFile } from "./trace-file.ts";

interface BaselineObject {
  readonly counterexamples: readonly KnownCounterexample[];
}

/** @throws SpecError (151) for a file that is not there or no baseline, in one line */
export function readBaseline(file: string, update: boolean): Baseline {
  const folder = dirname(resolve(file));
  if (!existsSync(file)) {
    if (update) return new Baseline([], true);
    throw usage(`${shownPath(file)} does not exist`, ["--update-baseline writes it, with what is found now"]);
  }
  const known = readJsonFile(
    file,
    "a baseline",
    (text) => text,
    (value) => {
      validate("baseline", value);
      return (value as BaselineObject).counterexamples;
    },
  );
  return new Baseline(
    known.map((entry) => ({ ...entry, file: resolve(folder, entry.file) })),
    update,
  );
}

/** Gives what to say of it. */
export function saveBaseline(file: string, baseline: Baseline): string {
  const folder = dirname(resolve(file));
  const counterexamples = baseline.entries(existsSync).map((known) => ({
    file: relative(folder, known.file).replaceAll("\\", "/"),
    scenario: known.scenario,
    kind: known.kind,
    property: known.property,
    fingerprint: known.fingerprint,
    steps: known.steps,
    schedule: known.schedule,
  }));
  saveFile(file, `${JSON.stringify({ format: "allways baseline", version: 1, counterexamples }, null, 2)}\n`);
  return `baseline of ${plural(counterexamples.length, "counterexample")} written to ${file}`;
}
