// What a search does not go on from: a checkpoint of another search, and one that is not as it was written, whichever byte
// that is. And what it does when checkpoints cannot be written: it says so, once, and goes on.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../src/explorer/checkpoint/folder.ts";
import type { CheckpointOptions, Exploration, ExploreOptions } from "../../../src/explorer/exploration.ts";
import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { SpecError } from "../../../src/spec/source/diagnostic.ts";
import { increment, peterson } from "../examples.ts";
import { plain } from "../summary.ts";

const root = mkdtempSync(join(tmpdir(), "allways-checkpoint-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const problems: string[] = [];

function search(
  program: Program,
  asked: Partial<CheckpointOptions>,
  more: Partial<ExploreOptions> = {},
): Promise<Exploration> {
  const checkpoint: CheckpointOptions = {
    folder: null,
    every: 0,
    resume: null,
    version: "1.0.0",
    onProblem: (text) => problems.push(text),
    ...asked,
  };
  return exploreBreadthFirst(program, { ...plain, ...more, checkpoint });
}

/** A folder with the first five levels of Peterson's mutual exclusion. */
async function written(): Promise<string> {
  const folder = mkdtempSync(join(root, "written-"));
  await search(peterson(), { folder }, { maxDepth: 3 });
  await search(peterson(), { folder, resume: folder }, { maxDepth: 5 });
  return folder;
}

/** What is said instead of an exploration. */
async function refused(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpecError)) throw error ?? new Error("it was not refused");
  expect(error.code).toBe(151);
  return error.message
    .replaceAll(root, "")
    .replace(/levels-\w+-\d/, "levels")
    .replace(/written-\w+/, "ck");
}

describe("a checkpoint", () => {
  it("of which any byte was changed is refused", async () => {
    const folder = await written();
    const said = new Set<string>();
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1 << (at % 8);
        writeFileSync(file, changed);
        said.add(await refused(readCheckpoint(folder)));
      }
      writeFileSync(file, bytes);
    }
    expect([...said].sort()).toMatchInlineSnapshot(`
      [
        "the checkpoint in /ck is damaged: it is of format 9, and this allways reads format 1",
        "the checkpoint in /ck is damaged: its list of contents does not have the checksum it should have",
        "the checkpoint in /ck is damaged: its list of contents has no heading",
        "the checkpoint in /ck is damaged: levels.states does not have the checksum it should have",
      ]
    `);
    expect((await search(peterson(), { resume: folder })).counts.distinct).toBe(42);
  });

  it("of which a file was cut off, prolonged or removed is refused", async () => {
    const folder = await written();
    const said = new Set<string>();
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      const others = [bytes.subarray(0, -1), bytes.subarray(0, 0), Buffer.concat([bytes, Buffer.from("\n")])];
      for (const other of others) {
        writeFileSync(file, other);
        said.add(await refused(search(peterson(), { resume: folder })));
      }
      rmSync(file);
      said.add(await refused(search(peterson(), { resume: folder })));
      writeFileSync(file, bytes);
    }
    expect([...said].sort()).toMatchInlineSnapshot(`
      [
        "the checkpoint in /ck is damaged: its list of contents does not have the checksum it should have",
        "the checkpoint in /ck is damaged: its list of contents has no heading",
        "the checkpoint in /ck is damaged: levels.states has been cut off",
        "the checkpoint in /ck is damaged: levels.states is longer than it was",
        "the checkpoint in /ck is damaged: levels.states is missing",
        "there is no checkpoint in /ck",
      ]
    `);
  });

  it("of another search is refused", async () => {
    const folder = await written();
    const resume = folder;
    const other = { ...peterson(), sources: new Map([[peterson().file, "// changed"]]) };
    const set = { ...peterson(), parameters: { processes: 3 } };
    const before = { ...peterson(), parameters: { processes: 2 } };
    expect([
      await refused(search(increment(2, true), { resume })),
      await refused(search(other, { resume })),
      await refused(search(peterson(), { resume, version: "1.0.1" })),
      await refused(search(peterson(), { resume }, { all: true })),
      await refused(search(peterson(), { resume }, { properties: new Set() })),
      await refused(search({ ...peterson(), mayEnd: true }, { resume })),
      await refused(search(peterson(), { resume }, { maxDepth: 4 })),
      await refused(search(peterson(), { resume }, { maxStates: 10 })),
    ]).toMatchInlineSnapshot(`
      [
        "the checkpoint in /ck does not fit: it is of the spec "peterson", not of "lost update"",
        "the checkpoint in /ck does not fit: the spec has been changed since",
        "the checkpoint in /ck does not fit: it was written by allways 1.0.0, and this is 1.0.1",
        "the checkpoint in /ck does not fit: it was written without --all",
        "the checkpoint in /ck does not fit: it was written with all properties checked, not ",
        "the checkpoint in /ck does not fit: it was written for another form of this spec",
        "the checkpoint has 5 levels already, and --depth allows 4",
        "the checkpoint has 15 states already, and --max-states allows 10",
      ]
    `);
    const folder2 = mkdtempSync(join(root, "written-"));
    await search(before, { folder: folder2 }, { maxDepth: 3 });
    expect(await refused(search(set, { resume: folder2 }))).toMatchInlineSnapshot(
      `"the checkpoint in /ck does not fit: it was written with processes = 2, not with processes = 3"`,
    );
  });

  it("does not need the same fairness, threads or memory", async () => {
    const resume = await written();
    const { counts } = await search(peterson(), { resume }, { threads: 2, maxMemory: 2 ** 26 });
    expect(counts).toEqual((await exploreBreadthFirst(peterson(), plain)).counts);
  });
});

/** Does something whenever the search looks whether it should end; it should not. */
function whenAsked(act: () => void): AbortSignal {
  const asked = {
    get aborted(): boolean {
      act();
      return false;
    },
  };
  return asked as AbortSignal;
}

describe("where checkpoints cannot be written", () => {
  it("any more, the search says so once, and ends as it would have", async () => {
    const folder = mkdtempSync(join(root, "written-"));
    problems.length = 0;
    const options = { folder, onProblem: (text: string) => problems.push(text.replace(folder, "ck")) };
    const signal = whenAsked(() => rmSync(folder, { recursive: true, force: true }));
    const wide = increment(5, true);
    const { counts } = await search(wide, options, { all: true, signal });
    expect(counts).toEqual((await exploreBreadthFirst(wide, { ...plain, all: true })).counts);
    expect(problems).toMatchInlineSnapshot(`
      [
        "no checkpoint could be written to ck: it is not there; the search goes on",
      ]
    `);
  });

  it("because another process has begun to write there, it leaves them to that one", async () => {
    const folder = mkdtempSync(join(root, "written-"));
    problems.length = 0;
    const manifest = "checkpoint.allways";
    const other = readFileSync(join(await written(), manifest));
    const signal = whenAsked(() => writeFileSync(join(folder, manifest), other));
    const wide = increment(5, true);
    const { counts } = await search(wide, { folder }, { all: true, signal });
    expect(counts).toEqual((await exploreBreadthFirst(wide, { ...plain, all: true })).counts);
    expect(readFileSync(join(folder, manifest))).toEqual(other);
    expect(problems.map((text) => text.replace(folder, "ck"))).toMatchInlineSnapshot(`
      [
        "another process writes checkpoints to ck; this one writes no more, but goes on",
      ]
    `);
  });
});
