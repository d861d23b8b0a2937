// Everybody else: consumers that take the data before the request's owner gets to it, a program that reaps completions and
// reads, the ring's overflow list, and the exit of the submitter's task.

import { idleUntil, optional } from "allways";
import { EPOLLIN } from "../epoll.ts";
import { reap_cqe } from "./access.ts";
import { CQ_ENTRIES, ctx, file, task } from "./state.ts";

/** Another request or another process reads the file empty. */
export function* consume() {
  yield "read";
  optional((file.ready & EPOLLIN) !== 0);
  file.ready &= ~EPOLLIN;
}

/** The submitter: takes a completion, then reads until the file has nothing more. */
export function* reap() {
  while (true) {
    yield "reap";
    idleUntil(ctx.cq.length > 0);
    reap_cqe();

    yield "read until empty";
    file.ready &= ~EPOLLIN;
  }
}

/** Whoever enters the kernel moves completions from the overflow list to the queue, as far as there is room. */
export function* io_cqring_overflow_flush() {
  while (true) {
    yield "flush overflow";
    idleUntil(ctx.overflow.length > 0 && ctx.cq.length < CQ_ENTRIES);
    ctx.cq.push(ctx.overflow[0]);
    ctx.overflow.shift();
  }
}

/** PF_EXITING */
export function* do_exit() {
  yield "exit_signals";
  optional();
  task.exiting = true;
}
