// The accesses to shared state that the ghosts watch. Each function is one access and belongs in a step of its own; the
// ghosts hang on these functions, so that the protocol need not mention them.

import {
  cancelAsked,
  handlerStarts,
  lostOwnership,
  posted,
  queued,
  raised,
  touched,
  touchedQueue,
  wonOwnership,
} from "./ghost.ts";
import { ctx, file, IO_POLL_CANCEL_FLAG, IO_POLL_REF_MASK, req, task } from "./state.ts";

// -------------------------------------------------------------------------------------------------- req->poll_refs

/** The word as the kernel sees it. */
function poll_refs(): number {
  return req.poll_refs.refs | (req.poll_refs.cancel ? IO_POLL_CANCEL_FLAG : 0);
}

/** atomic_set(&req->poll_refs, 1): plain; wipes flags and messages. */
export function atomic_set_one() {
  touched();
  req.poll_refs.refs = 1;
  req.poll_refs.cancel = false;
  wonOwnership();
}

/** atomic_read(&req->poll_refs) */
export function atomic_read(): number {
  touched();
  return poll_refs();
}

/** atomic_fetch_inc(&req->poll_refs) */
export function atomic_fetch_inc(): number {
  touched();
  const old = poll_refs();
  req.poll_refs.refs++;
  if ((old & IO_POLL_REF_MASK) === 0) wonOwnership();
  return old;
}

/** atomic_or(IO_POLL_CANCEL_FLAG, &req->poll_refs) */
export function atomic_or_cancel() {
  touched();
  req.poll_refs.cancel = true;
  cancelAsked();
}

/** atomic_dec_return(&req->poll_refs) */
export function atomic_dec_return(): number {
  touched();
  req.poll_refs.refs--;
  if ((req.poll_refs.refs & IO_POLL_REF_MASK) === 0) lostOwnership();
  return poll_refs();
}

/** atomic_sub_return(refs, &req->poll_refs). The handler lets go by returning: that is for its loop to say. */
export function atomic_sub_return(refs: number): number {
  touched();
  req.poll_refs.refs -= refs;
  return poll_refs();
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

/** {task_lock: append}. The node is embedded in the request. */
export function push_task_work() {
  touched();
  queued();
  task.work++;
}

/** {task_lock: detach}, and the read of req->io_task_work.func. */
export function take_task_work() {
  task.work--;
  touched();
  handlerStarts();
}

/** {completion_lock: fill a CQE and commit it}. Without IORING_CQE_F_MORE the request is put as well. */
export function post_cqe(res: number, more: boolean) {
  touched();
  ctx.cq.push({ res, more });
  posted(res, more);
}

// ----------------------------------------------------------------------------------------------------- req->poll

/** key & poll->events, of this entry's own copy. */
export function read_events(entry: number): number {
  touched();
  return req.poll[entry].events;
}

export function read_head(entry: number): boolean {
  touched();
  return req.poll[entry].head;
}

export function clear_head(entry: number) {
  touched();
  req.poll[entry].head = false;
}

/** poll->head = head; {head->lock: list_add}. The head is set before the entry can be found. */
export function add_wait_queue(entry: number) {
  touched();
  req.poll[entry].head = true;
  req.poll[entry].linked = true;
}

export function list_del_init(entry: number) {
  touched();
  req.poll[entry].linked = false;
}

/** The lock of a queue is taken through an entry's ->head: the queue had better be there. */
export function lock_through_head(entry: number) {
  touchedQueue(entry);
}

// ------------------------------------------------------------------------------------------------------- the file

export function become_ready(mask: number) {
  file.ready |= mask;
  raised(mask);
}
