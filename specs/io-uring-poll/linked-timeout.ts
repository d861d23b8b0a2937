// IORING_OP_POLL_REMOVE against the start of a linked timeout (io_uring.c of about 6.3, poll.c of stable 6.1, and the patches
// named below): a POLL_ADD request P, its IORING_OP_LINK_TIMEOUT request T, whoever issues P and starts T's timer, a remover
// in a worker, as it has IOSQE_ASYNC, the timer, and the task_work that completes T. Labels have the kernel's names.
//
// CVE-2023-3389. What the source says: io_queue_sqe() issues P under uring_lock, and only then prepares T, that is, takes
// references to it (REQ_F_ARM_LTIMEOUT becomes REQ_F_LINK_TIMEOUT), and starts its timer: io_arm_ltimeout(). Meanwhile P is in
// the hash table, under the lock of its bucket. A remover in a worker does not hold uring_lock. It finds P, completes it, and
// takes a T that is not prepared yet for one to dispose of as it is, without clearing T's way back to P, by which the
// submitter would see that P is done. The timer is started, and T is freed with its timer running.
// ef7dfac51d8e keeps the remover out until the submitter lets go of uring_lock.
//
// The log of ef7dfac51d8e says no more than that, when requests are forced async, removal and timer disarm are not fully
// under uring_lock. A common inference has a worker arm P and start the timer afterwards ("worker alone"). No source we
// read does that: io_queue_iowq() prepares T before a worker has P, and io_wq_submit_work() before it issues P. Besides, a
// worker holds a reference to P until it is done, so that the remover's is not the last, which leaves T alone. The
// inference breaks I6 only without that reference, and then it does so with the fix as well, for a worker does not hold
// uring_lock. Not settled: which interleaving the reporter saw; no text that we have describes one. io_queue_sqe() fits
// title, log and source.
//
// b53e523261bf prepares T before P is issued, whoever issues it; the timer is still started afterwards. In the model that
// is a cure by itself. Its log does not speak of removal.
//
// Simplified: P's entries and its second hash table are left out, as nothing wakes it; the timer does not go on to cancel
// P; P may be read after its last reference is gone, since its memory is not used again before uring_lock is free (the
// comment on __io_alloc_req_refill() allows it), so that I6 is about T. T completes in the submitter's task, which runs no
// task_work while it submits.

import { bool, idleUntil, int, load, oneOf, optional, params, shared, spec, when } from "allways";

const { issuedBy, workerHoldsReference, lockFromStart, prepareBeforeIssue } = params({
  issuedBy: oneOf(
    "io_queue_sqe", // by the submitter, under uring_lock
    "io_queue_iowq", // IOSQE_ASYNC: a worker; the submitter prepares T before and starts the timer meanwhile
    "worker alone", // in no source: a worker issues P, then prepares T and starts the timer
  ),
  workerHoldsReference: bool(true), // the req_ref_get() of io_wq_submit_work(); in every source
  lockFromStart: bool(), // ef7dfac51d8e, "serialize poll linked timer start with poll removal", 6.4, June 2023
  prepareBeforeIssue: bool(), // b53e523261bf, "always arm linked timeouts prior to issue", 6.15, May 2025
});

const byWorker = issuedBy !== "io_queue_sqe";

const ctx = shared({
  uring_lock: bool(),
  bucket_lock: bool(),
  submitting: bool(true),
  enqueued: bool(), // P waits for a worker
});

const P = shared({
  refs: int(0, 2, 1), // one without REQ_F_REFCOUNT
  poll_refs: int(0, 2),
  hashed: bool(),
  ltimeout: oneOf("REQ_F_ARM_LTIMEOUT", "REQ_F_LINK_TIMEOUT", "none"),
  link: bool(true), // to T
});

const T = shared({
  refs: int(0, 2, 1),
  head: bool(true), // back to P; set when the two were linked
  timer: bool(), // started
  queued: int(0, 2), // on the task_work list
  freed: bool(),
});

/** What the invariants need to know and the kernel does not keep. */
const ghost = shared({
  usedAfterFree: bool(),
  linkGone: bool(), // a NULL link was prepared or started
});

function touchT() {
  if (T.freed) ghost.usedAfterFree = true;
}

function putT() {
  touchT();
  if (T.refs === 0) return; // memory that is gone
  T.refs--;
  if (T.refs === 0) T.freed = true;
}

function queueT() {
  touchT();
  if (T.queued < 2) T.queued++;
}

/** T has two references once prepared: its completion's, and that of whoever starts the timer. */
function* __io_prep_linked_timeout() {
  yield "WARN_ON_ONCE(!req->link)";
  if (!P.link) ghost.linkGone = true;
  if (!P.link) return false;

  yield "req->flags |= REQ_F_LINK_TIMEOUT";
  P.ltimeout = "REQ_F_LINK_TIMEOUT";

  yield "__io_req_set_refcount(req->link, 2)";
  if (!P.link) ghost.linkGone = true;
  if (!P.link) return false;
  touchT();
  T.refs = 2;
  return true;
}

/** Nothing is started if P has been completed, which clears the way back. */
function* io_queue_linked_timeout() {
  yield "{timeout_lock: hrtimer_start}";
  touchT();
  if (T.head) T.timer = true;

  yield "io_put_req(timeout)";
  putT();
}

function* io_arm_ltimeout() {
  yield "req->flags & REQ_F_ARM_LTIMEOUT";
  if (P.ltimeout !== "REQ_F_ARM_LTIMEOUT") return;
  if (yield* __io_prep_linked_timeout()) yield* io_queue_linked_timeout();
}

/** A worker owns the request while it arms it. */
function* io_poll_add() {
  yield "atomic_set(poll_refs)";
  P.poll_refs = byWorker ? 1 : 0;

  yield "{bucket lock: io_poll_req_insert}";
  when(!ctx.bucket_lock);
  P.hashed = true;

  if (byWorker) {
    yield "atomic_cmpxchg(poll_refs, 1, 0)";
    if (P.poll_refs === 1) P.poll_refs = 0;
  }
}

function* io_issue_sqe() {
  if (prepareBeforeIssue) {
    const link = yield* __io_prep_linked_timeout();
    yield* io_poll_add();
    if (link) yield* io_queue_linked_timeout();
  } else {
    yield* io_poll_add();
    if (issuedBy !== "io_queue_iowq") yield* io_arm_ltimeout();
  }
}

function* submitter() {
  yield "mutex_lock(uring_lock)";
  when(!ctx.uring_lock);
  ctx.uring_lock = true;

  if (!byWorker) {
    yield* io_issue_sqe();
  } else {
    const inAdvance = issuedBy === "io_queue_iowq" && !prepareBeforeIssue;
    if (inAdvance) yield* __io_prep_linked_timeout();
    yield "io_wq_enqueue";
    ctx.enqueued = true;
    if (inAdvance) yield* io_queue_linked_timeout();
  }

  yield "mutex_unlock(uring_lock)";
  ctx.uring_lock = false;
  ctx.submitting = false;
}

/** The last reference to P disposes of T: at once if it has not been prepared, else if its timer is not about to fire. */
function* io_disarm_next() {
  yield "link = req->link";
  if (P.ltimeout === "REQ_F_ARM_LTIMEOUT") {
    yield "io_remove_next_linked";
    if (load(P.ltimeout) === "REQ_F_ARM_LTIMEOUT") P.ltimeout = "none";
    if (!P.link) return;
    P.link = false;

    yield "io_req_queue_tw_complete(link)";
    queueT();
  } else {
    yield "{timeout_lock: hrtimer_try_to_cancel}";
    if (!P.link) return;
    touchT();
    P.link = false;
    T.head = false;
    T.timer = false;

    yield "io_req_queue_tw_complete(prepared link)";
    queueT();
  }
}

function* io_put_req() {
  yield "req_ref_put_and_test";
  P.refs--;
  if (P.refs === 0) yield* io_disarm_next();
}

/** It has a reference to P until it is done. */
function* io_wq_submit_work() {
  yield "req_ref_get";
  idleUntil(ctx.enqueued);
  if (workerHoldsReference) P.refs = 2;
  yield* io_issue_sqe();
  if (workerHoldsReference) yield* io_put_req(); // io_wq_free_work()
}

/** By a worker: IOSQE_ASYNC. */
function* io_poll_remove() {
  yield "io_poll_find";
  optional();
  when(P.hashed && !ctx.bucket_lock && !(lockFromStart && ctx.uring_lock));
  ctx.bucket_lock = true;
  if (lockFromStart) ctx.uring_lock = true;

  yield "atomic_fetch_inc(poll_refs)";
  const owner = P.poll_refs++ === 0;
  if (owner) {
    yield "hash_del";
    P.hashed = false;
  }

  yield "spin_unlock(bucket lock)";
  ctx.bucket_lock = false;
  if (owner) yield* io_put_req(); // io_req_task_complete()
  if (lockFromStart) {
    yield "mutex_unlock(uring_lock)";
    ctx.uring_lock = false;
  }
}

/** Never obliged to expire. Cancelling the request that it finds is left out: P is not found any more, or stays. */
function* io_link_timeout_fn() {
  yield "{timeout_lock: expire}";
  optional(T.timer);
  touchT();
  T.timer = false;
  if (T.head) {
    T.head = false;
    P.link = false;
  }
  yield "io_req_task_work_add(timeout)";
  queueT();
}

function* tctx_task_work() {
  while (true) {
    yield "io_req_task_complete(timeout)";
    idleUntil(T.queued > 0 && !ctx.submitting);
    T.queued--;
    putT();
  }
}

export default spec("io_uring linked timeout", {
  processes: {
    submitter,
    ...(byWorker ? { io_wq_submit_work } : {}),
    io_poll_remove,
    io_link_timeout_fn,
    tctx_task_work,
  },
  always: {
    "I2 task_work queued once": () => T.queued <= 1,
    "I6 no use after free": () => !ghost.usedAfterFree,
    "I6 not freed with its timer running": () => !(T.freed && T.timer),
    "I6 the link is there": () => !ghost.linkGone,
  },
  reachable: {
    "the timer is started": () => T.timer,
    "the timeout is freed": () => T.freed,
  },
  scenarios: {
    "41 removal and linked timeout, 6.3: I6": {
      check: ["I6 no use after free"],
      expect: { violates: "I6 no use after free" },
      states: 190,
      steps: 20,
    },
    "41 removal and linked timeout, 6.3: I6 timer": {
      check: ["I6 not freed with its timer running"],
      expect: { violates: "I6 not freed with its timer running" },
      states: 185,
      steps: 19,
    },
    "41 removal and linked timeout, 6.3: I2": {
      check: ["I2 task_work queued once"],
      expect: { violates: "I2 task_work queued once" },
      states: 177,
      steps: 18,
    },
    "41 removal and linked timeout, 6.3: link": {
      check: ["I6 the link is there"],
      expect: { violates: "I6 the link is there" },
      states: 74,
      steps: 12,
    },
    "41 removal and linked timeout, 6.4": { set: { lockFromStart: true }, expect: "holds", states: 53 },
    "41 prepared before issue": { set: { prepareBeforeIssue: true }, expect: "holds", states: 99 },
    "41 removal and linked timeout, 6.15": {
      set: { lockFromStart: true, prepareBeforeIssue: true },
      expect: "holds",
      states: 52,
    },
    "41 forced to a worker, 6.3": { set: { issuedBy: "io_queue_iowq" }, expect: "holds", states: 311 },
    "41 forced to a worker, 6.15": {
      set: { issuedBy: "io_queue_iowq", lockFromStart: true, prepareBeforeIssue: true },
      expect: "holds",
      states: 189,
    },
    "41 worker prepares after arming": { set: { issuedBy: "worker alone" }, expect: "holds", states: 297 },
    "41 as inferred: I6": {
      set: { issuedBy: "worker alone", workerHoldsReference: false },
      check: ["I6 no use after free"],
      expect: { violates: "I6 no use after free" },
      states: 357,
      steps: 23,
    },
    "41 as inferred, 6.4: I6": {
      set: { issuedBy: "worker alone", workerHoldsReference: false, lockFromStart: true },
      check: ["I6 no use after free"],
      expect: { violates: "I6 no use after free" },
      states: 269,
      steps: 23,
    },
  },
});
