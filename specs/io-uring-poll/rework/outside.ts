// Everybody else: consumers that take the data before the request's owner gets to it, a program that reaps completions and
// reads, and the exit of the submitter's task.

import { idleUntil, optional } from "allways";
import { EPOLLIN } from "../epoll.ts";
import { ctx, file, task } from "./state.ts";

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
    ctx.cq.shift();

    yield "read until empty";
    file.ready &= ~EPOLLIN;
  }
}

/** PF_EXITING */
export function* do_exit() {
  yield "exit_signals";
  optional();
  task.exiting = true;
}
