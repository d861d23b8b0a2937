// The known bugs and fixes of 5.18 to 7.1, and what the model finds besides. Rows with a known fix come in pairs. Where one
// cause breaks several invariants, each has a scenario of its own.

import { holds, holdsFor, violates } from "./expectation.ts";

const I3 = "I3 no event missed";
const I3D = "I3d every entry linked";
const I4 = "I4 cancel completes";
const I5 = "I5 one final completion";
const I5_LAST = "I5 final completion last";
const I6 = "I6 no use after free";
const I7 = "I7 references while owned";
const I7_QUIET = "I7 no reference left";
const I8 = "I8 unlinked before freed";
const I9 = "I9 unhashed when completed";
const I9_QUIET = "I9 hashed while it waits";
const I10_RESULT = "I10 no racy result";
const I10_FLAG = "I10 no lost flag";
const I11 = "I11 copies of the events agree";
const I12 = "I12 completed inline or handed over";

// The two fixes for missed events, and the one of the race with cancelling.
const both = { clearResultEachRound: true, resampleUnlessOneRef: true };
const fixed = { ...both, loopOnRefsOnly: true };

// 11. While there are two owners both write the result.
const race = {
  "11 cancel: I10": violates({ ...both, wakes: ["IN"] }, I10_RESULT, 731, 17),
};

// 13. What else a narrow count breaks: somebody who "owns" the request completes it while it is being armed, and it is
// hashed after that; and a round that takes away one reference of 1 + 2^w leaves the carry behind.
const narrowEffects = {
  "13 narrow while arming, one-shot: I9": violates(
    { refBits: 2, multishot: false, wakes: ["IN", "OUT", "IN", "OUT"], cancellers: 0 },
    I9,
    15534,
    33,
  ),
  "13 narrow, five wakers, handler leaves after its warning: I7": violates(
    {
      ...fixed,
      refBits: 2,
      arming: false,
      wakes: ["IN", "OUT", "IN", "OUT", "IN"],
      cancellers: 0,
      warnTouchesNothing: true,
    },
    I7_QUIET,
    33875,
    24,
  ),
};

// 14. 61bc84c40088: io_poll_remove_all() finds a request once, so passes no longer add up. Wakes do.
const unhashing = { kernel: "5.18", ...fixed, refBits: 2, arming: false, removeAll: true };
const removeAll = {
  "14 narrow, unhashing, one waker, five passes": holds({ ...unhashing, wakes: ["IN"], passes: 5 }, 380),
  "14 narrow, unhashing, two wakers": holds({ ...unhashing, wakes: ["IN", "OUT"] }, 2610),
  "14 narrow, unhashing, three wakers, no cancel": holds(
    { ...unhashing, wakes: ["IN", "OUT", "IN"], cancellers: 0 },
    2576,
  ),
  "14 narrow, unhashing, three wakers: I7": violates({ ...unhashing, wakes: ["IN", "OUT", "IN"] }, I7, 5553, 18),
};

// 12. Everything since.
const later = {
  "12 6.1": holds({ kernel: "6.1", pollfree: true }, 121697),
  "12 6.1, one-shot": holds({ kernel: "6.1", pollfree: true, multishot: false }, 12156),
  "12 6.1, armed by io-wq": holds({ kernel: "6.1", pollfree: true, ioWq: true }, 117052),
  "12 6.1, two queues": holds({ kernel: "6.1", pollfree: true, entries: 2, queues: [1, 2] }, 282387),
  "12 6.1, two cancellers": holds({ kernel: "6.1", pollfree: true, cancellers: 2 }, 540664),
  "12 6.1, the task exits": holds({ kernel: "6.1", exit: true }, 56748),
  "12 6.19, two queues": holds({ kernel: "6.19", pollfree: true, entries: 2, queues: [1, 2] }, 137405),
  "12 7.0, armed by io-wq, two queues": holds(
    { kernel: "7.0", pollfree: true, ioWq: true, entries: 2, queues: [1, 2] },
    146953,
  ),
  "12 7.1, two queues, two cancellers": holds({ kernel: "7.1", entries: 2, queues: [1, 2], cancellers: 2 }, 85592),
};

// 31. Arming without owning, 6.0: the wake of the first entry clears its flag while the second entry's is set.
// 30a33669fa21 gives up the second entry if the first one has lost its queue.
const twoQueues = { multishot: false, entries: 2, wakes: ["IN"], cancellers: 0 };
const flags = {
  "31 flags while arming: I10": violates({ ...twoQueues, kernel: "6.0" }, I10_FLAG, 100, 14),
  "31 flags while arming: I8": violates({ ...twoQueues, kernel: "6.0" }, I8, 247, 26),
  "31 flags while arming, second entry given up": holds({ ...twoQueues, kernel: "6.0", giveUpDouble: true }, 215),
  "31 flags while arming, 6.1": holds({ ...twoQueues, kernel: "6.1" }, 256),
  "31 flags while arming, 6.0, armed by io-wq": holds({ ...twoQueues, kernel: "6.0", ioWq: true }, 148),
};

// 32. A one-shot request that is ready while it is armed, but owned by a wake already, is left to that wake's handler
// without having been hashed. If the handler then finds nothing, because the data are gone, the request can neither be
// woken (the wake took its entry off the queue) nor cancelled. In 6.0 the handler asks the file only if the wake had no
// key; with 539bcb57da2f it does because there are two references. febb985c06cb hashes the request; 6e5aedb9324a arms it
// anew.
const gone = { multishot: false, wakes: ["IN"], consumers: 1 };
const asked = { ...gone, kernel: "6.0", resampleUnlessOneRef: true };
const unhashed = {
  "32 ready while arming, 6.0": holds({ ...gone, kernel: "6.0" }, 872),
  "32 ready while arming, 6.0, wake without key: I9": violates(
    { ...gone, kernel: "6.0", keys: ["none"] },
    I9_QUIET,
    692,
    19,
  ),
  "32 ready while arming, resampled: I9": violates(asked, I9_QUIET, 864, 24),
  "32 ready while arming, resampled: I3d": violates(asked, I3D, 864, 24),
  "32 ready while arming, 6.1: I9": violates({ ...gone, kernel: "6.1" }, I9_QUIET, 1035, 26),
  "32 ready while arming, 6.1, hashed": holdsFor(
    { ...gone, kernel: "6.1", hashBeforeHandingOver: true },
    [I9_QUIET],
    1468,
  ),
  "32 ready while arming, 6.1, hashed: I3d": violates(
    { ...gone, kernel: "6.1", hashBeforeHandingOver: true },
    I3D,
    1309,
    27,
  ),
  "32 ready while arming, 6.2": holds({ ...gone, kernel: "6.2", cancellers: 0 }, 314),
};

// Found by the model, known to no commit: 6e5aedb9324a arms a one-shot request anew, which wipes poll_refs. A canceller
// that finds the request after the handler's read of poll_refs, and before it is taken out of the hash, is told that it
// has been cancelled; its flag and its reference are wiped, and the request waits on. From 6.13 uring_lock keeps
// cancellers from a running handler. To confirm it on 6.2 to 6.12, a one-shot POLL_ADD whose events another reader takes
// (two wakes, or one without a key), and IORING_OP_ASYNC_CANCEL from another thread, from 6.10 on by io-wq (both hold
// uring_lock otherwise).
const wiped = { ...gone, keys: ["none"] };
const rearmed = {
  "32 found: armed anew while cancelled, 6.2: I4": violates({ ...wiped, kernel: "6.2" }, I4, 1368, 33),
  "32 found: armed anew while cancelled, 6.12: I4": violates({ ...wiped, kernel: "6.12" }, I4, 1368, 33),
  "32 found: not armed anew, 6.2": holdsFor({ ...wiped, kernel: "6.2", reissue: false }, [I4], 1296),
  "32 found: armed anew, 6.13": holds({ ...wiped, kernel: "6.13" }, 818),
};

// 33. 5.18-rc: a wake of the second queue takes the second entry off, and clears the first one's flag.
const onSecond = { ...twoQueues, kernel: "5.18", queues: [2] };
const wrongFlag = {
  "33 wrong entry's flag: I8": violates({ ...onSecond, rightEntryFlag: false }, I8, 124, 26),
  "33 wrong entry's flag: I6": violates(
    { ...onSecond, wakes: ["IN", "OUT"], queues: [2, 1], rightEntryFlag: false },
    I6,
    1366,
    29,
  ),
  "33 right entry's flag": holds(onSecond, 129),
};

// 34, 35. Multishot recv: each round runs the operation once, which takes data and sees the end of the stream only when
// there is none. A wake with data and one with HUP, answered by one round: the end is never seen. a68ed2df7213 makes the
// handler go round again, where it has counted several references. One wake with both, or both there when the request
// is armed, still leaves the end unseen, unless the operation notices by itself.
const recv = { operation: true, events: ["IN"], wakes: ["IN", "HUP"], cancellers: 0, arming: false };
const eof = {
  "34 multishot recv, 5.19, both fixes: I3": violates({ ...recv, ...both, kernel: "5.19" }, I3, 214, 21),
  "34 multishot recv, 6.19: I3": violates({ ...recv, kernel: "6.19" }, I3, 234, 23),
  "35 multishot recv, 7.0": holds({ ...recv, kernel: "7.0" }, 255),
  "35 multishot recv, 7.0, two with data": holds({ ...recv, kernel: "7.0", wakes: ["IN", "IN", "HUP"] }, 2595),
  "35 multishot recv, 7.0, one wake with both: I3": violates({ ...recv, kernel: "7.0", wakes: ["IN+HUP"] }, I3, 21, 14),
  "35 multishot recv, 7.0, both while arming: I3": violates({ ...recv, kernel: "7.0", arming: true }, I3, 1275, 19),
};

// 42, 43. Data that the operation leaves behind. A multishot read, 6.7, takes what its buffer holds and waits for another wake,
// which need not come; from 6.8 it takes a reference of its own and goes round again. Multishot recv went on until
// nothing was left; from 6.8 it stops some time, and the handler queues itself again, with all the references it has:
// neither a wake nor a canceller can become the owner meanwhile.
const read = { operation: true, reads: true, leaves: 1, events: ["IN"], wakes: ["IN"], arming: false };
const again = { operation: true, leaves: 2, events: ["IN"], arming: false };
const leftovers = {
  "42 multishot read, 6.7: I3": violates({ ...read, kernel: "6.7", cancellers: 0 }, I3, 27, 14),
  "42 multishot read, 6.8": holds({ ...read, kernel: "6.8", leaves: 2 }, 1161),
  "42 multishot read, 7.1, end of the stream": holds({ ...read, kernel: "7.1", wakes: ["IN", "HUP"] }, 2287),
  "43 multishot recv, 6.8": holds({ ...again, kernel: "6.8", wakes: ["IN", "IN"], pollfree: true }, 86274),
  "43 multishot recv, 6.8, while arming": holds({ ...again, kernel: "6.8", arming: true, wakes: ["IN"] }, 6408),
  "43 multishot recv, 7.1, end of the stream": holds({ ...again, kernel: "7.1", wakes: ["IN", "HUP"] }, 4466),
};

// 44. A multishot request that polls its own ring. Each of its completions wakes it, until the queue is full; in 6.1 it
// ends after one event.
const own = { ownRing: true, wakes: ["IN"], events: ["IN"], cqEntries: 3 };
const ownRings = {
  "44 ring polls itself, 6.0": holds({ ...own, kernel: "6.0", cancellers: 0 }, 275),
  "44 ring polls itself, 6.1": holds({ ...own, kernel: "6.1", cancellers: 0 }, 151),
  "44 ring polls itself, 6.1, cancelled": holds({ ...own, kernel: "6.1" }, 1166),
};

// 14, later. From 6.0 on io_poll_remove_all() holds uring_lock as well, which from 6.10 on a handler holds all along.
const ringExits = {
  "14 removing all, 6.0": holds({ kernel: "6.0", ...fixed, removeAll: true, wakes: ["IN"] }, 1073),
  "14 removing all, 6.9, one-shot": holds({ kernel: "6.9", removeAll: true, multishot: false }, 4492),
  "14 removing all, 6.12": holds({ kernel: "6.12", removeAll: true }, 11606),
  "14 removing all, 6.12, armed anew": holds({ kernel: "6.12", ...wiped, removeAll: true }, 844),
};

// 36. A wake that comes from a completion makes a multishot request one-shot, in the entry but not in the copy that the
// handler reads: off its queue, and promised to go on.
const ring = { wakes: ["IN"], keys: ["ring"], cancellers: 0 };
const ringWake = {
  "36 ring wake, 6.2: I3d": violates({ ...ring, kernel: "6.2" }, I3D, 238, 24),
  "36 ring wake, 6.2: I11": violates({ ...ring, kernel: "6.2" }, I11, 205, 20),
  "36 ring wake, 7.0: I3d": violates({ ...ring, kernel: "7.0" }, I3D, 238, 24),
  "36 ring wake, 7.0: I11": violates({ ...ring, kernel: "7.0" }, I11, 205, 20),
  "36 ring wake, 7.1": holds({ ...ring, kernel: "7.1" }, 287),
  "36 ring wake, 7.1, another wake": holds({ ...ring, kernel: "7.1", wakes: ["IN", "OUT"] }, 3179),
};

// 37. An owner that arms may let go by decrement as long as nobody leaves a flag instead of a reference.
const decrement = {
  "37 decrement, multishot": holds({ ...fixed, kernel: "5.17" }, 17463),
  "37 decrement, one-shot": holds({ ...fixed, kernel: "5.17", multishot: false }, 3099),
  "37 cmpxchg, multishot": holds({ ...fixed, kernel: "5.17", armRelease: "cmpxchg" }, 17407),
  "37 cmpxchg, one-shot": holds({ ...fixed, kernel: "5.17", armRelease: "cmpxchg", multishot: false }, 3633),
  "37 decrement, multishot, 6.1": holds({ kernel: "6.1", ioWq: true, armRelease: "dec" }, 23914),
  "37 decrement, one-shot, 6.1": holds({ kernel: "6.1", ioWq: true, armRelease: "dec", multishot: false }, 4716),
  "37 cmpxchg, multishot, 6.1": holds({ kernel: "6.1", ioWq: true }, 23912),
  "37 cmpxchg, one-shot, 6.1": holds({ kernel: "6.1", ioWq: true, multishot: false }, 5541),
};

// 38. The seed takes POLLFREE for HUP: the queue is freed with the entry on it. A one-shot request that reports the HUP
// takes the freed queue's lock to leave it; a multishot one when it is cancelled. The wake that owns a one-shot request
// and takes it off its queue hides that, as long as it owns; 791f3465c4af cures it.
const dying = { pollfree: true, cancellers: 0, wakes: [] };
const pollfree = {
  "38 POLLFREE ignored, one-shot: I6": violates({ ...dying, multishot: false }, I6, 94, 19),
  "38 POLLFREE ignored, multishot, cancelled: I6": violates({ ...dying, cancellers: 1 }, I6, 606, 20),
  "38 POLLFREE ignored: I8": violates(dying, I8, 25, 8),
  "38 POLLFREE handled, one-shot": holds({ ...dying, multishot: false, handlePollfree: true }, 95),
  "38 POLLFREE handled, multishot, cancelled": holds({ ...dying, ...fixed, cancellers: 1, handlePollfree: true }, 543),
};

// 39. A canceller notes in req->flags that it has seen the request, while a wake that owns it clears a flag there.
const sequence = {
  "39 canceller writes flags, 6.6: I10": violates(
    { kernel: "6.6", multishot: false, wakes: ["IN"] },
    I10_FLAG,
    339,
    17,
  ),
  "39 canceller writes flags, 6.9: I10": violates(
    { kernel: "6.9", multishot: false, wakes: ["IN"] },
    I10_FLAG,
    339,
    17,
  ),
  "39 canceller leaves flags, 6.10": holds({ kernel: "6.10", multishot: false, wakes: ["IN"] }, 669),
};

// 40. Room for one completion. What goes to the overflow list may be seen after the final completion, which finds room by
// then. a2da676376fe ends the request instead; aa1df3a360a0 keeps completions in order.
const small = { ...fixed, kernel: "6.0", cqEntries: 1, reaper: true };
const overflow = {
  "40 full queue, multishot overflows: I5": violates({ ...small, failPostWhenFull: false }, I5_LAST, 48427, 43),
  "40 full queue, 5.19: I5": violates({ ...small, kernel: "5.19" }, I5_LAST, 47207, 41),
  "40 full queue, posting fails": holds(small, 46223),
  "40 full queue, multishot overflows in order": holds(
    { ...small, failPostWhenFull: false, overflowInOrder: true },
    49526,
  ),
};

// Arming with an error, 5.17 and 5.18: a file with three queues that is ready. Task_work is queued and the request is
// reported as failed (cured by 9d2ad2947a53). Had the copy of the events been written only when arming (aacf2f9f382c)
// while arming still made such a request one-shot, the handler would have taken it for multishot.
const threeQueues = { entries: 3, ready: ["IN"], cancellers: 0, wakes: ["IN"] };
const armErrors = {
  "C5 arming with an error, 5.17: I12": violates({ ...threeQueues, kernel: "5.17" }, I12, 46, 9),
  "C5 arming with an error, 5.17: I5": violates({ ...threeQueues, kernel: "5.17" }, I5, 204, 18),
  "C5 arming with an error, 5.18: I12": violates({ ...threeQueues, kernel: "5.18" }, I12, 63, 12),
  "C5 arming with an error, 5.19": holds({ ...threeQueues, kernel: "5.19" }, 76),
  "C5 arming with an error, 6.0": holds({ ...threeQueues, kernel: "6.0" }, 114),
  "R6 events copied when arming, no entry: I11": violates(
    { kernel: "5.18", eventsCopy: "at arming", entries: 0, ready: ["IN"], cancellers: 0, wakes: [] },
    I11,
    10,
    9,
  ),
  "R6 events copied at every push, no entry": holds(
    { kernel: "5.18", entries: 0, ready: ["IN"], cancellers: 0, wakes: [] },
    13,
  ),
};

// R15. An update arms a one-shot request anew, the file is ready for what it now asks for, and the completion that arming
// leaves to its caller is dropped: never completed, not hashed, on no queue.
const updated = { updaters: 1, cancellers: 0, multishot: false, events: ["IN"], ready: ["OUT"], wakes: [] };
const triggers = {
  "R15 update that triggers, 5.17": holds({ ...updated, kernel: "5.17" }, 62),
  "R15 update that triggers, 6.0: I3": violates({ ...updated, kernel: "6.0" }, I3, 22, 21),
  "R15 update that triggers, 6.18: I3": violates({ ...updated, kernel: "6.18" }, I3, 24, 23),
  "R15 update that triggers, 6.18: I9": violates({ ...updated, kernel: "6.18" }, I9_QUIET, 24, 23),
  "R15 update that triggers, 6.19": holds({ ...updated, kernel: "6.19" }, 25),
  "R15 update among wakes, 6.19": holds({ kernel: "6.19", updaters: 1, events: ["IN"] }, 11398),
  "R15 two updates of a one-shot among wakes, 7.1": holds(
    { kernel: "7.1", updaters: 2, multishot: false, events: ["IN"] },
    16127,
  ),
};

// R14. IORING_OP_POLL_REMOVE by an io-wq worker, which up to 6.3 holds no lock that arming in the task holds: it owns,
// completes and puts a request that is hashed, and arming still looks at its poll_refs. ef7dfac51d8e makes it hold
// uring_lock for the sake of the linked timeout (../linked-timeout.ts). By itself this does no harm: the memory of a
// completed request is not used again before somebody holds uring_lock. Whoever finds the request owned leaves a
// message, and the handler goes round again.
const removed = { removers: 1, cancellers: 0 };
const removals = {
  "R14 removal while arming, 6.3: I6": violates({ ...removed, kernel: "6.3", wakes: ["IN"] }, I6, 535, 16),
  "R14 removal while arming, 6.4": holds({ ...removed, kernel: "6.4", wakes: ["IN"] }, 1059),
  "R14 removal, 5.17": holds({ ...removed, ...fixed, kernel: "5.17" }, 16863),
  "R14 removal of a one-shot, cancelled as well, 6.1": holds({ removers: 1, kernel: "6.1", multishot: false }, 10092),
  "R14 removal, two queues, 7.1": holds({ ...removed, kernel: "7.1", entries: 2, queues: [1, 2] }, 16903),
};

export const laterScenarios = {
  ...race,
  ...later,
  ...narrowEffects,
  ...removeAll,
  ...flags,
  ...unhashed,
  ...rearmed,
  ...wrongFlag,
  ...eof,
  ...leftovers,
  ...ownRings,
  ...ringExits,
  ...ringWake,
  ...decrement,
  ...pollfree,
  ...sequence,
  ...overflow,
  ...armErrors,
  ...triggers,
  ...removals,
};
