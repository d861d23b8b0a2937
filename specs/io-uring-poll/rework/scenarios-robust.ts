// References beyond IO_POLL_REF_BIAS: the versions of a26a35e9019f that were rejected, the one that was merged, and what the
// model finds in that.

import { holds, holdsFor, violates } from "./expectation.ts";

const I1 = "I1 single owner";
const I2 = "I2 task_work queued once";
const I3 = "I3 no event missed";
const I4 = "I4 cancel completes";
const I7 = "I7 references while owned";

const both = { clearResultEachRound: true, resampleUnlessOneRef: true };

// 15 to 18. a26a35e9019f "io_uring: make poll refs more robust", in the order in which it came about. The first version
// let RETRY go along with the references: a flag that is set again after the handler has asked the file is dropped, one
// that is set after the handler's read is left over without a reference. The second one had arming look at RETRY after
// its decrement and queue task_work without owning. The third one was merged, with cmpxchg in arming, shortly before
// 12ad3d2d6c5b: without that one, RETRY alone sends the handler round again.
const one = { ...both, cancellers: 0, bias: 1 };
const three = { ...one, arming: false, wakes: ["IN", "OUT", "IN"] };
const second = { ...one, retry: "cleared before sampling", armRelease: "dec and look at RETRY", loopOnRefsOnly: true };
const third = { kernel: "6.1", cancellers: 0, bias: 1 };
const robust = {
  "15 robust, first version: I3": violates({ ...three, retry: "dropped with the references" }, I3, 2538, 29),
  "15 robust, first version: I7": violates({ ...three, retry: "dropped with the references" }, I7, 896, 19),
  "15 robust, cleared before sampling: no I3": holdsFor({ ...three, retry: "cleared before sampling" }, [I3], 4674),
  "16 robust, second version: I1": violates(second, I1, 1142, 17),
  "16 robust, second version: I2": violates(second, I2, 1529, 21),
  "16 robust, second version: I7": violates(second, I7, 368, 10),
  "16 robust, arming with cmpxchg": holdsFor({ ...second, armRelease: "cmpxchg" }, [I1, I2, I7], 2814),
  "17 robust, third version alone: I2": violates({ ...third, loopOnRefsOnly: false }, I2, 3448, 29),
  "17 robust, third version alone: I7": violates({ ...third, loopOnRefsOnly: false }, I7, 1892, 20),
  "17 robust, third version alone, three wakers: I2": violates(
    { ...third, loopOnRefsOnly: false, wakes: ["IN", "OUT", "IN"] },
    I2,
    19983,
    29,
  ),
  "17 robust, third version and 12ad3d2d6c5b": holdsFor(third, [I1, I2, I7], 3906),
  "18 robust, arming with plain decrement: I3": violates(
    { ...third, ioWq: true, wakes: ["IN"], armRelease: "dec" },
    I3,
    83,
    12,
  ),
  "18 robust, arming with cmpxchg": holds({ ...third, ioWq: true, wakes: ["IN"] }, 173),
};

// Found by the model, known to no commit: with the third version and 12ad3d2d6c5b, 6.1 to 7.1. RETRY that is set after the
// handler has read poll_refs and asked the file stays behind when the handler takes away all references that it counted
// and leaves: the event waits for the next wake. That takes IO_POLL_REF_BIAS references which one round answers, and one
// wake more; the kernel has 128. To confirm it, a kernel with a bias of 1, a multishot poll, and a wake that is
// held up between the handler's read of poll_refs and its atomic_sub_return().
const leftBehind = {
  "17 found: RETRY left behind, bias 1: I3": violates(third, I3, 2353, 23),
  "17 found: RETRY left behind, bias 2: I3": violates({ ...third, bias: 2, wakes: ["IN", "OUT", "IN"] }, I3, 15952, 30),
  "17 found: RETRY left behind, 7.1, bias 3: I3": violates(
    { kernel: "7.1", cancellers: 0, bias: 3, arming: false, wakes: ["IN", "OUT", "IN", "OUT"] },
    I3,
    21686,
    35,
  ),
  "17 found: RETRY left behind, 7.1, bias 3, three wakers": holds(
    { kernel: "7.1", cancellers: 0, bias: 3, arming: false, wakes: ["IN", "OUT", "IN"] },
    2891,
  ),
};

// Found by the model, known to no commit: 326941b22806 compares as unsigned, so that a word with IO_POLL_CANCEL_FLAG is
// large and whoever has just set that flag takes the slow path: RETRY, and no reference if somebody owns the request.
// If the owner is a handler that has read poll_refs already, it takes away what it counted and leaves: no reference, no
// further round, nobody has seen the cancellation. In 7.1 uring_lock keeps cancellers from a running handler, but not
// POLLFREE, which has taken the entry off its queue by then: the request waits for ever. Stable kernels before 6.13
// that have the change lose plain cancellations (from 6.10 on those by io-wq, which does not hold uring_lock). The
// signed comparison always sent a canceller the other way, to the increment. To confirm it, a multishot poll of a
// signalfd or binder file whose queue ends while the handler is between its read of poll_refs and its
// atomic_sub_return().
const ended = { kernel: "7.1", pollfree: true, cancellers: 0, wakes: ["IN"] };
const stable = { kernel: "6.1", wakes: ["IN"] };
const cancelLost = {
  "11 found: unsigned bias, POLLFREE: I4": violates(ended, I4, 1237, 26),
  "11 found: unsigned bias, POLLFREE, bias 128: I4": violates({ ...ended, bias: 128, refBits: 6 }, I4, 1237, 26),
  "11 found: signed bias, POLLFREE": holds({ ...ended, unsignedBias: false }, 1411),
  "11 found: unsigned bias in 6.1, cancel: I4": violates({ ...stable, unsignedBias: true }, I4, 1866, 22),
  "11 found: signed bias in 6.1, cancel": holds(stable, 1485),
};

export const robustScenarios = { ...robust, ...leftBehind, ...cancelLost };
