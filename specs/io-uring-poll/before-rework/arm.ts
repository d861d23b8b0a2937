// Arming: io_poll_add(), __io_arm_poll_handler(). An entry is linked before the file is asked what it is ready for, so a
// wake may come first: then arming finds the entry unlinked and leaves everything to the task_work of that wake.

import { when } from "allways";
import { EINVAL, EPOLLONESHOT, IO_POLL_UNMASK } from "../epoll.ts";
import {
  __io_poll_complete,
  io_commit_cqring,
  io_cqring_fill_event,
  io_poll_req_insert,
  io_put_req,
  io_req_task_work_add,
  lock_through_head,
  read_events,
  req_ref_get,
  set_result,
} from "./access.ts";
import { completedInline, touched } from "./ghost.ts";
import {
  checkDone,
  downgradeDoubleMultishot,
  entries,
  multishot,
  removeDoubleOnError,
  removeDoubleWhenDone,
} from "./parameters.ts";
import { io_poll_remove_double } from "./remove.ts";
import { ctx, file, req, task } from "./state.ts";

/** What poll_wait() calls for the first queue: the entry that is part of the request. */
function* __io_queue_proc_single() {
  yield "add_wait_queue(head, &poll->wait)";
  when(!file.queue[0].locked);
  touched();
  req.poll.head = true;
  req.poll.linked = true;
}

/**
 * And for every other queue: a second entry is allocated, a third one refused. So is the second one when an update arms
 * again: ->async_data still points to the entry of the first time. (5.16 fails such updates with -EINVAL.)
 */
function* __io_queue_proc_double() {
  if (req.double.exists) return -EINVAL;

  if (downgradeDoubleMultishot && (req.poll.events & EPOLLONESHOT) === 0) {
    yield "poll_one->events |= EPOLLONESHOT"; // wakes of the first queue may be reading it
    touched();
    req.poll.events |= EPOLLONESHOT;
  }
  yield "req_ref_get(req), poll->wait.private = req";
  req_ref_get();
  req.double.private = true;

  yield "*poll_ptr = poll"; // from here on io_poll_remove_double() finds it
  touched();
  req.double.exists = true;

  yield "poll->head = head";
  touched();
  req.double.head = true;

  yield "add_wait_queue(head, &poll->wait)";
  when(!file.queue[1].locked);
  touched();
  req.double.linked = true;
  return 0;
}

/**
 * Comes back with completion_lock held: a mask to complete with at once, an errno (ipt.error) to fail with, or 0 for a
 * request that waits, or that a wake has taken already.
 */
function* __io_arm_poll_handler() {
  yield "io_init_poll_iocb"; // nobody else can see the request
  touched();
  req.hashed = false;
  req.poll.head = false;
  req.poll.done = false;
  req.poll.canceled = false;
  req.poll.linked = false;
  req.poll.events |= IO_POLL_UNMASK;

  let error = entries === 0 ? -EINVAL : 0;
  if (entries > 0) yield* __io_queue_proc_single();
  if (entries > 1) error = yield* __io_queue_proc_double();
  if (entries > 2) error = -EINVAL;

  yield "vfs_poll";
  let mask = file.ready & read_events();

  yield "spin_lock(completion_lock)";
  when(!ctx.completion_lock);
  ctx.completion_lock = true;

  const ends = mask !== 0 && (read_events() & EPOLLONESHOT) !== 0;
  if ((removeDoubleOnError && error !== 0) || (removeDoubleWhenDone && ends)) yield* io_poll_remove_double();

  if (entries > 0) {
    yield "spin_lock_irq(poll->head->lock)"; // to spin_unlock_irq(): all of it is under both locks
    when(!file.queue[0].locked);
    lock_through_head(0);
    let cancel = false;
    if (!req.poll.linked) {
      cancel = error !== 0;
      error = 0;
      mask = 0;
    }
    if ((mask !== 0 && (req.poll.events & EPOLLONESHOT) !== 0) || error !== 0) req.poll.linked = false;
    else if (cancel) req.poll.canceled = true;
    else if (!req.poll.done) io_poll_req_insert();
  }
  return mask !== 0 ? mask : error;
}

/** Completes at once if it can. Comes back with an errno for the caller to fail the request with, or 0. */
export function* io_poll_add() {
  const mask = yield* __io_arm_poll_handler();

  let done = false;
  if (mask > 0) {
    yield "__io_poll_complete"; // no async, we'd stolen it
    done = __io_poll_complete(mask);
    if (done) completedInline();
  }
  yield "io_commit_cqring, spin_unlock(completion_lock)";
  if (mask > 0) io_commit_cqring();
  ctx.completion_lock = false;

  if (mask > 0) {
    if (!checkDone) {
      yield "poll->events & EPOLLONESHOT";
      done = (read_events() & EPOLLONESHOT) !== 0;
    }
    if (done) {
      yield "io_put_req";
      io_put_req();
    }
  }
  return Math.min(mask, 0);
}

/** io_req_complete_post() with an error: posts and puts under completion_lock. */
export function* io_req_complete_failed(error: number) {
  yield "io_req_complete_post";
  when(!ctx.completion_lock);
  io_cqring_fill_event(error, false);
  io_commit_cqring();
  io_put_req();
}

/** The task itself issues the request. No task_work of its runs meanwhile. */
export function* __io_queue_sqe() {
  const error = yield* io_poll_add();
  if (error !== 0) yield* io_req_complete_failed(error);
  task.issuing = false;
  task.busy = false;
}

/** An io-wq worker issues it, with a reference of its own: see the initial value of req.refs. */
export function* io_wq_submit_work() {
  const error = yield* io_poll_add();
  if (error !== 0) {
    yield "req->result = ret"; // io_req_task_queue_fail()
    set_result(error);

    yield "io_req_task_work_add";
    io_req_task_work_add("io_req_task_cancel");
  }
  yield "io_wq_free_work";
  io_put_req();
  task.issuing = false;
}

/** What io_poll_add() leaves behind where nothing happens meanwhile. */
export function startArmed() {
  req.poll.events |= IO_POLL_UNMASK;
  if (entries > 0) {
    req.poll.head = true;
    req.poll.linked = true;
  }
  if (entries > 1) {
    if (downgradeDoubleMultishot && multishot) req.poll.events |= EPOLLONESHOT;
    req.refs++;
    req.double = { exists: true, head: true, linked: true, private: true };
  }
  req.hashed = true;
}
