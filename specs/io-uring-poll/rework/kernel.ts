// What the kernel does, by version. Every change of the protocol since the rework is a parameter named after what it
// does, with its commit beside it; `kernel` sets them together, and each can still be set by itself. The default is the
// seed, aa43477b0402 "io_uring: poll rework" (Pavel Begunkov, 15 Dec 2021, merged for 5.17), which has none of them. A
// version here is the release without its stable updates, which brought most fixes to older kernels as well.
//
// A change to something that an older kernel does not have does nothing there: rightEntryFlag, serialiseDouble and
// cancelMarksSequence are about entryFlags, giveUpDouble is about serialiseDouble, bias and unsignedBias about retry,
// oneShotOnRingWakeInBoth about oneShotOnRingWake, finishWithResult about a post that fails, and taskWorkLocked
// about whoever else holds uring_lock (hash.ts).

import { int, oneOf, params, since } from "allways";

const Kernel = oneOf(
  "seed",
  "5.17",
  "5.18",
  "5.19",
  "6.0",
  "6.1",
  "6.2",
  "6.3",
  "6.4",
  "6.5",
  "6.6",
  "6.7",
  "6.8",
  "6.9",
  "6.10",
  "6.11",
  "6.12",
  "6.13",
  "6.14",
  "6.15",
  "6.16",
  "6.17",
  "6.18",
  "6.19",
  "7.0",
  "7.1",
);

export const {
  kernel,
  hashLock,
  armRelease,
  retry,
  bias,
  eventsCopy,
  handlePollfree,
  unlinkOnWake,
  refsUpToFlags,
  unhashInRemoveAll,
  removeAllHoldsUringLock,
  removeHoldsUringLock,
  entryFlags,
  rightEntryFlag,
  exitCancelsAtOnce,
  armErrorFirst,
  wakeIgnoresPri,
  armWithoutOwning,
  serialiseDouble,
  giveUpDouble,
  endOnOwnRing,
  hashBeforeHandingOver,
  failPostWhenFull,
  finishWithResult,
  overflowInOrder,
  clearResultEachRound,
  resampleUnlessOneRef,
  loopOnRefsOnly,
  reissue,
  warnTouchesNothing,
  entriesGoFirst,
  oneShotOnRingWake,
  oneShotOnRingWakeInBoth,
  cancelMarksSequence,
  requeue,
  multishotRetry,
  taskWorkLocked,
  updateCompletes,
  keepReferenceOnHup,
  unsignedBias,
} = params(
  {
    kernel: Kernel,
    // What guards the hash table: completion_lock; from 38513c464d3d "io_uring: switch cancel_hash to use per
    // entry spinlock", Jun 2022, 6.0, a lock per bucket, unless the request is in the second table of 9ca9fb24d5fe
    // "io_uring: mutex locked poll hashing", which uring_lock guards; from 6.13 on uring_lock alone.
    hashLock: oneOf("completion_lock", "bucket lock", "uring_lock"),
    // How an arming owner lets go. 2f3893437a4e "io_uring: cmpxchg for poll arm refs release", 20 Nov 2022, 6.1: only
    // from 1 to 0, by cmpxchg. The rejected second version of a26a35e9019f (18 Nov 2022) looked at the RETRY flag after
    // the decrement instead.
    armRelease: oneOf("dec", "dec and look at RETRY", "cmpxchg"),
    // a26a35e9019f "io_uring: make poll refs more robust", 20 Nov 2022, 6.1: from `bias` references on, wakes leave a
    // flag instead of another reference. The handler clears it before it asks the file; in the rejected first version
    // (18 Nov 2022) it went along with the references.
    retry: oneOf("none", "dropped with the references", "cleared before sampling"),
    // IO_POLL_REF_BIAS, 128 in the kernel. Its author's advice is to test with 0 and 1.
    bias: int(0, 128, 4),
    // The handler's copy of the events, req->apoll_events. 81459350d581 "io_uring: cache req->apoll->events in
    // req->cflags", 5.18: written along with the result by whoever queues task_work; aacf2f9f382c "io_uring: fix
    // req->apoll_events", 21 Jun 2022, 5.19: once, when arming.
    eventsCopy: oneOf("none", "at every push", "at arming"),
  },
  (p) => ({
    hashLock: since(p.kernel, "6.13") ? "uring_lock" : since(p.kernel, "6.0") ? "bucket lock" : "completion_lock",
    armRelease: since(p.kernel, "6.1") ? "cmpxchg" : "dec",
    retry: since(p.kernel, "6.1") ? "cleared before sampling" : "none",
    eventsCopy: since(p.kernel, "5.19") ? "at arming" : since(p.kernel, "5.18") ? "at every push" : "none",

    // 791f3465c4af "io_uring: fix UAF due to missing POLLFREE handling", 14 Jan 2022, 5.17: a POLLFREE wake cancels the
    // request and leaves the queue; removal reads ->head with acquire semantics inside an RCU section.
    handlePollfree: since(p.kernel, "5.17"),
    // eb0089d629ba "io_uring: single shot poll removal optimisation", 5.17: the wake that owns a one-shot request takes
    // its own entry off the queue.
    unlinkOnWake: since(p.kernel, "5.17"),

    // e2c0cb7c0cc7 "io_uring: bump poll refs to full 31-bits", 22 Mar 2022, 5.18: no spare bits between the count and
    // the flags.
    refsUpToFlags: since(p.kernel, "5.18"),
    // 61bc84c40088 "io_uring: remove poll entry from list when canceling all", 22 Mar 2022, 5.18: io_poll_remove_all()
    // finds a request once.
    unhashInRemoveAll: since(p.kernel, "5.18"),
    // 9ca9fb24d5fe "io_uring: mutex locked poll hashing", Jun 2022, 6.0: io_poll_remove_all() has a table that uring_lock
    // guards to look in, so its callers hold that lock.
    removeAllHoldsUringLock: since(p.kernel, "6.0"),
    // 91eac1c69c20 "io_uring: cache poll/double-poll state with a request flag", Mar 2022, 5.18: which entries there
    // are is noted in req->flags, a plain word that other flags live in as well.
    entryFlags: since(p.kernel, "5.18"),
    // d89a4fac0fbc "io_uring: fix assuming triggered poll waitqueue is the single poll", 23 Mar 2022, 5.18: a wake of
    // the second entry clears the second entry's flag.
    rightEntryFlag: since(p.kernel, "5.18"),
    // 5.18: a handler in a task that exits returns -ECANCELED instead of marking the request and looking at the mark.
    exitCancelsAtOnce: since(p.kernel, "5.18"),

    // 9d2ad2947a53 "io_uring: fix wrong arm_poll error handling", 23 Jun 2022, 5.19: a request without (all) its
    // entries is taken down before anything else, and either completes or is handed over.
    armErrorFirst: since(p.kernel, "5.19"),
    // 1b1d7b4bf1d9 "io_uring: only wake when the correct events are set", 12 May 2022, 5.19: PRI and ONESHOT, which
    // every request has, make no match.
    wakeIgnoresPri: since(p.kernel, "5.19"),

    // 49f1c68e048f "io_uring: optimise submission side poll_refs", 23 Jun 2022, 6.0: the submitting task does not take
    // ownership to arm, as the handler runs in the same task; io-wq still does.
    armWithoutOwning: since(p.kernel, "6.0"),
    // 7a121ced6e64 "io_uring: don't miss setting REQ_F_DOUBLE_POLL" and ceff501790a9, 7 Jul 2022, 6.0: the second entry
    // is noted under the first one's queue lock, if that one still has a queue.
    serialiseDouble: since(p.kernel, "6.0"),
    // 30a33669fa21 "io_uring/poll: fix double poll req->flags races", 11 Nov 2022, 6.1: if it has none, the request is
    // about to complete and gets no second entry.
    giveUpDouble: since(p.kernel, "6.1"),
    // a2da676376fe "io_uring: fix multishot poll on overflow", 30 Jun 2022, 6.0: a multishot completion does not go to
    // the overflow list: posting fails. So it does in io_req_post_cqe(), its later form.
    failPostWhenFull: since(p.kernel, "6.0"),
    // The same series: a request that could not post ends with the mask that it could not post.
    finishWithResult: since(p.kernel, "6.0"),
    // aa1df3a360a0 "io_uring: fix CQE reordering", 23 Sep 2022, 6.1: nothing is posted past the overflow list.
    overflowInOrder: since(p.kernel, "6.1"),

    // b98186aee22f "io_uring: update res mask in io_poll_check_events", 17 Nov 2022, 6.1: the handler's next round asks
    // the file again instead of reporting the mask of the last one.
    clearResultEachRound: since(p.kernel, "6.1"),
    // 539bcb57da2f "io_uring: fix tw losing poll events", 17 Nov 2022, 6.1: with more than one reference, masks of
    // later wakes were dropped, so the stashed one is not trusted.
    resampleUnlessOneRef: since(p.kernel, "6.1"),
    // 12ad3d2d6c5b "io_uring/poll: fix poll_refs race with cancelation" (Lin Ma), Nov 2022, 6.1 and stable,
    // CVE-2023-0468, merged after a26a35e9019f: the handler goes round again for references left, not for a
    // cancellation flag alone.
    loopOnRefsOnly: since(p.kernel, "6.1"),

    // 7fdbc5f014c3 "io_uring: disallow self-propelled ring polling", 18 Nov 2022, 6.1: a request that polls a ring ends after
    // one event. Taken back in 6.2, with 4464853277d0 below.
    endOnOwnRing: since(p.kernel, "6.1") && !since(p.kernel, "6.2"),

    // febb985c06cb "io_uring/poll: add hash if ready poll request can't complete inline", 9 Jan 2023, 6.2 and 6.1.y.
    hashBeforeHandingOver: since(p.kernel, "6.2"),
    // 6e5aedb9324a "io_uring/poll: attempt request issue after racy poll wakeup", Jan 2023, 6.2 and 6.1.y: a one-shot
    // request for which the file has nothing is taken down and armed anew.
    reissue: since(p.kernel, "6.2"),
    // c3bfb57ea701 "io_uring: improve poll warning handling", 20 Nov 2022, 6.2: after the WARN_ON_ONCE the handler
    // leaves the request alone (a leak rather than a double free).
    warnTouchesNothing: since(p.kernel, "6.2"),
    // 443e57550670 "io_uring: combine poll tw handlers", Nov 2022, 6.2: the handler takes the entries off their queues
    // and the request out of the hash before it writes what the last completion says.
    entriesGoFirst: since(p.kernel, "6.2"),
    // 4464853277d0 "io_uring: pass in EPOLL_URING_WAKE for eventfd signaling and wakeups", Nov 2022, 6.2 and 6.1.y: a
    // wake that comes from a completion makes a multishot request one-shot.
    oneShotOnRingWake: since(p.kernel, "6.2"),
    // 1967f0b1cafd, 21 Apr 2026, 7.1: in req->apoll_events as well.
    oneShotOnRingWakeInBoth: since(p.kernel, "7.1"),

    // ef7dfac51d8e "io_uring/poll: serialize poll linked timer start with poll removal", 17 Jun 2023, 6.4, CVE-2023-3389:
    // IORING_OP_POLL_REMOVE holds uring_lock from beginning to end, whichever table the request is in.
    removeHoldsUringLock: since(p.kernel, "6.4"),

    // 521223d7c229 "io_uring/cancel: don't default to setting req->work.cancel_seq", 6.6: whoever looks for a request
    // to cancel notes that in req->flags; "io_uring/cancel: fix cancellation overwriting req->flags", 14 Jun 2024,
    // 6.10.
    cancelMarksSequence: since(p.kernel, "6.6") && !since(p.kernel, "6.10"),
    // 704ea888d646 "io_uring/poll: add requeue return code from poll multishot handling" and 76b367a2d831
    // "io_uring/net: limit inline multishot retries", Jan 2024, 6.8, 6.7.y and 6.6.y: a multishot recv that has gone round
    // 32 times asks to be queued again. The handler keeps its references and queues itself; before, recv went on until
    // nothing was left.
    requeue: since(p.kernel, "6.8"),
    // c79f52f0656e "io_uring/rw: ensure poll based multishot read retries appropriately", 27 Jan 2024, 6.8 and
    // 6.7.y: after each completion a multishot read, which is of 6.7, takes a reference of its own, so that the handler goes round again.
    multishotRetry: since(p.kernel, "6.8"),
    // 6.10: task_work holds uring_lock from beginning to end.
    taskWorkLocked: since(p.kernel, "6.10"),
    // 97b388d70b53 "io_uring: handle completions in the core", 6.0, leaves the completion to the caller of
    // io_poll_add(), and an update forgot it; "io_uring/poll: correctly handle io_poll_add() return value on update", 2
    // Dec 2025, 6.19.
    updateCompletes: !since(p.kernel, "6.0") || since(p.kernel, "6.19"),
    // a68ed2df7213, Mar 2026, 7.0, CVE-2026-23473: a handler that sees HUP and counts other references goes round
    // again.
    keepReferenceOnHup: since(p.kernel, "7.0"),
    // 326941b22806 "io_uring/poll: fix signed comparison in io_poll_get_ownership()", 12 Apr 2026, 7.1 and 7.0.4: with
    // the cancellation flag set the word is large, no longer negative.
    unsignedBias: since(p.kernel, "7.1"),
  }),
);
