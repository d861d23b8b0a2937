// Who may change a poll request: whoever moves the reference part of poll_refs from 0 to 1. Everybody else's increments
// are messages to the owner, which goes round again because of them. And how an owner queues task_work.

import {
  atomic_fetch_inc,
  atomic_fetch_or_retry,
  atomic_or_cancel,
  atomic_read,
  push_task_work,
  set_apoll_events,
  set_result,
} from "./access.ts";
import { bias, retry, unsignedBias } from "./kernel.ts";
import { IO_POLL_CANCEL_FLAG, IO_POLL_REF_MASK } from "./state.ts";

/** The word as the comparison with IO_POLL_REF_BIAS takes it, flags and all: as an int or as an unsigned int. */
function compared(word: number): number {
  return !unsignedBias && (word & IO_POLL_CANCEL_FLAG) !== 0 ? word - 2 * IO_POLL_CANCEL_FLAG : word;
}

/** There are many references by now: a flag instead of another one, and ownership only if they have all gone meanwhile. */
function* io_poll_get_ownership_slowpath() {
  yield "atomic_fetch_or(RETRY, poll_refs)";
  if ((atomic_fetch_or_retry() & IO_POLL_REF_MASK) !== 0) return false;

  yield "atomic_fetch_inc(poll_refs)";
  return (atomic_fetch_inc() & IO_POLL_REF_MASK) === 0;
}

/**
 * Whoever does not become the owner has left a message all the same: a reference, or from IO_POLL_REF_BIAS on the flag
 * that makes the handler ask the file again. Up to three steps then, with anything in between.
 */
export function* io_poll_get_ownership() {
  if (retry !== "none") {
    yield "atomic_read(poll_refs) >= IO_POLL_REF_BIAS";
    if (compared(atomic_read()) >= bias) return yield* io_poll_get_ownership_slowpath();
  }
  yield "atomic_fetch_inc(poll_refs)";
  return (atomic_fetch_inc() & IO_POLL_REF_MASK) === 0;
}

export function* io_poll_mark_cancelled() {
  yield "atomic_or(CANCEL, poll_refs)";
  atomic_or_cancel();
}

/** By the owner only. The task_work function is always the same one; it is written along with the result. */
export function* __io_poll_execute(mask: number, events: number) {
  yield "req->result = mask";
  set_result(mask);
  set_apoll_events(events);

  yield "io_req_task_work_add";
  push_task_work();
}

export function* io_poll_execute(mask: number, events: number) {
  if (yield* io_poll_get_ownership()) {
    yield* __io_poll_execute(mask, events);
  }
}

/** The handler does the killing: the flag tells it to, the reference makes it look. */
export function* io_poll_cancel_req() {
  yield* io_poll_mark_cancelled();
  yield* io_poll_execute(0, 0);
}
