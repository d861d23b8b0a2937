// A spec's file and a setting of its parameters become a LoadedSpec: read, evaluate, and check what the evaluation left.
// The invariant: whatever is wrong with the spec comes out as one SpecError with places in the author's files; evaluations
// run one after the other, so that each finds its own parameters and its own shared records.

import { dirname, resolve } from "node:path";
import { inspect } from "node:util";
import type { LoadedSpec } from "../definition.ts";
import * as language from "../index.ts";
import {
  beginEvaluation,
  type EvaluationResult,
  endEvaluation,
  forgetEvaluation,
  type Settings,
} from "../runtime/evaluation.ts";
import { isDefinition } from "../runtime/spec.ts";
import { argumentSpan } from "./argument.ts";
import { type Diagnostic, type Span, SpecError } from "./diagnostic.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { namedConstants, requestsOf, topLevelNames } from "./exports.ts";
import { inspectFile, shownPath } from "./files.ts";
import { readGraph, requestedFile } from "./graph.ts";
import { unknownLabels } from "./labels.ts";
import type { SourceFile } from "./parse.ts";
import { nameShared } from "./shared-names.ts";
import { authorFrames, isAuthorsOwn } from "./stack.ts";
import { evaluateStrictly } from "./stray.ts";
import { suggest } from "./suggest.ts";

const exported: Readonly<Record<string, unknown>> = language;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Loads a spec with some of its parameters set. Every call is a fresh evaluation of the spec's own modules; unchanged
 * files are not parsed again.
 * @throws SpecError, with code 151 for unknown or impossible settings and 150 for everything else
 */
export function loadSpec(file: string, settings: Settings): Promise<LoadedSpec> {
  const loaded = turn.then(() => load(resolve(file), settings));
  turn = loaded.catch(() => {});
  return loaded;
}

async function load(file: string, settings: Settings): Promise<LoadedSpec> {
  const sources = readGraph(file, Object.keys(exported));
  const { evaluation, parameters, shared } = await run(sources, settings);
  const definition = evaluation.exports.default;
  if (!isDefinition(definition)) throw new SpecError([withoutDefinition(sources[0]!, evaluation)]);
  const faults = unknownLabels(definition, sources);
  if (faults.length > 0) throw new SpecError(faults);
  return {
    file,
    definition,
    parameters,
    shared: nameShared(shared, evaluation.modules, language.shared),
    modules: evaluation.modules,
  };
}

async function run(
  sources: readonly SourceFile[],
  settings: Settings,
): Promise<{ evaluation: Evaluation } & EvaluationResult> {
  const { stackTraceLimit } = Error;
  // The author's line is below however many of ours the error came through.
  Error.stackTraceLimit = 100;
  beginEvaluation(settings);
  try {
    const evaluation = await evaluateStrictly(() => evaluate(sources, exported));
    return { evaluation, ...endEvaluation() };
  } catch (error) {
    throw locate(error, sources);
  } finally {
    forgetEvaluation();
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What the spec threw while it was evaluated, or what Node found wrong with its imports, with its place. */
function locate(error: unknown, sources: readonly SourceFile[]): SpecError {
  const [span, ...calls] = authorFrames(error, sources);
  const place = { ...(span !== undefined && { span }), ...(calls.length > 0 && { calls }) };
  if (error instanceof SpecError) {
    const placed = error.diagnostics.map(
      ({ argument, ...fault }): Diagnostic =>
        span === undefined || argument === undefined
          ? { ...place, ...fault }
          : { ...place, span: argumentSpan(sources, span, argument), ...fault },
    );
    return new SpecError(
      placed.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0)),
      error.code,
    );
  }
  const refused = refusedImport(error, sources);
  if (refused !== null) return new SpecError([refused]);
  if (isAuthorsOwn(error, sources)) {
    return new SpecError([
      { message: error.message, ...place, hints: ["the spec itself says so: it throws this while it is loaded"] },
    ]);
  }
  const thrown = error instanceof Error ? `${error.name}: ${withoutImporter(error.message)}` : inspect(error);
  const where = span === undefined ? ` by ${shownPath(sources[0]!.file)}` : "";
  const hints = error instanceof ReferenceError ? undefinedName(error.message, sources) : [];
  return new SpecError([{ message: `thrown while loading${where}: ${thrown}`, ...place, hints }]);
}

/** Hints for "x is not defined": a name of the language that is not imported, or one that is near. */
function undefinedName(message: string, sources: readonly SourceFile[]): string[] {
  if (/^(require|module|exports) is not defined/.test(message)) {
    return ['a spec is an ES module: write import { spec } from "allways", and export default'];
  }
  const name = /^(\S+) is not defined$/.exec(message)?.[1];
  if (name === undefined) return [];
  if (Object.hasOwn(exported, name)) return [`write import { ${name} } from "allways"`];
  const near = suggest(name, [...sources.flatMap(({ program }) => topLevelNames(program)), ...Object.keys(exported)]);
  return near === null ? [] : [`did you mean "${near}"?`];
}

/** What Node says of an import it cannot find or link names the module, but not the place that asks for it. */
function refusedImport(error: unknown, sources: readonly SourceFile[]): Diagnostic | null {
  if (!(error instanceof Error && (error instanceof SyntaxError || "code" in error))) return null;
  for (const { file, program } of sources) {
    for (const { specifier, node } of requestsOf(program)) {
      if (requestedFile(file, specifier) !== null || !error.message.includes(packageOf(specifier))) continue;
      const span: Span = { file, start: node.start, end: node.end };
      const isFile = inspectFile(resolve(dirname(file), specifier)) === null;
      const hints = [
        isFile
          ? `write "./${specifier}" for the file beside this one`
          : 'specs import from "allways" and from files beside them: "./name.ts"',
      ];
      return { message: withoutImporter(error.message), span, hints };
    }
  }
  return null;
}

function packageOf(specifier: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

function withoutImporter(message: string): string {
  return message.replace(/ imported from .*/s, "");
}

function withoutDefinition({ file, program }: SourceFile, { exports }: Evaluation): Diagnostic {
  const hints = ['write export default spec("name", { … })'];
  const node = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  if (!("default" in exports)) {
    const message = `${shownPath(file)} has no default export`;
    const named = Object.keys(exports).find((name) => isDefinition(exports[name]));
    if (named !== undefined) hints[0] = `write export default ${named}`;
    const constant = namedConstants(program).find(({ id }) => id.name === named);
    return constant === undefined
      ? { message, hints }
      : { message, span: { file, start: constant.id.start, end: constant.id.end }, hints };
  }
  const message = "the default export is not what spec() gives";
  if (node === undefined) return { message, hints };
  return { message, span: { file, start: node.start, end: node.end }, hints };
}
