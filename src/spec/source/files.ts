// Files as the author names them: how a path is shown, and why one cannot be read as a spec. The invariant: what passes
// `inspectFile` is a readable file whose ending says TypeScript or JavaScript module.

import { accessSync, constants, readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import type { Diagnostic, Span } from "./diagnostic.ts";
import { suggest } from "./suggest.ts";

const endings = [".ts", ".mts", ".js", ".mjs"];

/** The path as shown to people: relative to the working directory when it lies below it. */
export function shownPath(file: string, cwd: string = process.cwd()): string {
  const path = relative(cwd, file);
  if (path === "") return ".";
  return path.startsWith("..") ? file : path;
}

/** What is wrong with a file named on the command line or imported at `span`; null if nothing is. */
export function inspectFile(file: string, span?: Span): Diagnostic | null {
  const fault = (message: string, hints: readonly string[]): Diagnostic =>
    span === undefined ? { message, hints } : { message, span, hints };
  const shown = shownPath(file);
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" || code === "ENOTDIR"
      ? fault(`${shown} does not exist`, similarFiles(file))
      : fault(`${shown} cannot be read: ${code}`, []);
  }
  if (stats.isDirectory()) return fault(`${shown} is a directory`, directoryHints(file));
  if (!endings.includes(extname(file)) || file.endsWith(".d.ts") || file.endsWith(".d.mts")) {
    const data = extname(file) === ".json" ? ["write the data as a constant in a module of its own"] : [];
    return fault(`${shown} is not a TypeScript file`, [`specs end in ${endings.join(", ")}`, ...data]);
  }
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    return fault(`${shown} cannot be read: ${codeOf(error)}`, []);
  }
  return null;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** Sorted names of the specs in a directory; none if it cannot be read. */
function specsIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => endings.includes(extname(name)) && !name.includes(".d."))
      .sort();
  } catch {
    return [];
  }
}

function similarFiles(file: string): string[] {
  const siblings = specsIn(dirname(file));
  const stem = basename(file, extname(file));
  const sameStem = siblings.find(
    (name) => name === basename(file) + extname(name) || basename(name, extname(name)) === stem,
  );
  const similar = sameStem ?? suggest(basename(file), siblings);
  return similar === null ? [] : [`did you mean ${shownPath(join(dirname(file), similar))}?`];
}

function directoryHints(directory: string): string[] {
  const [first] = specsIn(directory);
  return first === undefined ? [] : [`name a file in it: ${shownPath(join(directory, first))}`];
}
