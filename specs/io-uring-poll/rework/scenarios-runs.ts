// The promises of promises.ts: the known bugs and the model's findings that break I3 and I4 at rest break them for whole runs as
// well; and wakes without end, where runs have more to say than states at rest.

import { holdsFor, violates } from "./expectation.ts";

const I2 = "I2 queued task_work leads to its run";
const I3 = "I3 raised event leads to completion or consumption";
const I4 = "I4 cancel leads to final completion";

const both = { clearResultEachRound: true, resampleUnlessOneRef: true };
const one = { cancellers: 0, bias: 1 };
const wiped = { multishot: false, wakes: ["IN"], consumers: 1, keys: ["none"] };
const recv = { operation: true, events: ["IN"], wakes: ["IN", "HUP"], cancellers: 0, arming: false };

const broken = {
  "7 multishot: I3 of runs": violates({ cancellers: 0 }, I3, 1851, 18),
  "8 multishot, result cleared each round: I3 of runs": violates(
    { cancellers: 0, clearResultEachRound: true },
    I3,
    2480,
    19,
  ),
  "9 multishot, resampled unless one reference: I3 of runs": violates(
    { cancellers: 0, resampleUnlessOneRef: true },
    I3,
    1861,
    22,
  ),
  "10 multishot, both: I3 of runs": holdsFor({ ...both, cancellers: 0 }, [I3], 2396),
  "11 found: unsigned bias, POLLFREE: I4 of runs": violates(
    { kernel: "7.1", pollfree: true, cancellers: 0, wakes: ["IN"] },
    I4,
    1572,
    26,
  ),
  "11 found: unsigned bias in 6.1, cancel: I4 of runs": violates(
    { kernel: "6.1", wakes: ["IN"], unsignedBias: true },
    I4,
    2396,
    22,
  ),
  "15 robust, first version: I3 of runs": violates(
    { ...both, ...one, arming: false, wakes: ["IN", "OUT", "IN"], retry: "dropped with the references" },
    I3,
    4379,
    29,
  ),
  "17 found: RETRY left behind, bias 1: I3 of runs": violates({ kernel: "6.1", ...one }, I3, 3906, 23),
  "18 robust, arming with plain decrement: I3 of runs": violates(
    { kernel: "6.1", ...one, ioWq: true, wakes: ["IN"], armRelease: "dec" },
    I3,
    165,
    12,
  ),
  "32 found: armed anew while cancelled, 6.2: I4 of runs": violates({ ...wiped, kernel: "6.2" }, I4, 1368, 33),
  "34 multishot recv, 6.19: I3 of runs": violates({ ...recv, kernel: "6.19" }, I3, 261, 23),
};

// Wakes without end, a program that reaps and reads for ever, and room for one completion. Weak fairness does not get the
// handler through the lock of the queue that a waker takes again and again, so a cancelled request may stay; it does where
// locks are fair, as the kernel's are. And one waker is enough to gather as many references as the bias, so that RETRY is left
// behind (17).
const endless = { kernel: "7.1", endless: true, cqEntries: 1, reaper: true, wakes: ["IN"] };
const withoutEnd = {
  "wakes without end, 7.1, locks unfair: I4": violates(endless, I4, 34088, 24),
  "wakes without end, 7.1, locks fair: I2, I4": holdsFor({ ...endless, fairLocks: true }, [I2, I4], 34088),
  "wakes without end, 7.1, two wakers, locks fair: I2, I4": {
    ...holdsFor({ ...endless, wakes: ["IN", "OUT"], fairLocks: true }, [I2, I4], 722247),
    slow: true,
  },
  "17 found: RETRY left behind, 7.1, wakes without end: I3": violates({ ...endless, fairLocks: true }, I3, 34088, 44),
};

export const runScenarios = { ...broken, ...withoutEnd };
