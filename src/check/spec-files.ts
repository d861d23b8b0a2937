// Which files `allways test` means: in, paths; out, spec files in a fixed order. A file named is a spec, whatever it holds;
// in a folder only those count that export something like a spec by default and take the language from allways.

import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import type { Program as SyntaxTree } from "oxc-parser";
import { SpecError, usage } from "../spec/source/diagnostic.ts";
import { requestsOf } from "../spec/source/exports.ts";
import { inspectFile, shownPath } from "../spec/source/files.ts";
import { languageSpecifier, requestedFile } from "../spec/source/graph.ts";
import { readSource } from "../spec/source/parse.ts";

const ENDINGS = [".ts", ".mts", ".js", ".mjs"];
const SKIPPED_FOLDERS = new Set(["node_modules", "dist", "coverage"]);

/**
 * Absolute paths, each once: those of a folder sorted, folders as given.
 * @throws SpecError (151) for a path that is not there, and where nothing is found
 */
export async function findSpecFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const path of paths.map((given) => resolve(given))) {
    if (!isFolder(path)) {
      const fault = inspectFile(path);
      if (fault) throw new SpecError([fault], 151);
      files.add(path);
      continue;
    }
    for (const file of walk(path)) if (await isSpec(file)) files.add(file);
  }
  if (files.size === 0) throw usage(`no specs found in ${paths.join(", ")}`, []);
  return [...files];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Files of a folder and of those below it; links to files count, links to folders could go in circles. */
function walk(folder: string): string[] {
  return readFolder(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name) ? [] : walk(path);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && isFileAt(path));
    const declares = /\.d\.m?ts$/.test(entry.name);
    return isFile && ENDINGS.includes(extname(entry.name)) && !declares ? [path] : [];
  });
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw usage(`${shownPath(folder)} cannot be read: ${(error as NodeJS.ErrnoException).code}`, []);
  }
}

function isFileAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Whether a file could be a spec, by the look of it: nothing is evaluated. One that does not parse counts if it speaks of allways
 * at all, so that a broken spec is not passed over.
 */
export async function isSpec(file: string): Promise<boolean> {
  const text = readFileSync(file, "utf8");
  if (!/\bdefault\b/.test(text)) return false;
  try {
    const { program } = await readSource(file);
    return exportsCandidate(program) && (await reachesLanguage(file, new Set()));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return text.includes(languageSpecifier);
  }
}

/** Whether the default export could be what spec() gives, by the look of it. */
function exportsCandidate(program: SyntaxTree): boolean {
  return program.body.some((node) => {
    if (node.type === "ExportDefaultDeclaration") {
      const { type } = node.declaration;
      return !/^(FunctionDeclaration|ClassDeclaration|TS|ArrowFunction|Object|Array|Literal|TemplateLiteral)/.test(
        type,
      );
    }
    if (node.type !== "ExportNamedDeclaration") return false;
    return node.specifiers.some(({ exported }) => "name" in exported && exported.name === "default");
  });
}

async function reachesLanguage(file: string, seen: Set<string>): Promise<boolean> {
  seen.add(file);
  const { program } = await readSource(file);
  for (const { specifier } of requestsOf(program)) {
    if (specifier === languageSpecifier) return true;
    const requested = requestedFile(file, specifier);
    if (requested === null || seen.has(requested) || inspectFile(requested)) continue;
    if (await reachesLanguage(requested, seen)) return true;
  }
  return false;
}
