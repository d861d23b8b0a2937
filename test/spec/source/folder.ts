// Folders of TypeScript for tests, written to a temporary place and made the working directory, so that messages name
// files as an author sees them.

import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnostic, SpecError } from "../../../src/spec/source/diagnostic.ts";
import { formatDiagnostics } from "../../../src/spec/source/format-diagnostic.ts";

/** Writes the files, goes there, and gives the folder's path. */
export function enterFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "allways-")));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  process.chdir(folder);
  return folder;
}

/** What the SpecError says that an action ends in, with its exit code before it unless that is 150. */
export async function refusal(action: () => unknown): Promise<string> {
  let diagnostics: readonly Diagnostic[];
  try {
    await action();
    return "no error";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    diagnostics = error.diagnostics;
    const code = error.code === 150 ? "" : `exit code ${error.code}\n`;
    return code + formatDiagnostics(diagnostics, new Map());
  }
}
