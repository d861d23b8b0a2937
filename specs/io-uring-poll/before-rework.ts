// io_uring's poll before its rework, as Linux 5.16 has it (fs/io_uring.c of 5.16.10): one POLL_ADD request, the thread that
// arms it, wake-ups on one or two wait queues, cancellers, io_poll_remove_all(), updates, POLLFREE, and the task_work handler
// that links the entry again when there is nothing to report ("rewait"). Functions, fields and labels have the kernel's names.
//
//   before-rework/parameters.ts   what can be set: who takes part, and which fixes before 5.16 are out
//   epoll.ts                      poll masks, shared with the rework
//   before-rework/state.ts        the request, its second entry, the file, the ring, the task
//   before-rework/access.ts       accesses to them that the ghosts watch
//   before-rework/arm.ts          io_poll_add(), __io_arm_poll_handler(), __io_queue_proc()
//   before-rework/wake.ts         the wakers, __io_async_wake(), io_poll_double_wake(), POLLFREE
//   before-rework/task-work.ts    tctx_task_work(), io_poll_task_func(), io_poll_rewait()
//   before-rework/remove.ts       io_poll_remove_double(), io_poll_remove_one(), cancel, remove_all, io_poll_update()
//   before-rework/outside.ts      consumers, the program that reaps completions, the task's exit
//   before-rework/ghost.ts        what the invariants need to know and the kernel does not keep
//   before-rework/invariants.ts   I2 to I10, I12
//   before-rework/promises.ts     I2, I3 and I4 of whole runs
//   before-rework/scenarios.ts    the known bugs and fixes, with what must come out
//
// A step is one access that others may interfere with. What a lock protects that is held, and what nobody else can see yet,
// goes together with such an access; a critical section of which that is true throughout is one step, from lock to unlock.
//
// Simplified: memory is sequentially consistent; there is one request, a POLL_ADD (no poll-driven retry of another
// operation), without EPOLLEXCLUSIVE and links; the task_work function is written in one step with the push; the completion
// queue never fills up (5.16 has an overflow list). A canceller is another task; an update runs in the request's own task,
// which excludes the handler, unless it is forced to a worker.
//
// POLLFREE (38b). A one-shot request that nobody cancels survives it, though arming locks the queue through ->head, because
// the queue is one of the task that arms (signalfd_poll() and binder_poll() take it from `current`), which does not end it
// at that moment. Without that, arming breaks I6 by itself: `pollfreeWhileArming`.
//
// Findings of the model, not confirmed kernel bugs. No commit was found that names one of them; the rework, whose arming
// owns the request and leaves multishot completions to the handler, has none in this form:
//
// - "a worker arms on two queues". An io-wq worker has linked the first entry and is about to link the second one. A wake,
//   and the handler in the task completes the request; io_poll_remove_double() finds the second entry not yet there, or not
//   yet linked. Then the worker links it, and arming, which finds the first entry gone, leaves it there. To confirm: a
//   one-shot poll with IOSQE_ASYNC of a file that hands out two queues (a tty), a delay between its poll_wait() calls, KASAN.
// - "an update arms beside the handler". An update with IOSQE_ASYNC, or by another task of the ring, arms the request again
//   without a reference of its own. Once the entry is linked the handler may complete and free it. To confirm: POLL_REMOVE
//   with IORING_POLL_UPDATE_EVENTS and IOSQE_ASYNC, a delay after vfs_poll() in __io_arm_poll_handler(), KASAN.
// - "arming cannot post". A multishot request that is ready when armed is linked and hashed before its first completion is
//   posted. If that fails, arming completes and frees the request and leaves it so. To confirm: a full CQ, and a memory
//   cgroup at its limit, since the overflow entry is allocated with __GFP_ACCOUNT.
// - "multishot without a queue". A file without a wait queue (a regular one) is ready always: the completion promises more,
//   and nobody has the request any longer, not even the hash, so that exit would wait for it for ever. To confirm: multishot
//   poll of a regular file, then exit.
// - "arming forgets what it saw". If a wake takes the entry while a multishot request is being armed, the mask that arming
//   has sampled is dropped; the handler reports the wake's own key alone. The same family as 2.

import { each, spec } from "allways";
import { __io_queue_sqe, io_wq_submit_work, startArmed } from "./before-rework/arm.ts";
import { always, quiescent } from "./before-rework/invariants.ts";
import { consume, do_exit, reap } from "./before-rework/outside.ts";
import {
  arming,
  cancellers,
  consumers,
  exit,
  pollfree,
  reaper,
  removeAllPasses,
  updaters,
  WAKE,
  worker,
} from "./before-rework/parameters.ts";
import { temporal } from "./before-rework/promises.ts";
import { io_poll_cancel, io_poll_remove_all, io_poll_update } from "./before-rework/remove.ts";
import { scenarios } from "./before-rework/scenarios.ts";
import { tctx_task_work } from "./before-rework/task-work.ts";
import { wake, wake_up_pollfree } from "./before-rework/wake.ts";

export default spec("io_uring poll before the rework", {
  ...(arming ? {} : { init: startArmed }),
  processes: {
    ...(arming && !worker ? { __io_queue_sqe } : {}),
    ...(arming && worker ? { io_wq_submit_work } : {}),
    wake: each(wake, WAKE.length),
    ...(pollfree ? { wake_up_pollfree } : {}),
    io_poll_cancel: each(io_poll_cancel, cancellers),
    ...(removeAllPasses > 0 ? { io_poll_remove_all } : {}),
    io_poll_update: each(io_poll_update, updaters),
    tctx_task_work,
    consume: each(consume, consumers),
    ...(reaper ? { reap } : {}),
    ...(exit ? { do_exit } : {}),
  },
  always,
  quiescent,
  temporal,
  scenarios,
});
