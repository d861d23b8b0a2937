// The known bugs and fixes of the rework up to Linux 6.1, and what must come out of each. Numbers are exact: distinct
// states (of the complete levels, where a violation ends the search) and the steps of the shortest counterexample.
// Where one cause breaks several invariants, each has a scenario of its own.

import { always, quiescent } from "./invariants.ts";
import { laterScenarios } from "./scenarios-later.ts";
import { robustScenarios } from "./scenarios-robust.ts";
import { runScenarios } from "./scenarios-runs.ts";

type Property = keyof typeof always | keyof typeof quiescent;

const I1 = "I1 single owner";
const I2 = "I2 task_work queued once";
const I3 = "I3 no event missed";
const I5 = "I5 one final completion";
const I6 = "I6 no use after free";
const I7 = "I7 references while owned";

function allBut(property: Property): readonly Property[] {
  const names = [...Object.keys(always), ...Object.keys(quiescent)] as Property[];
  return names.filter((name) => name !== property);
}

// Linux 5.17 was released with these two; the seed has neither.
const released = { handlePollfree: true, unlinkOnWake: true };
// The two fixes for missed events in multishot requests, November 2022.
const both = { clearResultEachRound: true, resampleUnlessOneRef: true };
// About 6.0.11: these, and the fix of the race with cancelling.
const fixed = { ...released, ...both, loopOnRefsOnly: true };

// 6. A one-shot request whose wakes carry a key reports the key and is done: it never lets go of a live request.
const oneShot = {
  "6 one-shot": { set: { multishot: false }, expect: "holds", states: 2984 },
  "6 one-shot, two queues": {
    set: { multishot: false, entries: 2, queues: [1, 2] },
    expect: "holds",
    states: 4785,
  },
  "6 one-shot, woken on the second queue": {
    set: { multishot: false, entries: 2, queues: [2, 2] },
    expect: "holds",
    states: 3784,
  },
  "6 one-shot, as released": { set: { ...released, multishot: false }, expect: "holds", states: 3081 },
  "6 one-shot, as released, two queues": {
    set: { ...released, multishot: false, entries: 2, queues: [1, 2] },
    expect: "holds",
    states: 5681,
  },
} as const;

// 6b. Without a key the handler asks the file, finds the event consumed, and lets go while being cancelled: 11 again.
const withoutKey = { multishot: false, wakes: ["IN"], keys: ["none"], consumers: 1 };
const oneShotWithoutKey = {
  "6b one-shot, wake without key: I1": {
    set: withoutKey,
    check: [I1],
    expect: { violates: I1 },
    states: 727,
    steps: 21,
  },
  "6b one-shot, wake without key: I2": {
    set: withoutKey,
    check: [I2],
    expect: { violates: I2 },
    states: 773,
    steps: 23,
  },
  "6b one-shot, wake without key: I5": {
    set: withoutKey,
    check: [I5],
    expect: { violates: I5 },
    states: 848,
    steps: 35,
  },
  "6b one-shot, wake without key: I6": {
    set: withoutKey,
    check: [I6],
    expect: { violates: I6 },
    states: 840,
    steps: 31,
  },
  "6b one-shot, wake without key, fixed": {
    set: { ...withoutKey, loopOnRefsOnly: true },
    expect: "holds",
    states: 763,
  },
} as const;

// 7 to 10. Two events, one report: either the round for the second one reports the first one's mask again (cured by
// b98186aee22f), or one round stands for both and has only the first one's mask (cured by 539bcb57da2f). Each fix alone
// leaves the other bug.
const multishot = {
  "7 multishot": { set: { cancellers: 0 }, expect: { violates: I3 }, states: 1171, steps: 18 },
  "8 multishot, result cleared each round": {
    set: { cancellers: 0, clearResultEachRound: true },
    expect: { violates: I3 },
    states: 1322,
    steps: 19,
  },
  "9 multishot, resampled unless one reference": {
    set: { cancellers: 0, resampleUnlessOneRef: true },
    expect: { violates: I3 },
    states: 1483,
    steps: 22,
  },
  "10 multishot, both": { set: { ...both, cancellers: 0 }, expect: "holds", states: 2396 },
  "10 multishot, both, three wakers": {
    set: { ...both, cancellers: 0, wakes: ["IN", "OUT", "IN"] },
    expect: "holds",
    states: 23261,
  },
  "10 multishot, both, two queues": {
    set: { ...both, cancellers: 0, entries: 2, queues: [1, 2] },
    expect: "holds",
    states: 3707,
  },
} as const;

// 11. CVE-2023-0468. The cancellation flag alone sends the handler round again, without a reference: the canceller then
// becomes the second owner. A POLLFREE wake cancels in the same way.
const cancelled = { ...both, wakes: ["IN"] };
const freed = { ...both, wakes: ["IN"], cancellers: 0, pollfree: true, handlePollfree: true };
const cancel = {
  "11 cancel: I1": { set: cancelled, check: [I1], expect: { violates: I1 }, states: 650, steps: 16 },
  "11 cancel: I2": { set: cancelled, check: [I2], expect: { violates: I2 }, states: 809, steps: 18 },
  "11 cancel: I5": { set: cancelled, check: [I5], expect: { violates: I5 }, states: 1428, steps: 29 },
  "11 cancel: I6": { set: cancelled, check: [I6], expect: { violates: I6 }, states: 1338, steps: 25 },
  "11 cancel: I7": { set: cancelled, check: [I7], expect: { violates: I7 }, states: 569, steps: 15 },
  "11 POLLFREE: I1": { set: freed, check: [I1], expect: { violates: I1 }, states: 521, steps: 16 },
  "11 POLLFREE: I2": { set: freed, check: [I2], expect: { violates: I2 }, states: 672, steps: 18 },
  "11 POLLFREE: I5": { set: freed, check: [I5], expect: { violates: I5 }, states: 1464, steps: 33 },
  "11 POLLFREE: I6": { set: freed, check: [I6], expect: { violates: I6 }, states: 1259, steps: 27 },
  "11 POLLFREE: I7": { set: freed, check: [I7], expect: { violates: I7 }, states: 453, steps: 15 },
} as const;

// 12. With 12ad3d2d6c5b all is well.
const everybody = { ...fixed, pollfree: true };
const allFixed = {
  "12 all fixed": { set: everybody, expect: "holds", states: 85610 },
  "12 all fixed, two cancellers": { set: { ...everybody, cancellers: 2 }, expect: "holds", states: 359698 },
  "12 all fixed, three wakers": { set: { ...everybody, wakes: ["IN", "OUT", "IN"] }, expect: "holds", states: 683038 },
  "12 all fixed, three wakers, two cancellers": {
    set: { ...everybody, wakes: ["IN", "OUT", "IN"], cancellers: 2 },
    expect: "holds",
    states: 2875080,
    slow: true,
  },
  "12 all fixed, two queues": { set: { ...everybody, entries: 2, queues: [1, 2] }, expect: "holds", states: 176331 },
  "12 all fixed, two queues, two cancellers": {
    set: { ...everybody, entries: 2, queues: [1, 2], cancellers: 2 },
    expect: "holds",
    states: 742117,
  },
  "12 all fixed, two queues, three wakers": {
    set: { ...everybody, entries: 2, queues: [1, 2, 1], wakes: ["IN", "OUT", "IN"] },
    expect: "holds",
    states: 1432000,
    slow: true,
  },
  "12 all fixed, two queues, three wakers, two cancellers": {
    set: { ...everybody, entries: 2, queues: [1, 2, 1], wakes: ["IN", "OUT", "IN"], cancellers: 2 },
    expect: "holds",
    states: 6030609,
    slow: true,
  },
} as const;

// 13. A reference count of two bits, and passes of io_poll_remove_all() that find the request again (61bc84c40088 and
// e2c0cb7c0cc7 cured that in 5.18). The fourth reference wraps the count while the request is owned; whoever comes next
// "owns" it as well. While arming, the arming thread's own reference counts too, and three wakers are enough.
const narrow = { ...both, loopOnRefsOnly: true, refBits: 2, arming: false };
const wakers = (n: number) => ({ ...narrow, cancellers: 0, wakes: ["IN", "OUT", "IN", "OUT", "IN"].slice(0, n) });
const oneWaker = (passes: number) => ({ ...narrow, wakes: ["IN"], passes });
const noWaker = (passes: number) => ({ ...narrow, wakes: [], passes });
const narrowRefs = {
  "13 narrow, three wakers": { set: wakers(3), expect: "holds", states: 2576 },
  "13 narrow, four wakers: I7": { set: wakers(4), check: [I7], expect: { violates: I7 }, states: 5560, steps: 21 },
  "13 narrow, four wakers: all but I7": { set: wakers(4), check: allBut(I7), expect: "holds", states: 28984 },
  "13 narrow, five wakers: I2": { set: wakers(5), check: [I2], expect: { violates: I2 }, states: 61576, steps: 28 },
  "13 narrow, one waker, two passes": { set: oneWaker(2), expect: "holds", states: 463 },
  "13 narrow, one waker, three passes: I7": {
    set: oneWaker(3),
    check: [I7],
    expect: { violates: I7 },
    states: 371,
    steps: 15,
  },
  "13 narrow, one waker, four passes: I2": {
    set: oneWaker(4),
    check: [I2],
    expect: { violates: I2 },
    states: 904,
    steps: 23,
  },
  "13 narrow, three passes": { set: noWaker(3), expect: "holds", states: 70 },
  "13 narrow, four passes: I7": { set: noWaker(4), check: [I7], expect: { violates: I7 }, states: 72, steps: 17 },
  "13 narrow, five passes: I2": { set: noWaker(5), check: [I2], expect: { violates: I2 }, states: 124, steps: 23 },
  // Without the two fixes an event is missed before the count runs out, and without 12ad3d2d6c5b 11 comes first.
  "13 narrow, four wakers, neither fix: I3": {
    set: { ...wakers(4), clearResultEachRound: false, resampleUnlessOneRef: false },
    expect: { violates: I3 },
    states: 2648,
    steps: 17,
  },
  "13 narrow, one waker, three passes, 11 not fixed: I7": {
    set: { ...oneWaker(3), loopOnRefsOnly: false },
    expect: { violates: I7 },
    states: 319,
    steps: 14,
  },
  "13 narrow while arming, three wakers: I7": {
    set: { ...wakers(3), arming: true },
    check: [I7],
    expect: { violates: I7 },
    states: 4012,
    steps: 16,
  },
  "13 narrow while arming, four wakers: I7": {
    set: { ...wakers(4), arming: true },
    check: [I7],
    expect: { violates: I7 },
    states: 14465,
    steps: 16,
  },
  "13 narrow while arming, five wakers: I2": {
    set: { ...wakers(5), arming: true },
    check: [I2],
    expect: { violates: I2 },
    states: 274685,
    steps: 27,
  },
} as const;

export const scenarios = {
  ...oneShot,
  ...oneShotWithoutKey,
  ...multishot,
  ...cancel,
  ...allFixed,
  ...narrowRefs,
  ...robustScenarios,
  ...laterScenarios,
  ...runScenarios,
};
