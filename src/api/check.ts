// `allways/check`: a spec checked from a program. In, a spec's file (or what its module exports by default) and options named as
// on the command line; out, the object that `--json` prints, with every state of every counterexample and the report for people.
// The invariant: it is the same pipeline as the command's, so the two never differ in a verdict.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Checked, DEFAULT_SEARCH, runCheck } from "../check/run.ts";
import { type Selection, select } from "../check/selection.ts";
import { isSpec } from "../check/spec-files.ts";
import type { Progress, SearchKind } from "../explorer/exploration.ts";
import { valueToJson, verdictToJson } from "../report/json.ts";
import { prepareWidths } from "../report/layout.ts";
import { printVerdict } from "../report/pretty.ts";
import { makeStyle } from "../report/style.ts";
import { documentTrace } from "../report/trace-document.ts";
import type { Verdict } from "../report/verdict.ts";
import type { CounterexampleObject, VerdictObject } from "../report/verdict-object.ts";
import type { Definition } from "../spec/definition.ts";
import type { FairnessMode } from "../spec/program/fairness.ts";
import { declaredIn } from "../spec/runtime/declared-in.ts";
import { plain } from "../spec/runtime/plain.ts";
import type { Setting } from "../spec/runtime/spec.ts";
import { SpecError, usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { formatDiagnostics } from "../spec/source/format-diagnostic.ts";
import { suggestions } from "../spec/source/suggest.ts";
import type { TraceDocument } from "../trace/document.ts";
import { namedFormat } from "../trace/format/formats.ts";

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

/** A path (relative to the working directory), a URL, or what the spec's module exports by default. */
export type SpecSource = string | URL | Definition;

/** Named as the options of `allways check`. */
export interface CheckOptions {
  /** Parameters by name; text is read as `--set` reads it. */
  readonly set?: Readonly<Record<string, Setting>>;
  readonly scenario?: string;
  /** Names of the properties to check; all by default. */
  readonly properties?: readonly string[];
  /** What temporal properties may rely on: as declared, weak at most, or none. */
  readonly fairness?: FairnessMode;
  readonly search?: SearchKind;
  /** Explore everything and report every violated property, not the first. */
  readonly all?: boolean;
  /** States a run has at most. */
  readonly depth?: number;
  /** States to keep at most. */
  readonly maxStates?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly seed?: number;
  readonly walks?: number;
  /** Compare with the reference interpreter, up to so many states where a number is given. */
  readonly crossCheck?: boolean | number;
  /** Ends the search early; the verdict says so. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

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
  const { search, all, depth, maxStates, time, memory, seed, walks, crossCheck, signal } = options;
  const flags = {
    ...DEFAULT_SEARCH,
    ...(search !== undefined && { search }),
    ...(seed !== undefined && { seed }),
    ...(walks !== undefined && { walks }),
    ...(all !== undefined && { all }),
    ...(depth !== undefined && { depth }),
    ...(maxStates !== undefined && { maxStates }),
    ...(time !== undefined && { time }),
    ...(memory !== undefined && { memory }),
    ...(crossCheck !== undefined && crossCheck !== false && { crossCheck }),
  };
  const interruption = { signal: signal ?? new AbortController().signal, exitCode: () => null };
  const checked = await runCheck(selection, flags, interruption, options.onProgress ?? null);
  return { selection, ...checked };
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

const OPTIONS = [
  "set",
  "scenario",
  "properties",
  "fairness",
  "search",
  "all",
  "depth",
  "maxStates",
  "time",
  "memory",
  "seed",
  "walks",
  "crossCheck",
  "signal",
  "onProgress",
] as const satisfies readonly (keyof CheckOptions)[];

const FAIRNESS_MODES: readonly FairnessMode[] = ["declared", "weak", "none"];
const SEARCHES: readonly SearchKind[] = ["bfs", "dfs", "random"];
const COUNTS = ["depth", "maxStates", "time", "memory", "walks"] as const;

/** What the types forbid, for callers that have none: a bound that is not meant as one would be a silent wrong answer. */
function refuseUnknown(options: CheckOptions): void {
  for (const name of Object.keys(options)) {
    if ((OPTIONS as readonly string[]).includes(name)) continue;
    throw usage(`check: there is no option ${name}`, suggestions(name, OPTIONS));
  }
  if (options.search !== undefined && !SEARCHES.includes(options.search)) {
    throw usage(`check: there is no search ${String(options.search)}`, [`searches are ${SEARCHES.join(", ")}`]);
  }
  if (options.fairness !== undefined && !FAIRNESS_MODES.includes(options.fairness)) {
    throw usage(`check: there is no fairness ${String(options.fairness)}`, [`it is ${FAIRNESS_MODES.join(", ")}`]);
  }
  for (const name of COUNTS) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw usage(`check: ${name} is ${String(value)}, not an integer from 1 on`, []);
  }
  const { seed } = options;
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw usage(`check: seed is ${String(seed)}, not an integer from 0 to 4294967295`, []);
  }
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
