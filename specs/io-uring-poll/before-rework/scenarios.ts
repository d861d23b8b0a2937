// The known bugs up to Linux 5.16, what became of them, and what the model found besides. Numbers are exact: distinct states
// (of the complete levels, where a violation ends the search) and the steps of the shortest counterexample. Where one cause
// breaks several invariants, each has a scenario of its own.

import { always, quiescent } from "./invariants.ts";
import type { temporal } from "./promises.ts";

type Property = keyof typeof always | keyof typeof quiescent | keyof typeof temporal;

const I2 = "I2 task_work queued once";
const I3 = "I3 no event missed";
const I3d = "I3d every entry linked";
const I4 = "I4 cancel completes";
const I5 = "I5 one final completion";
const I6 = "I6 no use after free";
const I7 = "I7 references sane";
const I7_QUIET = "I7 no reference left";
const I8 = "I8 unlinked before freed";
const I9 = "I9 unhashed when completed";
const I9_QUIET = "I9 hashed while it waits";
const I10_RESULT = "I10 no racy result";
const I10_LIST = "I10 no racy list";
const I10_EVENTS = "I10 no racy events";
const I2_RUNS = "I2 queued task_work leads to its run";
const I3_RUNS = "I3 raised event leads to completion or consumption";
const I4_RUNS = "I4 cancel leads to final completion";
const I12 = "I12 completed inline or handed over";

function allBut(property: Property): readonly Property[] {
  const names = [...Object.keys(always), ...Object.keys(quiescent)] as Property[];
  return names.filter((name) => name !== property);
}

/** A scenario that breaks the property, whatever else it breaks. */
function violates<Settings, P extends Property>(set: Settings, property: P, states: number, steps: number) {
  return { set, check: [property], expect: { violates: property }, states, steps } as const;
}

function holds<Settings>(set: Settings, states: number) {
  return { set, expect: "holds", states } as const;
}

// 1. A wake without a key, and its event consumed: the handler samples 0 and links the entry again. What becomes ready
// between the sample and the link wakes nobody (P4; 5.7 to 5.16, cured by the rework).
const rewait = { multishot: false, keys: ["none", "none"], consumers: 1, cancellers: 0 };

// 2. A multishot request is off its queue from the first wake until its handler links it again. What another wake has to
// tell meanwhile is lost (P5).
const single = { cancellers: 0 };

// 3. A wake of the second queue unlinks both entries, and io_poll_rewait() links the first one only: nothing that happens
// on queue 2 is ever seen again (P6).
const doubleRewait = { ...rewait, entries: 2, queues: [2, 2] };

// 4. 5.13-rc. A multishot request with two entries: the wakes of both queues call the same callback, each under its own
// queue's lock, and queue the same task_work (P7). In 5.16 a second queue makes the request one-shot.
const twoQueues = { entries: 2, queues: [1, 2], cancellers: 0 };
const notDowngraded = { ...twoQueues, downgradeDoubleMultishot: false };

// 5. One-shot with keyed wakes, nobody else reading: the first wake's key is the result, and the request is done. Why all
// of this survived for so long.
const oneShot = { multishot: false, cancellers: 0 };

const rows = {
  "1 rewait": violates(rewait, I3, 1106, 25),
  "2 multishot": violates(single, I3, 905, 24),
  "3 double rewait: I3": violates(doubleRewait, I3, 2108, 33),
  "3 double rewait: I3d": violates(doubleRewait, I3d, 2021, 31),
  "4 double multishot, not downgraded: I2": violates(notDowngraded, I2, 1357, 19),
  "4 double multishot, not downgraded: I10, result": violates(notDowngraded, I10_RESULT, 723, 15),
  "4 double multishot, not downgraded: I10, list": violates(notDowngraded, I10_LIST, 446, 13),
  "4 double multishot, downgraded": holds(twoQueues, 1401),
  "5 one-shot": holds(oneShot, 509),
  "5 one-shot, canceller": holds({ ...oneShot, cancellers: 1 }, 1227),
} as const;

// 38b. POLLFREE is taken for EPOLLHUP, and the queue is freed while ->head points to it. The handler of a multishot request
// links the entry again, a canceller takes the queue's lock; the completion of a one-shot request needs neither.
const pollfree = { pollfree: true, wakes: [], cancellers: 0 };
const freedQueue = {
  "38b POLLFREE, multishot: I6": violates(pollfree, I6, 40, 22),
  "38b POLLFREE, multishot: I8": violates(pollfree, I8, 40, 22),
  "38b POLLFREE, one-shot, canceller: I6": violates({ ...pollfree, multishot: false, cancellers: 1 }, I6, 99, 16),
  "38b POLLFREE, one-shot": holds({ ...pollfree, multishot: false }, 42),
  "38b POLLFREE while arming, one-shot: I6": violates(
    { ...pollfree, multishot: false, pollfreeWhileArming: true },
    I6,
    43,
    8,
  ),
} as const;

// P3, P5, P8, P9: fixes before 5.16, each taken out and left in. P8 is the other way round: the patch that was withdrawn
// would have lost a cancellation, because the handler has to look again once it holds completion_lock.
const secondQueue = { ...oneShot, entries: 2, queues: [1, 2] };
const reacting = { wakes: ["IN", "IN"], reaper: true, cancellers: 0 };
const withoutKey = { wakes: ["IN"], keys: ["none"], consumers: 1 };
const readyInWorker = { worker: true, ready: ["OUT"], wakes: ["IN"] };
const failsInline = { postMayFail: true, ready: ["IN"], wakes: [], cancellers: 0, checkDone: false };
const fixes = {
  "P3 third queue, second entry left: I7": violates(
    { ...oneShot, entries: 3, removeDoubleOnError: false },
    I7_QUIET,
    305,
    11,
  ),
  "P3 third queue": holds({ ...oneShot, entries: 3 }, 870),
  "P3 second entry outlives its use: I7": violates({ ...secondQueue, removeDoubleWhenDone: false }, I7, 917, 18),
  "P3 second queue": holds(secondQueue, 1374),
  "P3 second queue, canceller": holds({ ...secondQueue, cancellers: 1 }, 3212),
  "P5 linked after commit: I3": violates({ ...reacting, linkBeforeCommit: false }, I3, 1315, 26),
  "P5 linked before commit": holds(reacting, 1443),
  "P8 canceled read once: I4": violates({ ...withoutKey, readCanceledOnce: true }, I4, 826, 26),
  "P8 canceled read twice": holds(withoutKey, 847),
  "P9 arming after completion: I9": violates({ ...oneShot, worker: true, doneWhenUnhashed: false }, I9, 1203, 21),
  "P9 arming sees done": holds({ ...oneShot, worker: true }, 1253),
  "P9 arming puts for the handler: I6": violates({ ...readyInWorker, checkDone: false }, I6, 953, 26),
  "P9 arming puts for the handler: I7": violates({ ...readyInWorker, checkDone: false }, I7, 991, 28),
  // I3 aside, which is broken in 5.16: see "found: arming forgets what it saw".
  "P9 arming puts for itself": { set: readyInWorker, check: allBut(I3), expect: "holds", states: 852 },
  "P9 arming cannot post, and never puts: I7": violates(
    { ...failsInline, oneshotWhenPostFails: false },
    I7_QUIET,
    12,
    8,
  ),
  "P9 arming cannot post, and puts": { set: failsInline, check: [I7_QUIET], expect: "holds", states: 13 },
} as const;

// Cancelling and updating. An update of a multishot request whose handler is pending takes it out of the hash, and the
// handler, which links it again, does not put it back.
const update = { updaters: 1, wakes: ["IN"], cancellers: 0 };
const removal = {
  "cancellers and remove_all": holds({ wakes: ["IN"], cancellers: 2, removeAllPasses: 1 }, 2014),
  "update of a one-shot": holds({ ...update, multishot: false }, 206),
  "update of a pending multishot: I9": violates(update, I9_QUIET, 325, 26),
  "update beside the handler: I10": violates({ ...update, ...withoutKey, updateFromWorker: true }, I10_EVENTS, 649, 18),
} as const;

// Findings of the model: see the head of ../before-rework.ts.
const postFails = { postMayFail: true, ready: ["OUT"], wakes: ["IN"], cancellers: 0 };
const found = {
  "found: a worker arms on two queues: I6": violates({ ...secondQueue, worker: true }, I6, 3882, 31),
  "found: a worker arms on two queues: I8": violates({ ...secondQueue, worker: true }, I8, 3809, 30),
  "found: an update arms beside the handler: I6": violates(
    { ...update, multishot: false, updateFromWorker: true },
    I6,
    355,
    28,
  ),
  "found: arming cannot post: I5": violates(postFails, I5, 218, 20),
  "found: arming cannot post: I12": violates(postFails, I12, 126, 12),
  "found: arming forgets what it saw: I3": violates({ ready: ["OUT"], wakes: ["IN"], cancellers: 0 }, I3, 136, 22),
  "found: multishot without a queue: I9": violates(
    { entries: 0, ready: ["IN"], wakes: [], cancellers: 0 },
    I9_QUIET,
    6,
    5,
  ),
} as const;

// The promises, broken by what breaks I3 and I4 at rest.
const runs = {
  "1 rewait: I3 of runs": violates(rewait, I3_RUNS, 1147, 25),
  "2 multishot: I3 of runs": violates(single, I3_RUNS, 1081, 24),
  "3 double rewait: I3 of runs": violates(doubleRewait, I3_RUNS, 2191, 33),
  "5 one-shot, canceller: promises": {
    set: { ...oneShot, cancellers: 1 },
    check: [I2_RUNS, I3_RUNS, I4_RUNS],
    expect: "holds",
    states: 1227,
  },
  "P8 canceled read once: I4 of runs": violates({ ...withoutKey, readCanceledOnce: true }, I4_RUNS, 867, 26),
} as const;

export const scenarios = { ...rows, ...freedQueue, ...fixes, ...removal, ...found, ...runs };
