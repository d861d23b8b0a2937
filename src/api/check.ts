// `allways/check`: a spec checked from a program. In, a spec's file (or what its module exports by default) and options named as
// on the command line; out, the object that `--json` prints, with every state of every counterexample and the report for people.
// The invariant: it is the same pipeline as the command's, so the two never differ in a verdict.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkpointOptions } from "../check/checkpoint-options.ts";
import { type Checked, runCheck } from "../check/run.ts";
import { type Selection, select } from "../check/selection.ts";
import { isSpec } from "../check/spec-files.ts";
import { valueToJson, verdictToJson } from "../report/json.ts";
import { prepareWidths } from "../report/layout.ts";
import { printVerdict } from "../report/pretty.ts";
import { makeStyle } from "../report/style.ts";
import { documentTrace } from "../report/trace-document.ts";
import type { Verdict } from "../report/verdict.ts";
import type { CounterexampleObject, VerdictObject } from "../report/verdict-object.ts";
import type { Definition } from "../spec/definition.ts";
import { declaredIn } from "../spec/runtime/declared-in.ts";
import { plain } from "../spec/runtime/plain.ts";
import type { Setting } from "../spec/runtime/spec.ts";
import { SpecError, usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { formatDiagnostics } from "../spec/source/format-diagnostic.ts";
import type { TraceDocument } from "../trace/document.ts";
import { namedFormat } from "../trace/format/formats.ts";
import { type CheckOptions, flagsOf, refuseUnknown } from "./options.ts";

export type { Progress } from "../explorer/exploration.ts";
export type {
  CounterexampleObject,
  NamedObject,
  PlaceObject,
  PropertyObject,
  StepObject,
  VerdictObject,
} from "../report/verdict-object.ts";
export type { Definition } from "../spec/definition.ts";
export { SpecError } from "../spec/source/diagnostic.ts";
export type { DocumentStep, TraceDocument, TraceState, TraceValue } from "../trace/document.ts";
export type { CheckOptions } from "./options.ts";

/** A path (relative to the working directory), a URL, or what the spec's module exports by default. */
export type SpecSource = string | URL | Definition;

/** A counterexample with its run as a document: every state, every value typed. */
export interface CheckedCounterexample extends CounterexampleObject {
  readonly trace: TraceDocument;
}

export interface CheckResult extends VerdictObject {
  readonly counterexamples: readonly CheckedCounterexample[];
  /** What `allways check` prints, without colours. */
  readonly report: string;
}

/**
 * Checks a spec. Whatever the outcome, the promise is fulfilled with a verdict; only a spec that is refused, and options that
 * make no sense, reject it.
 * @throws SpecError whose message says what is wrong, where, and what to write instead
 */
export async function check(spec: SpecSource, options: CheckOptions = {}): Promise<CheckResult> {
  return explained(async () => {
    const { selection, verdict, findings } = await runSpec(spec, options);
    const folder = process.cwd();
    const object = verdictToJson(verdict, folder);
    const counterexamples = object.counterexamples.map((counterexample, i): CheckedCounterexample => {
      const run = verdict.counterexamples[i]!;
      const trace = documentTrace(selection, findings[i]!.trace, run, run, verdict, folder);
      return { ...counterexample, trace };
    });
    return { ...object, counterexamples, report: await reportOf(verdict, selection) };
  });
}

/**
 * A trace in one of the formats of `allways convert --to`.
 * @throws SpecError for a format that is not there
 */
export async function formatTrace(trace: TraceDocument, format: string): Promise<string> {
  return explained(async () => (await namedFormat(format).load())(trace));
}

/** The verdict as the reports have it, and what it speaks of. */
export async function runSpec(
  spec: SpecSource,
  options: CheckOptions,
): Promise<Checked & { readonly selection: Selection }> {
  refuseUnknown(options);
  const selection = await selectSource(spec, options);
  const { signal, onProgress = null, onProblem = warn } = options;
  const flags = flagsOf(options);
  const checkpoint = checkpointOptions([selection.loaded.file], flags, onProblem);
  const interruption = { signal: signal ?? new AbortController().signal, exitCode: () => null };
  const checked = await runCheck(selection, flags, interruption, onProgress, checkpoint);
  return { selection, ...checked };
}

function warn(problem: string): void {
  process.emitWarning(problem, "AllwaysWarning");
}

/** Loads what is meant; a spec that was imported is found by the file that declares it. */
export async function selectSource(spec: SpecSource, options: CheckOptions): Promise<Selection> {
  const file = fileOf(spec);
  // A test that declares a spec on the spot is not evaluated once more to find that out.
  if (isImported(spec) && !(await isSpec(file))) {
    throw usage(`the spec "${spec.name}" is declared in ${shownPath(file)}, which does not export it`, [OWN_FILE]);
  }
  const set = Object.entries(options.set ?? {}).map(([name, value]) => `${name}=${settingText(value)}`);
  const { scenario, fairness } = options;
  const flags = {
    set,
    property: options.properties ?? [],
    ...(scenario !== undefined && { scenario }),
    ...(fairness !== undefined && { fairness }),
  };
  const selection = await select(file, flags);
  const { name } = selection.loaded.definition;
  if (isImported(spec) && spec.name !== name) {
    throw usage(`the spec "${spec.name}" is not what ${shownPath(file)} exports by default: that is "${name}"`, [
      OWN_FILE,
    ]);
  }
  return selection;
}

const OWN_FILE = "a spec is a file of its own, which exports it by default; import it from there, or give its path";

function isImported(spec: SpecSource): spec is Definition {
  return typeof spec === "object" && spec !== null && !(spec instanceof URL);
}

function fileOf(spec: SpecSource): string {
  if (typeof spec === "string") return spec.startsWith("file:") ? fileURLToPath(spec) : resolve(spec);
  if (spec instanceof URL) {
    if (spec.protocol === "file:") return fileURLToPath(spec);
    throw usage(`${spec.href} is not a file`, ['write new URL("./my-spec.ts", import.meta.url)']);
  }
  const file = isImported(spec) ? declaredIn(spec) : null;
  if (file !== null) return file;
  throw usage("this is no spec", ["give the path of a spec's file, a URL, or the default export of its module"]);
}

function settingText(value: Setting): string {
  return typeof value === "string" ? value : JSON.stringify(valueToJson(plain(value)));
}

/** What `allways check` prints, without colours. */
export async function reportOf(verdict: Verdict, { program }: Selection): Promise<string> {
  await prepareWidths(JSON.stringify(verdict));
  const context = { sources: program.sources, folder: process.cwd(), format: formatDiagnostics };
  return printVerdict(verdict, context, makeStyle({}));
}

/** A SpecError's message names no places; on a command line they are printed beside it, here they are all there is. */
export async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    // Node's own objects have the constructors of its main context: elsewhere modules cannot be loaded as we do it.
    if (process.argv.constructor !== Array) {
      throw usage("allways does not run in a vm context", ['in Vitest take the pool "forks" or "threads"']);
    }
    return await work();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const shown = new SpecError(error.diagnostics, error.code);
    shown.message = formatDiagnostics(error.diagnostics, new Map(), {});
    Error.captureStackTrace(shown, explained);
    throw shown;
  }
}
