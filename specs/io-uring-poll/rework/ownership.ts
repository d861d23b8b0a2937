// Who may change a poll request: whoever moves the reference part of poll_refs from 0 to 1. Everybody else's increments
// are messages to the owner, which goes round again because of them. And how an owner queues task_work.

import { atomic_fetch_inc, atomic_or_cancel, push_task_work, set_result } from "./access.ts";
import { IO_POLL_REF_MASK } from "./state.ts";

/** One atomic read-modify-write. Whoever is not the owner has left a message all the same. */
export function* io_poll_get_ownership() {
  yield "atomic_fetch_inc(poll_refs)";
  return (atomic_fetch_inc() & IO_POLL_REF_MASK) === 0;
}

export function* io_poll_mark_cancelled() {
  yield "atomic_or(CANCEL, poll_refs)";
  atomic_or_cancel();
}

/** By the owner only. The task_work function, io_poll_task_func for every POLL_ADD, is written along with the result. */
export function* __io_poll_execute(mask: number) {
  yield "req->result = mask";
  set_result(mask);

  yield "io_req_task_work_add";
  push_task_work();
}

export function* io_poll_execute(mask: number) {
  if (yield* io_poll_get_ownership()) {
    yield* __io_poll_execute(mask);
  }
}

/** The handler does the killing: the flag tells it to, the reference makes it look. */
export function* io_poll_cancel_req() {
  yield* io_poll_mark_cancelled();
  yield* io_poll_execute(0);
}
