// A search that goes on where another one was. In, a manifest and the files that it names, verified, and a search that has
// only just begun; out, that search with the same levels, counters and findings. States are entered again one by one, so
// it does not matter how they were arranged before. The invariant: each level has exactly the states it had, or the
// checkpoint is refused.

import { performance } from "node:perf_hooks";
import { usage } from "../../spec/source/diagnostic.ts";
import { breathe } from "../search/session.ts";
import { readSegment } from "./folder.ts";
import type { Levelled } from "./keeper.ts";
import type { Manifest } from "./manifest.ts";
import { damaged } from "./refusal.ts";
import { enterStates } from "./states.ts";

/** Enters a checkpoint into a search; `arrange` is called after each level. */
export async function restore(
  search: Levelled,
  saved: Manifest,
  folder: string,
  arrange: () => Promise<void>,
): Promise<void> {
  refuseBeyond(search, saved);
  const { stride } = search.engine;
  if (saved.stride !== stride) throw damaged(folder, "its states are of another size");
  let level = 0;
  let entered = 0;
  const closeLevels = async (): Promise<void> => {
    for (; level < saved.levels.length && entered === saved.levels[level]; level++) {
      entered = 0;
      const { holdings } = search;
      holdings.crew?.settle();
      if (holdings.full) throw tooLarge(saved);
      if (holdings.states !== sum(saved.levels.slice(0, level + 1))) {
        throw damaged(folder, `level ${level + 1} does not have the states it should have`);
      }
      // The first one is there in every search.
      if (level > 0) holdings.closeLevel();
      await arrange();
    }
  };
  for (const segment of saved.segments) {
    for await (const chunk of readSegment(folder, segment, stride)) {
      for (let at = 0; at < chunk.length; ) {
        await closeLevels();
        const end = Math.min(chunk.length, at + (saved.levels[level]! - entered) * stride);
        entered += enterStates(search.holdings, chunk.subarray(at, end));
        at = end;
      }
      await breathe(search, level + 1, search.holdings.states);
    }
  }
  await closeLevels();
  takeOver(search, saved);
}

/** All that is not states. */
function takeOver(search: Levelled, saved: Manifest): void {
  const { holdings, goals } = search;
  holdings.engines.forEach((engine, i) => {
    engine.writeCoverage(i === 0 ? saved.coverage : saved.coverage.map(() => 0));
    engine.cut = i === 0 ? saved.cut : 0;
    engine.clearFound();
  });
  goals.recall(saved.goals);
  search.began = performance.now() - saved.milliseconds;
}

/** A search that is given such a bound from the start has ended earlier. */
function refuseBeyond({ options }: Levelled, { levels }: Manifest): void {
  const hint = "search again from the start, without --resume";
  const depth = levels.length;
  if (options.maxDepth !== null && depth > options.maxDepth) {
    throw usage(`the checkpoint has ${depth} levels already, and --depth allows ${options.maxDepth}`, [hint]);
  }
  const states = sum(levels);
  if (options.maxStates !== null && depth > 1 && states > options.maxStates) {
    throw usage(`the checkpoint has ${states} states already, and --max-states allows ${options.maxStates}`, [hint]);
  }
}

function tooLarge({ levels }: Manifest): Error {
  return usage(`the ${sum(levels)} states of the checkpoint do not fit into the memory that the search may use`, [
    "give it more with --memory, or use a larger machine",
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
