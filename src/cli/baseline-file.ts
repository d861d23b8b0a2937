// `--baseline FILE`: the counterexamples that are known, in a file that people keep under version control. In, its name; out, a
// Baseline, and the file again with what was found. The invariant: paths in it are relative to its own folder, so that it means the
// same from wherever it is read, and it changes only where the counterexamples do.

import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Baseline } from "../check/baseline.ts";
import type { KnownCounterexample } from "../report/baseline.ts";
import { plural } from "../report/layout.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { validate } from "../trace/format/schema.ts";
import { printable } from "../trace/printable.ts";
import { saveFile } from "./trace-file.ts";

interface BaselineObject {
  readonly counterexamples: readonly KnownCounterexample[];
}

/** @throws SpecError (151) for a file that is not there or no baseline, in one line */
export function readBaseline(file: string, update: boolean): Baseline {
  const folder = dirname(resolve(file));
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw usage(`${shownPath(file)} cannot be read: ${code}`, []);
    if (update) return new Baseline([], true);
    throw usage(`${shownPath(file)} does not exist`, ["--update-baseline writes it, with what is found now"]);
  }
  try {
    const value: unknown = JSON.parse(text);
    validate("baseline", value);
    const { counterexamples } = value as BaselineObject;
    return new Baseline(
      counterexamples.map((known) => ({ ...known, file: resolve(folder, known.file) })),
      update,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw usage(`${shownPath(file)} is not a baseline: ${printable(error.message)}`, []);
  }
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
