import { each, spec } from "allways";
import { __io_queue_sqe, io_wq_submit_work, startArmed } from "./before-rework/arm.ts";
import { always, quiescent } from "./before-rework/invariants.ts";
import { consume, do_exit, reap } from "./before-rework/outside.ts";
import {
  arming,
  cancellers,
  consumers,
  exit,
  passes,
  pollfree,
  reaper,
  updaters,
  WAKE,
  worker,
} from "./before-rework/parameters.ts";
import { io_poll_cancel, io_poll_remove_all, io_poll_update } from "./before-rework/remove.ts";
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
    ...(passes > 0 ? { io_poll_remove_all } : {}),
    io_poll_update: each(io_poll_update, updaters),
    tctx_task_work,
    consume: each(consume, consumers),
    ...(reaper ? { reap } : {}),
    ...(exit ? { do_exit } : {}),
  },
  always,
  quiescent,
});
