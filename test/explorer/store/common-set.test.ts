// The visited set that threads have in common: whatever they look up at the same time, each state is new to one of them.

import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { CommonSet } from "../../../src/explorer/store/common-set.ts";

const settings = { firstExponent: 4, mostBytes: 2 ** 26, mostExponent: 29 };

/** How many of `count` hashes, which are all those of so many bits, were new to each of some threads. */
async function lookTogether(set: CommonSet, threads: number, bits: number, count: number): Promise<number[]> {
  const board = new Int32Array(new SharedArrayBuffer(4));
  const entry = new URL("../threads/looker.js", import.meta.url);
  return Promise.all(
    Array.from({ length: threads }, async (_, i) => {
      // Steps that have no factor in common with a power of two; half of the threads take the same way.
      const step = i % 2 === 0 ? 1 : 2 * i + 1;
      const worker = new Worker(entry, { workerData: { ...set.parts, board, threads, bits, count, step } });
      return new Promise<number>((resolve, reject) => worker.once("message", resolve).once("error", reject));
    }),
  );
}

describe("a set in common", () => {
  it.each([
    // Half full; then with so few bits left for distances that most states lie beside the buckets.
    { stateBits: 16, exponent: 16, count: 2 ** 15 },
    { stateBits: 31, exponent: 14, count: 2 ** 15 },
  ])(
    "of $stateBits bits has each of $count states new to one of four threads",
    async ({ stateBits, exponent, count }) => {
      const set = new CommonSet({ ...settings, stateBits, firstExponent: exponent });
      const bits = Math.min(stateBits, 15);
      const fresh = await lookTogether(set, 4, bits, count);
      expect(fresh.reduce((sum, number) => sum + number, 0)).toBe(count);
      const again = await lookTogether(set, 2, bits, count);
      expect(again).toEqual([0, 0]);
    },
  );

  it("keeps what it has when it grows", () => {
    const set = new CommonSet({ ...settings, stateBits: 20 });
    const { look, account } = set.link(() => {});
    const hashes = Array.from({ length: 50_000 }, (_, i) => BigInt((i * 2_654_435_761) % 2 ** 20) << 44n);
    const distinct = new Set(hashes).size;
    let fresh = 0;
    for (const hash of hashes) {
      const added = look(hash);
      fresh += added;
      if (account(added) !== 0) expect(set.makeRoom(2 ** 26)).toBe(true);
    }
    expect([fresh, set.states]).toEqual([distinct, distinct]);
    expect(hashes.some((hash) => look(hash) !== 0)).toBe(false);
  });

  it("says that there is no room where it may not grow", () => {
    const set = new CommonSet({ ...settings, stateBits: 20, mostExponent: 6 });
    const { look, account } = set.link(() => {});
    let hash = 0n;
    while (account(look(hash << 44n)) === 0 || set.makeRoom(2 ** 26)) hash += 977n;
    // 85 % of 64 slots, and one state more.
    expect([set.states, set.isOutgrown]).toEqual([55, true]);
  });
});
