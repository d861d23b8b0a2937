// The visited set that threads have in common: whatever they look up at the same time, each state is new to one of them.

import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { CommonSet } from "../../../src/explorer/store/common-set.ts";

const settings = { slotBytes: 4, firstExponent: 4, mostBytes: 2 ** 26, mostExponent: 29 };

/** How many of `count` hashes, which begin with all numbers of so many bits, were new to each of two threads. */
async function lookTogether(set: CommonSet, bits: number, count: number): Promise<number[]> {
  const board = new Int32Array(new SharedArrayBuffer(8));
  const entry = new URL("../threads/looker.js", import.meta.url);
  return Promise.all(
    [0, 1].map(async (self) => {
      const worker = new Worker(entry, { workerData: { ...set.parts, board, self, bits, count } });
      return new Promise<number>((resolve, reject) => worker.once("message", resolve).once("error", reject));
    }),
  );
}

describe("a set in common", () => {
  it.each([
    { what: "half full", slotBytes: 4, stateBits: 15, exponent: 15, count: 2 ** 14 },
    { what: "of whole hashes", slotBytes: 8, stateBits: 63, exponent: 15, count: 2 ** 14 },
    // So few bits are left for distances that every state lies at home, or beside the buckets.
    {
      what: "so full that half of the states lie beside the buckets",
      slotBytes: 4,
      stateBits: 39,
      exponent: 12,
      count: 2 ** 13,
    },
  ])("$what has each state new to one of two threads", async ({ slotBytes, stateBits, exponent, count }) => {
    const set = new CommonSet({ ...settings, slotBytes, stateBits, firstExponent: exponent });
    const [one, two] = await lookTogether(set, Math.log2(count), count);
    expect(one! + two!).toBe(count);
    expect(await lookTogether(set, Math.log2(count), count)).toEqual([0, 0]);
  });

  it.each([4, 8])("with slots of %i bytes keeps what it has when it grows", (slotBytes) => {
    const set = new CommonSet({ ...settings, slotBytes, stateBits: 20 });
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
