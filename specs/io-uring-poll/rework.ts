// io_uring's poll since its rework, aa43477b0402 (Linux 5.17), up to 7.1: one request, the thread that arms it, wake-ups on
// one or two wait queues, cancellers, POLLFREE and the task_work handler, one atomic step for each access to what they
// share. The C it follows is fs/io_uring.c of 5.17 and io_uring/poll.c of 6.0 and later; functions, fields and labels have
// its names. `--set kernel=6.1` makes it that release. In the folder rework/, with the poll masks in epoll.ts:
//
//   kernel.ts           what the kernel does, by version: every change of the protocol, with its commit
//   parameters.ts       who takes part
//   state.ts            the request, its file, the ring, the task
//   access.ts           single accesses to them, as far as the ghosts watch
//   ownership.ts        io_poll_get_ownership() to io_poll_cancel_req()
//   entries.ts          __io_queue_proc(), io_poll_remove_entries()
//   hash.ts             the table that cancellers look in, and its locks
//   arm.ts              io_poll_add(), __io_arm_poll_handler()
//   wake.ts             the wakers, io_poll_wake(), POLLFREE
//   task-work.ts        tctx_task_work(), io_poll_task_func(), io_poll_check_events()
//   cancel.ts           io_poll_cancel(), io_poll_remove_all()
//   update.ts           io_poll_remove(), io_poll_update(), io_poll_disarm()
//   outside.ts          consumers, the program that reaps completions, the overflow list, the task's exit
//   ghost.ts            what the invariants need to know and the kernel does not keep
//   invariants.ts       I1 to I12
//   promises.ts         I2, I3 and I4 of whole runs
//   expectation.ts      how scenarios are written
//   scenarios.ts        the known bugs and fixes of the rework up to 6.1, with what must come out
//   scenarios-robust.ts a26a35e9019f, its rejected versions, and findings of the model that no commit explains
//   scenarios-later.ts  those of 5.18 to 7.1, and another such finding
//   scenarios-runs.ts   the promises: bugs that break them, and wakes without end
//
// Simplified: memory is sequentially consistent; there is one request, a POLL_ADD, a multishot recv or a multishot read
// (no operation that is issued anew); the request's memory is gone at its final completion; the task_work
// function, which is always the same one, and 5.18's copy of the events are written in one step with the result;
// completions are flushed as they are posted; a queue that was ended by POLLFREE is not handed out again;
// uring_lock matters only where cancellers hold it: all from 6.13, io_poll_remove_all() from 6.0.
//
// To know when comparing with descriptions of the bugs:
// - The count of wakers that wraps a narrow reference count (13) is one less while arming, whose own reference counts too.
//   I7 breaks in the very step in which the count runs out under an owner, one step before the handler's WARN_ON_ONCE.
// - A canceller that does not find a request was not told that it goes away: a request that nobody can find breaks I9
//   (32), not I4.
// - 326941b22806 (unsigned comparison) is of 12 Apr 2026: 7.1, and 7.0.4 and older kernels by their stable updates.
//   a26a35e9019f was merged before 12ad3d2d6c5b, so that there was a kernel with the former alone (17).
// - HUP and data that are both there when multishot recv is armed are one wake with both (35).
// - A queue that is freed under a multishot request (38) breaks I6 only when the request is taken down.

import { each, spec, strong } from "allways";
import { io_poll_add, startArmed } from "./rework/arm.ts";
import { io_poll_cancel, io_poll_remove_all } from "./rework/cancel.ts";
import { always, quiescent } from "./rework/invariants.ts";
import { consume, do_exit, io_cqring_overflow_flush, reap } from "./rework/outside.ts";
import {
  arming,
  cancellers,
  consumers,
  cqEntries,
  exit,
  fairLocks,
  pollfree,
  reaper,
  removeAll,
  removers,
  updaters,
  WAKE,
} from "./rework/parameters.ts";
import { temporal } from "./rework/promises.ts";
import { scenarios } from "./rework/scenarios.ts";
import { tctx_task_work } from "./rework/task-work.ts";
import { io_poll_remove, io_poll_update } from "./rework/update.ts";
import { wake, wake_up_pollfree } from "./rework/wake.ts";

export default spec("io_uring poll rework", {
  ...(arming ? {} : { init: startArmed }),
  processes: {
    ...(arming ? { io_poll_add } : {}),
    wake: each(wake, WAKE.length),
    ...(pollfree ? { wake_up_pollfree } : {}),
    ...(removeAll
      ? { io_poll_remove_all: each(io_poll_remove_all, cancellers) }
      : { io_poll_cancel: each(io_poll_cancel, cancellers) }),
    io_poll_remove: each(io_poll_remove, removers),
    io_poll_update: each(io_poll_update, updaters),
    tctx_task_work: fairLocks ? strong(tctx_task_work) : tctx_task_work,
    consume: each(consume, consumers),
    ...(reaper ? { reap } : {}),
    ...(cqEntries > 0 ? { io_cqring_overflow_flush } : {}),
    ...(exit ? { do_exit } : {}),
  },
  always,
  quiescent,
  temporal,
  scenarios,
});
