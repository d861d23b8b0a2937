// The visited set and the log behind it: whatever the set does to make room, it holds every state once.

import { describe, expect, it } from "vitest";
import { compileProgram } from "../../../src/explorer/compile/compile-program.ts";
import { CONTROL } from "../../../src/explorer/compile/memory-map.ts";
import { Engine, type EngineSettings } from "../../../src/explorer/store/engine.ts";
import { bytesOfSet, limitOf, planGrowth, type Room } from "../../../src/explorer/store/growth.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { add, goto, lt, makeBuilder, set, when } from "../builder.ts";

/** (most + 1)^count states, with so many columns of constant ballast, and one of so many bits. */
function counters(count: number, most: number, ballast: number, bits = 0): Program {
  const b = makeBuilder("counters");
  if (bits > 0) b.column("more", 0, 2 ** bits - 1);
  for (let i = 0; i < ballast; i++) b.column(`ballast${i}`, 0, 2 ** 30, i);
  for (let i = 0; i < count; i++) {
    const cell = b.column(`c${i}`, 0, most);
    b.action(`up${i}`, [when(lt(cell(), most)), set(cell(), add(cell(), 1)), goto(0)]);
  }
  b.mayEnd(true);
  return b.program();
}

/** Expands everything and checks that the log holds each state once. */
function exploreAll(program: Program, settings: EngineSettings, compile: Parameters<typeof compileProgram>[1]): Engine {
  const engine = new Engine(compileProgram(program, compile), settings);
  engine.start();
  for (let from = 0; from < engine.states && !engine.full; ) {
    const to = engine.states;
    engine.expand(from, to);
    from = to;
  }
  const seen = new Set<string>();
  for (let state = 0; state < engine.states; state++) {
    const address = engine.addressOf(state);
    seen.add(engine.words.subarray(address / 8, (address + engine.stride) / 8).join());
  }
  expect(seen.size).toBe(engine.states);
  return engine;
}

const tiny: EngineSettings = { maxMemory: null, firstExponent: 4 };

describe("the visited set", () => {
  it.each([
    ["whole states", 0, { indexed: false }],
    ["numbers of one-word states", 0, { indexed: true }],
    ["numbers of states of two words", 3, { indexed: false }],
    ["numbers of states of four words", 7, { indexed: false }],
    ["remainders in four bytes", 0, { indexed: false, slotBytes: 4 }],
    ["remainders in five bytes", 0, { indexed: false, slotBytes: 5 }],
    ["remainders in five bytes, whose distances are soon too long,", 1, { indexed: false, slotBytes: 5 }],
    ["remainders in six bytes beside ballast that never changes", 1, { indexed: false, slotBytes: 6 }],
  ])("of %s holds 15,625 states after growing from 16 slots", (_, ballast, compile) => {
    expect(exploreAll(counters(6, 4, ballast), tiny, compile).states).toBe(5 ** 6);
  });

  it.each([
    ["whole states", { indexed: false, maxDisplacement: 6 }],
    ["numbers", { indexed: true, maxDisplacement: 6 }],
  ])("of %s is rebuilt from the log when entries lie too far from home", (_, compile) => {
    const crowded = exploreAll(counters(6, 4, 0), tiny, compile);
    expect(crowded.states).toBe(5 ** 6);
    // Room enough for 15,625 states, but not for so short a way to each.
    expect(crowded.tableEnd).toBeGreaterThan(exploreAll(counters(6, 4, 0), tiny, { indexed: false }).tableEnd);
  });

  it("keeps states whole for which there is no room near their home, and grows with them or because of them", () => {
    // 45 bits, so slots in 2^18 of them can say no distance at all, and a state whose bucket is full has no room.
    const explore = (most: number, more: object): [number, number, number] => {
      const engine = exploreAll(counters(6, most, 0, 27), tiny, { indexed: false, slotBytes: 4, ...more });
      const { tableEnd, map, numbers, states } = engine;
      const exponent = [18, 19].find((each) => tableEnd - map.table === bytesOfSet(each, 4));
      return [states, exponent!, numbers[CONTROL.overflowed / 4]!];
    };
    expect(explore(6, {})).toEqual([7 ** 6, 18, 38]);
    expect(explore(6, { maxOverflow: 20 })).toEqual([7 ** 6, 19, 0]);
    expect(explore(7, {})).toEqual([8 ** 6, 19, 0]);
  });

  it("is full when the memory is, and has lost nothing by then", () => {
    const engine = exploreAll(counters(8, 7, 0), { maxMemory: 2 ** 21, firstExponent: 4 }, { indexed: false });
    expect(engine.full).toBe(true);
    expect(engine.states).toBeGreaterThan(50_000);
    expect(engine.bytes).toBeLessThanOrEqual(2 ** 21);
  });

  it("moves the log when the memory is enlarged: three hundred thousand states of four words", () => {
    const engine = exploreAll(counters(6, 7, 7), tiny, { indexed: false });
    expect(engine.states).toBe(8 ** 6);
    expect(engine.bytes).toBeGreaterThan(2 ** 23);
  });
});

describe("growth", () => {
  const room: Room = {
    capacity: 2 ** 32,
    entryBytes: 8,
    slotBytes: 8,
    states: 0,
    batch: 600,
    exponent: 12,
    largest: null,
    dropped: 0,
    frugal: false,
    crowded: false,
  };

  it("doubles a small set at 70 %, a larger one at half, one of buckets at three quarters", () => {
    expect(planGrowth({ ...room, states: 2800 })).toEqual({ exponent: 13, limit: 5734 });
    expect(planGrowth({ ...room, exponent: 20, states: 734_000 })).toEqual({ exponent: 21, limit: 2 ** 20 });
    expect(planGrowth({ ...room, exponent: 24, states: 2 ** 23 })).toEqual({ exponent: 25, limit: 2 ** 24 });
    const buckets = { ...room, slotBytes: 4, largest: 40 };
    expect(planGrowth({ ...buckets, exponent: 24, states: 0.75 * 2 ** 24 })).toEqual({
      exponent: 25,
      limit: 0.75 * 2 ** 25,
    });
  });

  it("leaves a set as it is where all it takes is a larger memory, unless it is crowded", () => {
    expect(planGrowth({ ...room, exponent: 20, states: 100_000 })).toEqual({ exponent: 20, limit: 734_003 });
    expect(planGrowth({ ...room, exponent: 20, states: 100_000, crowded: true })).toEqual({
      exponent: 21,
      limit: 2 ** 20,
    });
  });

  it("fills a set further where a larger one leaves no room for the log", () => {
    const short = { ...room, capacity: 2_100_000, exponent: 17, states: 91_500 };
    expect(planGrowth(short)).toEqual({ exponent: 17, limit: 111_411 });
    expect(planGrowth({ ...short, states: 111_000 })).toBe(null);
  });

  it("never plans for more states than the log has room for", () => {
    for (let exponent = 10; exponent < 24; exponent++) {
      for (const states of [1000, 30_000, 100_000]) {
        const plan = planGrowth({ ...room, capacity: 2 ** 22, exponent, states });
        if (plan === null) continue;
        expect(bytesOfSet(plan.exponent) + plan.limit * 8).toBeLessThanOrEqual(2 ** 22);
        expect(plan.limit).toBeLessThanOrEqual(limitOf({ ...room, capacity: 2 ** 22 }, plan.exponent, 0.85));
      }
    }
  });
});
