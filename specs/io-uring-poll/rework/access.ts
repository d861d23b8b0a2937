// The accesses to shared state that the ghosts watch. Each function is one access and belongs in a step of its own; the
// ghosts hang on these functions, so that the protocol need not mention them.

import { EPOLLONESHOT } from "../epoll.ts";
import {
  cancelAsked,
  ghost,
  handlerStarts,
  lostOwnership,
  posted,
  queued,
  raised,
  reaped,
  touched,
  touchedQueue,
  wonOwnership,
} from "./ghost.ts";
import { eventsCopy, overflowInOrder, refsUpToFlags } from "./kernel.ts";
import { cqEntries } from "./parameters.ts";
import {
  CQ_ENTRIES,
  ctx,
  file,
  IO_POLL_CANCEL_FLAG,
  IO_POLL_REF_MASK,
  IO_POLL_RETRY_FLAG,
  req,
  task,
} from "./state.ts";

// -------------------------------------------------------------------------------------------------- req->poll_refs

/** The word as the kernel sees it. */
function poll_refs(): number {
  return req.poll_refs.refs | (req.poll_refs.cancel ? IO_POLL_CANCEL_FLAG : 0);
}

/** Addition to the word, with carry. */
function add(n: number) {
  const sum = req.poll_refs.refs + n;
  if (refsUpToFlags && sum >= IO_POLL_CANCEL_FLAG) {
    req.poll_refs.refs = sum - IO_POLL_CANCEL_FLAG;
    req.poll_refs.cancel = !req.poll_refs.cancel;
  } else {
    req.poll_refs.refs = sum;
  }
}

/** atomic_set(&req->poll_refs, owning): plain; wipes flags and messages. */
export function atomic_set(owning: boolean) {
  touched();
  req.poll_refs.refs = Number(owning);
  req.poll_refs.cancel = false;
  if (owning) wonOwnership();
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
  add(1);
  if ((old & IO_POLL_REF_MASK) === 0) wonOwnership();
  return old;
}

/** atomic_or(IO_POLL_CANCEL_FLAG, &req->poll_refs) */
export function atomic_or_cancel() {
  touched();
  req.poll_refs.cancel = true;
  cancelAsked();
}

/** atomic_fetch_or(IO_POLL_RETRY_FLAG, &req->poll_refs) */
export function atomic_fetch_or_retry(): number {
  touched();
  const old = poll_refs();
  req.poll_refs.refs |= IO_POLL_RETRY_FLAG;
  return old;
}

/** atomic_andnot(IO_POLL_RETRY_FLAG, &req->poll_refs) */
export function atomic_andnot_retry() {
  touched();
  req.poll_refs.refs &= ~IO_POLL_RETRY_FLAG;
}

/** atomic_inc(&req->poll_refs), by the owner. */
export function atomic_inc() {
  touched();
  add(1);
}

/** atomic_dec_return(&req->poll_refs) */
export function atomic_dec_return(): number {
  touched();
  req.poll_refs.refs--;
  if ((req.poll_refs.refs & IO_POLL_REF_MASK) === 0) lostOwnership();
  return poll_refs();
}

/** atomic_cmpxchg(&req->poll_refs, 1, 0) == 1 */
export function atomic_cmpxchg_one_zero(): boolean {
  touched();
  if (poll_refs() !== 1) return false;
  req.poll_refs.refs = 0;
  lostOwnership();
  return true;
}

/** atomic_sub_return(v, &req->poll_refs). The handler lets go by returning: that is for its loop to say. */
export function atomic_sub_return(v: number): number {
  touched();
  req.poll_refs.refs -= v;
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

/** Along with the result, in 5.18. */
export function set_apoll_events(events: number) {
  if (eventsCopy === "at every push") req.apoll_events = events;
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

/** Whether a completion finds room in the queue; otherwise there is the overflow list. */
export function cq_has_room(): boolean {
  return cqEntries === 0 || (ctx.cq.length < CQ_ENTRIES && !(overflowInOrder && ctx.overflow.length > 0));
}

/** {completion_lock: fill a CQE and commit it}. Without IORING_CQE_F_MORE the request is put as well. */
export function post_cqe(res: number, more: boolean) {
  touched();
  if (cq_has_room()) ctx.cq.push({ res, more });
  else ctx.overflow.push({ res, more });
  posted(res, more);
}

/** The program takes the first completion there is. */
export function reap_cqe() {
  reaped(ctx.cq[0].more);
  ctx.cq.shift();
}

// ------------------------------------------------------------------------------------------------ req->flags, events

/** The first half of a plain read-modify-write. */
export function read_flags(): number {
  touched();
  return req.flags;
}

/** The second half: whatever was written since the first one is lost. */
export function write_flags(old: number, flags: number) {
  touched();
  if (req.flags !== old) ghost.flag_lost = true;
  req.flags = flags;
}

/** key & poll->events, of this entry's own copy. */
export function read_events(entry: number): number {
  touched();
  return req.poll[entry].events;
}

/** The handler's: req->apoll_events, before 5.18 the first entry's own. */
export function read_handler_events(): number {
  if (eventsCopy === "none") return req.poll[0].events;
  const own = req.poll[0].events | req.poll[1].events;
  if ((own & EPOLLONESHOT) !== (req.apoll_events & EPOLLONESHOT)) ghost.events_differ = true;
  return req.apoll_events;
}

// ------------------------------------------------------------------------------------------------------- req->poll

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
