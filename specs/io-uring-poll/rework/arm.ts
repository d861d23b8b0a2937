// Arming: IORING_OP_POLL_ADD is issued. The arming thread owns the request from the start, so that no handler runs before
// it lets go. It may be an io-wq worker: once task_work is queued the handler runs beside it, and arming's tail touches
// nothing.

import { when } from "allways";
import { EINVAL, EPOLLONESHOT } from "../epoll.ts";
import { add_wait_queue, atomic_dec_return, atomic_set_one, post_cqe } from "./access.ts";
import { __io_queue_proc, io_init_poll_iocb, io_poll_remove_entries } from "./entries.ts";
import { __io_poll_execute } from "./ownership.ts";
import { entries } from "./parameters.ts";
import { ctx, file, IO_POLL_REF_MASK, req } from "./state.ts";

/** vfs_poll() with a poll table: the file calls poll_wait() for each of its queues, then looks what it is ready for. */
function* vfs_poll() {
  if (entries > 0) yield* __io_queue_proc(0);
  if (entries > 1) yield* __io_queue_proc(1);
  yield "vfs_poll";
  return file.ready & req.poll[0].events;
}

/** What io_poll_add() makes of it, `ret ?: ipt.error`: a mask or an errno to complete with at once, 0 if there is none. */
function* __io_arm_poll_handler() {
  yield "atomic_set(poll_refs, 1)"; // nobody else can see the request yet
  io_init_poll_iocb(0);
  if (entries > 1) io_init_poll_iocb(1);
  atomic_set_one();

  const mask = yield* vfs_poll();
  const error = entries > 2 ? -EINVAL : 0; // ipt.error: there is no third entry

  if (mask !== 0 && (req.poll[0].events & EPOLLONESHOT) !== 0) {
    yield* io_poll_remove_entries();
    return mask; // nobody else knows the request: the reference is never given back
  }
  if (mask === 0 && (error !== 0 || entries === 0)) {
    yield* io_poll_remove_entries();
    return -EINVAL;
  }

  yield "io_poll_req_insert"; // {completion_lock: hlist_add_head}
  when(!ctx.completion_lock);
  req.hashed = true;

  if (mask !== 0) {
    // One event is all that a request without (all) its entries can report. An error is reported besides, by the
    // caller, though task_work is queued by then: so it was in 5.17 and 5.18.
    if (error !== 0 || entries === 0) {
      yield "poll->events |= EPOLLONESHOT";
      req.poll[0].events |= EPOLLONESHOT;
    }
    yield* __io_poll_execute(mask);
    return error;
  }

  // Letting go: if that leaves references, they are messages of those who could not become the owner meanwhile.
  yield "atomic_dec_return(poll_refs)";
  if ((atomic_dec_return() & IO_POLL_REF_MASK) !== 0) {
    yield* __io_poll_execute(0);
  }
  return 0;
}

export function* io_poll_add() {
  const ret = yield* __io_arm_poll_handler();
  if (ret !== 0) {
    yield "__io_req_complete";
    when(!ctx.completion_lock);
    post_cqe(ret, false);
  }
}

/** What io_poll_add() leaves behind where nothing happens meanwhile. */
export function startArmed() {
  for (let entry = 0; entry < 2; entry++) {
    if (entry < entries) {
      io_init_poll_iocb(entry);
      add_wait_queue(entry);
    }
  }
  req.hashed = true;
}
