// A spec and all the files it imports by relative paths: its own modules, which are evaluated afresh for every setting
// and may be lowered. What they import from elsewhere is Node's to resolve. The invariant: every import among the files,
// and every one from "allways", names something that is there, so that linking them cannot fail.

import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Diagnostic, SpecError } from "./diagnostic.ts";
import {
  danglingExports,
  exportsOf,
  type ImportedName,
  type ModuleRequest,
  requestsOf,
  topLevelNames,
} from "./exports.ts";
import { inspectFile, shownPath } from "./files.ts";
import { readSource, type SourceFile } from "./parse.ts";
import { suggestions } from "./suggest.ts";

/** What a spec imports the language as. */
export const languageSpecifier = "allways";

/** The file a relative import names, or null for one that is Node's to resolve. */
export function requestedFile(importer: string, specifier: string): string | null {
  if (!/^\.\.?(\/|$)/.test(specifier)) return null;
  const url = new URL(specifier, pathToFileURL(importer));
  return url.pathname.endsWith("/") ? resolve(dirname(importer), specifier) : fileURLToPath(new URL(url.pathname, url));
}

/**
 * The spec's file and those it imports, itself first, each once, in the order in which they are met.
 * @param language the names "allways" exports
 * @throws SpecError with the faults of all files
 */
export function readGraph(file: string, language: readonly string[]): readonly SourceFile[] {
  const fault = inspectFile(file);
  if (fault !== null) throw new SpecError([fault]);
  const faults: Diagnostic[] = [];
  const sources = new Map<string, SourceFile>([[file, readSource(file)]]);
  for (const source of sources.values()) {
    for (const { specifier, node } of requestsOf(source.program)) {
      const requested = requestedFile(source.file, specifier);
      if (requested === null || sources.has(requested)) continue;
      const span = { file: source.file, start: node.start, end: node.end };
      const missing = inspectFile(requested, span);
      if (missing !== null) {
        faults.push(missing);
        continue;
      }
      try {
        sources.set(requested, readSource(requested, span));
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        faults.push(...error.diagnostics);
      }
    }
  }
  if (faults.length === 0) for (const source of sources.values()) faults.push(...checkLinks(source, sources, language));
  if (faults.length > 0) throw new SpecError(faults);
  return [...sources.values()];
}

/** The files a spec is made of, as far as they can be read. */
export interface ReachedFiles {
  /** Those that are missing, too. */
  readonly files: readonly string[];
  /** False if one could not be read, so that its imports are not known. */
  readonly isWhole: boolean;
}

export function reachFiles(file: string): ReachedFiles {
  const files = new Set([file]);
  let isWhole = true;
  for (const each of files) {
    try {
      const fault = inspectFile(each);
      if (fault !== null) throw new SpecError([fault]);
      for (const { specifier } of requestsOf(readSource(each).program)) {
        const requested = requestedFile(each, specifier);
        if (requested !== null) files.add(requested);
      }
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      isWhole = false;
    }
  }
  return { files: [...files], isWhole };
}

type Sources = ReadonlyMap<string, SourceFile>;

function checkLinks(source: SourceFile, sources: Sources, language: readonly string[]): Diagnostic[] {
  const faults: Diagnostic[] = danglingExports(source.program).map(({ name, node }) => ({
    message: `${name} is exported, but is no value of this file`,
    span: { file: source.file, start: node.start, end: node.end },
    hints: [`if it is a type, write export type { ${name} }`],
  }));
  for (const request of requestsOf(source.program)) {
    const exported = exportedFrom(source, request, sources, language);
    if (exported === null) continue;
    for (const name of request.names) {
      if (!exported.values.has(name.imported)) faults.push(missingExport(source, request, name, exported, sources));
    }
  }
  return faults;
}

interface Exported {
  readonly values: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

function exportedFrom(
  source: SourceFile,
  { specifier }: ModuleRequest,
  sources: Sources,
  language: readonly string[],
): Exported | null {
  if (specifier === languageSpecifier) return { values: new Set(language), types: new Set() };
  const requested = requestedFile(source.file, specifier);
  return requested === null ? null : allExports(sources.get(requested)!, sources, language, new Set());
}

/** Null as soon as something is re-exported wholesale from a module that is not ours to look into. */
function allExports(
  source: SourceFile,
  sources: Sources,
  language: readonly string[],
  seen: Set<string>,
): Exported | null {
  seen.add(source.file);
  const { values, types, stars } = exportsOf(source.program);
  const all = { values: new Set(values), types: new Set(types) };
  for (const specifier of stars) {
    const requested = requestedFile(source.file, specifier);
    if (requested !== null && seen.has(requested)) continue;
    if (requested === null && specifier !== languageSpecifier) return null;
    const further =
      requested === null
        ? { values: new Set(language), types: new Set<string>() }
        : allExports(sources.get(requested)!, sources, language, seen);
    if (further === null) return null;
    for (const name of further.values) if (name !== "default") all.values.add(name);
    for (const name of further.types) all.types.add(name);
  }
  return all;
}

function missingExport(
  source: SourceFile,
  { specifier }: ModuleRequest,
  name: ImportedName,
  exported: Exported,
  sources: Sources,
): Diagnostic {
  const span = { file: source.file, start: name.node.start, end: name.node.end };
  const requested = requestedFile(source.file, specifier);
  const from = requested === null ? specifier : shownPath(requested);
  if (exported.types.has(name.imported)) {
    return { message: `${name.imported} is a type`, span, hints: [`write import { type ${name.imported} }`] };
  }
  if (name.imported === "default") return { message: `${from} has no default export`, span, hints: [] };
  const message = `${from} exports no ${name.imported}`;
  if (requested !== null && topLevelNames(sources.get(requested)!.program).includes(name.imported)) {
    return { message, span, hints: ["it is declared there: write export before it"] };
  }
  const hints = suggestions(
    name.imported,
    [...exported.values].filter((value) => value !== "default"),
  );
  // The types of the language leave no trace in what is there at run time.
  if (requested === null) hints.push(`if it is a type, write import { type ${name.imported} }`);
  return { message, span, hints };
}
