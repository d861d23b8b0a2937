// Arming: IORING_OP_POLL_ADD is issued. Up to 5.19 the arming thread owns the request from the start, so that no handler
// runs before it lets go; from 6.0 only an io-wq worker does, since the submitting task is also the one that runs the
// handler. Wakes and cancellers may then own the request while it is being armed. Where arming owns, the handler may run
// beside its tail once task_work is queued; that tail touches nothing.

import { when } from "allways";
import { EINVAL, EPOLLONESHOT } from "../epoll.ts";
import { add_wait_queue, atomic_cmpxchg_one_zero, atomic_dec_return, atomic_set, post_cqe } from "./access.ts";
import { __io_queue_proc, io_init_poll_iocb, io_poll_remove_entries } from "./entries.ts";
import { armedAnew, completedInline, wonOwnership } from "./ghost.ts";
import { io_poll_req_insert, uring_is_free, uring_lock, uring_unlock } from "./hash.ts";
import { armErrorFirst, armRelease, entryFlags, eventsCopy, hashBeforeHandingOver } from "./kernel.ts";
import { __io_poll_execute, io_poll_get_ownership, io_poll_mark_cancelled } from "./ownership.ts";
import { entries, OWNING } from "./parameters.ts";
import {
  ctx,
  file,
  IO_POLL_REF_MASK,
  IO_POLL_RETRY_FLAG,
  REQ_F_DOUBLE_POLL,
  REQ_F_SINGLE_POLL,
  req,
  task,
} from "./state.ts";

/** vfs_poll() with a poll table: the file calls poll_wait() for each of its queues, then looks what it is ready for. */
function* vfs_poll(queueless: boolean) {
  if (entries > 0 && !queueless) yield* __io_queue_proc(0);
  if (entries > 1) yield* __io_queue_proc(1);
  yield "vfs_poll";
  return file.ready & req.poll[0].events;
}

function* io_poll_can_finish_inline(owning: boolean) {
  if (owning) return true;
  return yield* io_poll_get_ownership();
}

/**
 * What io_poll_add() makes of it, `ret ?: ipt.error`: a mask or an errno to complete with at once, 0 if the request has
 * been handed over.
 */
export function* __io_arm_poll_handler(owning: boolean, again: boolean) {
  yield "atomic_set(poll_refs, owning)"; // nobody else can see the request yet
  if (!again && !owning) {
    when(uring_is_free());
    uring_lock();
  }
  if (again) armedAnew();
  io_init_poll_iocb(0);
  if (entries > 1) io_init_poll_iocb(1);
  atomic_set(owning);

  // A request that is armed again finds that a queue that was ended is none of the file's any more.
  const queueless = entries === 0 || (again && file.queue[0].ended);
  const mask = yield* vfs_poll(queueless);
  const error = entries > 2 ? -EINVAL : 0; // ipt.error: there is no third entry

  if (armErrorFirst && (error !== 0 || queueless)) {
    yield* io_poll_remove_entries(); // without owning
    const inline = yield* io_poll_can_finish_inline(owning);
    if (inline) return mask !== 0 ? mask : -EINVAL;
    yield* io_poll_mark_cancelled(); // the owner's handler will see it
    return 0;
  }
  if (mask !== 0 && (req.poll[0].events & EPOLLONESHOT) !== 0) {
    const inline = yield* io_poll_can_finish_inline(owning);
    if (inline) {
      yield* io_poll_remove_entries();
      return mask; // nobody else knows the request: the reference is never given back
    }
    if (hashBeforeHandingOver) yield* io_poll_req_insert(owning);
    return 0;
  }
  if (mask === 0 && (error !== 0 || entries === 0)) {
    yield* io_poll_remove_entries();
    return -EINVAL;
  }

  yield* io_poll_req_insert(owning);

  if (mask !== 0) {
    // One event is all that a request without (all) its entries can report. An error is reported besides, by the
    // caller, though task_work is queued by then: so it was in 5.17 and 5.18.
    if (error !== 0 || entries === 0) {
      yield "poll->events |= EPOLLONESHOT";
      req.poll[0].events |= EPOLLONESHOT;
    }
    const inline = yield* io_poll_can_finish_inline(owning);
    if (inline) {
      yield* __io_poll_execute(mask, req.poll[0].events);
      return error;
    }
  }
  if (!owning) return 0;

  // Letting go: if that leaves references, they are messages of those who could not become the owner meanwhile.
  if (armRelease === "cmpxchg") {
    yield "atomic_cmpxchg(poll_refs, 1, 0)";
    if (!atomic_cmpxchg_one_zero()) yield* __io_poll_execute(0, req.poll[0].events);
    return 0;
  }
  yield "atomic_dec_return(poll_refs)";
  const v = atomic_dec_return();
  if ((v & IO_POLL_REF_MASK) !== 0) {
    yield* __io_poll_execute(0, req.poll[0].events);
  } else if (armRelease === "dec and look at RETRY" && (v & IO_POLL_RETRY_FLAG) !== 0) {
    wonOwnership(); // or so it thinks
    yield* __io_poll_execute(0, req.poll[0].events);
  }
  return 0;
}

function* io_poll_issue(owning: boolean, again: boolean) {
  const ret = yield* __io_arm_poll_handler(owning, again);
  if (ret !== 0) {
    yield "__io_req_complete";
    when(!ctx.completion_lock);
    completedInline();
    post_cqe(ret, false);
  }
}

export function* io_poll_add() {
  yield* io_poll_issue(OWNING, false);
  if (!OWNING) uring_unlock();
  task.issuing = false;
}

/** io_req_task_submit(), by the handler: it holds uring_lock, and no other handler can run. */
export function* io_poll_add_again() {
  yield* io_poll_issue(false, true);
}

/** What io_poll_add() leaves behind where nothing happens meanwhile. */
export function startArmed() {
  for (let entry = 0; entry < 2; entry++) {
    if (entry < entries) {
      io_init_poll_iocb(entry);
      add_wait_queue(entry);
      if (entryFlags) req.flags |= entry === 0 ? REQ_F_SINGLE_POLL : REQ_F_DOUBLE_POLL;
    }
  }
  if (eventsCopy === "at every push") req.apoll_events = req.poll[0].events;
  req.hashed = true;
}
