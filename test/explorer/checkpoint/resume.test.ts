// A search that is interrupted at every level, and each time gone on with by another process's worth of new objects, is the
// search that was never interrupted: it passes the suite of all explorers, and equals it on random programs to the last
// number and trace, however the states are arranged before and after.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckpointOptions, Exploration, ExploreOptions, Explorer } from "../../../src/explorer/exploration.ts";
import {
  type BreadthFirstSettings,
  exploreBreadthFirst,
  exploreWith,
} from "../../../src/explorer/search/breadth-first.ts";
import { makeRandom } from "../../../src/explorer/search/random.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { ensureBuilt } from "../../cli/bin.ts";
import { describeExplorer } from "../conformance.ts";
import { withTemporal } from "../liveness/temporal-program.ts";
import { arbitraryProgram, randomProgram } from "../random-program.ts";
import { plain } from "../summary.ts";

// Threads run the build.
beforeAll(ensureBuilt);

// Thousands of checkpoints are too much for a disk that is made to keep each of them.
const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "allways-checkpoint-"));
afterAll(() => rmSync(root, { recursive: true }));

/** How the states of a search are arranged. */
type Way = { readonly threads: number; readonly settings: BreadthFirstSettings };

const alone: Way = { threads: 1, settings: { firstExponent: 4 } };
const remainders: Way = { threads: 1, settings: { firstExponent: 4, large: 0, arrangement: { slotBytes: 5 } } };
const partitions: Way = { threads: 1, settings: { firstExponent: 4, large: 0, arrangement: { bits: 2 } } };
const threads: Way = { threads: 2, settings: { firstExponent: 4, large: 0, arrangement: { smallLevel: 0 } } };
/** Rearranged in the middle of what is restored. */
const late: Way = { threads: 1, settings: { firstExponent: 4, large: 40, arrangement: { bits: 1 } } };

/** One level in each search, in this way and that. */
function levelByLevel(...ways: readonly Way[]): Explorer {
  return async (program, options) => {
    const folder = mkdtempSync(join(root, "levels-"));
    for (let depth = 1; ; depth++) {
      const { threads, settings } = ways[depth % ways.length]!;
      const checkpoint = checkpointIn(folder, { resume: depth > 1 });
      const bounded: ExploreOptions = { ...options, threads, maxDepth: depth, checkpoint };
      const exploration = await exploreWith(program, bounded, settings);
      const isCut = exploration.completeness.bounds.some(({ name }) => name === "depth");
      if (isCut && depth !== options.maxDepth) continue;
      rmSync(folder, { recursive: true });
      return exploration;
    }
  };
}

function checkpointIn(folder: string, { resume }: { readonly resume: boolean }): CheckpointOptions {
  return {
    folder,
    every: 0,
    resume: resume ? folder : null,
    version: "0.0.0",
    onProblem: (text) => {
      throw new Error(text);
    },
  };
}

function withoutStatistics({ statistics: _, ...rest }: Exploration): unknown {
  return rest;
}

describeExplorer({ name: "a level at a time", explore: levelByLevel(alone) });

describe("on random programs", () => {
  it.each([
    ["as it was", [alone], 41, 20],
    ["shared out and brought together again", [alone, partitions, remainders, late], 42, 20],
    ["with one thread and with two", [threads, alone], 43, 5],
  ])("%s: a level at a time is the search that goes through", async (_, ways, seed, numRuns) => {
    const search = levelByLevel(...ways);
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), async (program, all) => {
        const options = { ...plain, maxDepth: 7, all };
        const expected = await exploreBreadthFirst(program, options).catch(() => null);
        if (expected === null) return;
        expect(withoutStatistics(await search(program, options))).toEqual(withoutStatistics(expected));
      }),
      { numRuns, seed },
    );
  });

  it("temporal properties have the same lassos", async () => {
    const random = makeRandom(44);
    const search = levelByLevel(alone);
    let lassos = 0;
    for (let i = 0; i < 30; i++) {
      const program: Program = withTemporal(randomProgram(random.below(2 ** 31), 1 + random.below(3)), random);
      const options = { ...plain, all: random.below(2) === 0, maxStates: 500 };
      const expected = await exploreBreadthFirst(program, options).catch(() => null);
      if (expected === null) continue;
      lassos += expected.findings.filter(({ kind }) => kind === "temporal").length;
      expect(withoutStatistics(await search(program, options))).toEqual(withoutStatistics(expected));
    }
    expect(lassos).toBeGreaterThan(5);
  });
});
