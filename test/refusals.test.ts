// What is refused, with what words. Each file under refusals/ is a spec with mistakes; beside it stands exactly what its
// author reads. Those under refusals/allowed look like the others and are fine. Names of folders and files are sentences.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lowerSpec } from "../src/spec/lower/index.ts";
import { SpecError } from "../src/spec/source/diagnostic.ts";
import { formatDiagnostics } from "../src/spec/source/format-diagnostic.ts";
import { loadSpec } from "../src/spec/source/load.ts";

const root = join(import.meta.dirname, "refusals");

const refusals = new Map<string, Promise<SpecError | null>>();

/** What is said about a spec; null if nothing is wrong with it. Each is loaded once. */
function refusalOf(file: string): Promise<SpecError | null> {
  const refusal = refusals.get(file) ?? refuse(file);
  refusals.set(file, refusal);
  return refusal;
}

async function refuse(file: string): Promise<SpecError | null> {
  try {
    lowerSpec(await loadSpec(file, {}));
    return null;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

/** Specs of a folder; what they import is in folders below. */
function specsIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts"))
    .sort();
}

const refused = readdirSync(root)
  .filter((name) => name !== "allowed")
  .sort();

describe.each(refused)("refused: %s", (folder) => {
  test.each(specsIn(folder))("%s", async (name) => {
    const error = await refusalOf(join(root, folder, name));
    expect(error?.code).toBe(150);
    const text = formatDiagnostics(error!.diagnostics, new Map(), { cwd: join(root, folder), width: 100 });
    await expect(`${text}\n`).toMatchFileSnapshot(join(root, folder, name.replace(/\.ts$/, ".txt")));
  });

  test.each(specsIn(folder))("%s: every fault is said once, at its place", async (name) => {
    const { diagnostics } = (await refusalOf(join(root, folder, name)))!;
    const said = diagnostics.map(({ message, span }) => JSON.stringify([span, message]));
    expect(new Set(said).size).toBe(said.length);
    if (folder !== "files") expect(diagnostics.filter(({ span }) => span === undefined)).toEqual([]);
  });
});

// What a spec throws, and what the parser says, have no remedy but their own: "files" is left out.
describe.each(refused.filter((name) => name !== "files"))("refused: %s", (folder) => {
  test.each(specsIn(folder))("%s: every fault comes with what to do about it", async (name) => {
    const { diagnostics } = (await refusalOf(join(root, folder, name)))!;
    expect(diagnostics.filter(({ hints }) => hints.length === 0).map(({ message }) => message)).toEqual([]);
  });
});

describe("allowed", () => {
  test.each(specsIn("allowed"))("%s", async (name) => {
    expect((await refusalOf(join(root, "allowed", name)))?.diagnostics).toBeUndefined();
  });
});
