// io_uring's poll rework, aa43477b0402 (Linux 5.17), held against its own history: one POLL_ADD request, the thread that
// arms it, wake-ups on one or two wait queues, cancellers, POLLFREE and the task_work handler, one atomic step for each
// access to what they share. The C it follows is fs/io_uring.c of 5.17; functions, fields and labels have its names.
// In the folder rework/, with the poll masks in epoll.ts:
//
//   parameters.ts   what can be set: who takes part, and which later fixes are in
//   state.ts        the request, its file, the ring, the task
//   access.ts       single accesses to them, as far as the ghosts watch
//   ownership.ts    io_poll_get_ownership() to io_poll_cancel_req()
//   entries.ts      __io_queue_proc(), io_poll_remove_entries()
//   arm.ts          io_poll_add(), __io_arm_poll_handler()
//   wake.ts         the wakers, io_poll_wake(), POLLFREE
//   task-work.ts    tctx_task_work(), io_poll_task_func(), io_poll_check_events()
//   cancel.ts       io_poll_cancel()
//   outside.ts      consumers, the program that reaps completions, the task's exit
//   ghost.ts        what the invariants need to know and the kernel does not keep
//   invariants.ts   I1 to I8
//   scenarios.ts    the known bugs and fixes, with what must come out
//
// Simplified: memory is sequentially consistent; there is one request, a POLL_ADD (no poll-driven retry of another
// operation, no update); the request's memory is gone at its final completion; the task_work function, of which there is
// only one, is written in one step with the result; the completion queue never fills up (5.17 has an overflow list).
//
// Two things to know when comparing with descriptions of the bugs. The count of wakers that wraps a narrow reference count
// (13) is one less while arming, whose own reference counts too. And I7 breaks in the very step in which the count runs
// out under an owner, one step before the handler's WARN_ON_ONCE can notice.

import { each, spec } from "allways";
import { io_poll_add, startArmed } from "./rework/arm.ts";
import { io_poll_cancel } from "./rework/cancel.ts";
import { always, quiescent } from "./rework/invariants.ts";
import { consume, do_exit, io_cqring_overflow_flush, reap } from "./rework/outside.ts";
import { arming, cancellers, consumers, cqEntries, exit, pollfree, reaper, WAKE } from "./rework/parameters.ts";
import { scenarios } from "./rework/scenarios.ts";
import { tctx_task_work } from "./rework/task-work.ts";
import { wake, wake_up_pollfree } from "./rework/wake.ts";

export default spec("io_uring poll rework", {
  ...(arming ? {} : { init: startArmed }),
  processes: {
    ...(arming ? { io_poll_add } : {}),
    wake: each(wake, WAKE.length),
    ...(pollfree ? { wake_up_pollfree } : {}),
    io_poll_cancel: each(io_poll_cancel, cancellers),
    tctx_task_work,
    consume: each(consume, consumers),
    ...(reaper ? { reap } : {}),
    ...(cqEntries > 0 ? { io_cqring_overflow_flush } : {}),
    ...(exit ? { do_exit } : {}),
  },
  always,
  quiescent,
  scenarios,
});
