// The accesses to shared state that the ghosts watch. Each function is one access, or several to what one lock protects.

import { choose } from "allways";
import { ECANCELED, EPOLLONESHOT } from "../epoll.ts";
import {
  cancelAsked,
  dropped,
  freed,
  ghost,
  hashedNow,
  posted,
  queued,
  raised,
  touched,
  touchedQueue,
} from "./ghost.ts";
import { doneWhenUnhashed, oneshotWhenPostFails, postMayFail } from "./parameters.ts";
import { ctx, file, req, task } from "./state.ts";

// ---------------------------------------------------------------------------------------------------- req->refs

export function req_ref_get() {
  touched();
  req.refs++;
}

/** Whether that was the last one. */
export function req_ref_put_and_test(): boolean {
  touched();
  if (req.refs === 0) {
    ghost.refs_underflow = true;
    return false;
  }
  req.refs--;
  return req.refs === 0;
}

/** For references that cannot be the last one: WARN_ON_ONCE(req_ref_put_and_test(req)). */
export function req_ref_put() {
  if (req_ref_put_and_test()) ghost.refs_warned = true;
}

/** io_put_req(), io_put_req_find_next(), io_wq_free_work(): links to other requests aside, they are the same. */
export function io_put_req() {
  if (req_ref_put_and_test()) freed();
}

// --------------------------------------------------------------------------------- req->result, its task_work, the CQ

export function read_result(): number {
  touched();
  return req.result;
}

export function set_result(result: number) {
  touched();
  req.result = result;
}

/** req->io_task_work.func = func; {task_lock: append}. The node is embedded in the request. */
export function io_req_task_work_add(func: "io_poll_task_func" | "io_free_req_work" | "io_req_task_cancel") {
  touched();
  queued();
  req.func = func;
  task.work++;
}

/** Under completion_lock. The program sees nothing before it is committed. */
export function io_cqring_fill_event(res: number, more: boolean) {
  touched();
  ctx.cq.push({ res, more });
  ctx.uncommitted++;
  posted(res, more);
}

export function io_commit_cqring() {
  ctx.uncommitted = 0;
}

/** Under completion_lock: posts the mask as it is, or -ECANCELED. Whether that was the final completion. */
export function __io_poll_complete(mask: number): boolean {
  touched();
  if (req.poll.canceled) req.poll.events |= EPOLLONESHOT;
  const more = (req.poll.events & EPOLLONESHOT) === 0;
  if (postMayFail && choose([false, true])) {
    if (oneshotWhenPostFails) req.poll.events |= EPOLLONESHOT;
    if (!doneWhenUnhashed) req.poll.done = true;
    dropped();
    return true;
  }
  io_cqring_fill_event(req.poll.canceled ? -ECANCELED : mask, more);
  return !more;
}

// ----------------------------------------------------------------------------------------------------- req->poll

export function read_events(): number {
  touched();
  return req.poll.events;
}

export function read_canceled(): boolean {
  touched();
  return req.poll.canceled;
}

export function read_done(): boolean {
  touched();
  return req.poll.done;
}

/** The lock of a queue is taken through an entry's ->head: request and queue had better be there. */
export function lock_through_head(queue: number) {
  touched();
  touchedQueue(queue);
}

/** Under completion_lock. */
export function io_poll_req_insert() {
  hashedNow();
  req.hashed = true;
}

export function hash_del() {
  touched();
  req.hashed = false;
}

/** The canceller found the request, and tells that it is gone (0) or going (-EALREADY). */
export function set_canceled() {
  touched();
  req.poll.canceled = true;
  cancelAsked();
}

// ------------------------------------------------------------------------------------------------------- the file

export function become_ready(mask: number) {
  file.ready |= mask;
  raised(mask);
}
