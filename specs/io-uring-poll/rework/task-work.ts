// The handler: the submitter's task takes the request off its list of work and calls io_poll_task_func(), which reports
// what there is to report and lets go of the request, or completes it for good. Results above 0 mean that nothing is left
// to do, 0 that req->result has the final mask, and below 0 an errno.

import { choose, idleUntil, when } from "allways";
import { ECANCELED, EPOLLONESHOT } from "../epoll.ts";
import { atomic_read, atomic_sub_return, post_cqe, read_result, set_result, take_task_work } from "./access.ts";
import { io_poll_remove_entries } from "./entries.ts";
import { handlerReturns } from "./ghost.ts";
import { io_poll_mark_cancelled } from "./ownership.ts";
import { clearResultEachRound, exit, loopOnRefsOnly, postMayFail, resampleUnlessOneRef } from "./parameters.ts";
import { ctx, file, IO_POLL_CANCEL_FLAG, IO_POLL_REF_MASK, req, task } from "./state.ts";

const LOOP_MASK: number = loopOnRefsOnly ? IO_POLL_REF_MASK : -1;

/** Reports events, round by round, until no message is left; then lets go. */
function* io_poll_check_events() {
  if (exit) {
    yield "read task->flags";
    if (task.exiting) yield* io_poll_mark_cancelled();
  }

  let v = 0;
  do {
    yield "v = atomic_read(poll_refs)";
    v = atomic_read();
    if ((v & IO_POLL_REF_MASK) === 0) return 0; // WARN_ON_ONCE: the handler owns the request, or so it thinks
    if ((v & IO_POLL_CANCEL_FLAG) !== 0) return -ECANCELED;
    v &= IO_POLL_REF_MASK;

    if (resampleUnlessOneRef && v !== 1) {
      yield "req->result = 0, v != 1";
      set_result(0);
    }

    yield "read req->result";
    let result = read_result();
    if (result === 0) {
      yield "vfs_poll";
      result = file.ready & req.poll[0].events;

      yield "req->result = vfs_poll()";
      set_result(result);
    }

    if (result !== 0) {
      if ((req.poll[0].events & EPOLLONESHOT) !== 0) return 0;

      yield "io_fill_cqe_aux"; // {completion_lock: post with IORING_CQE_F_MORE, commit}
      when(!ctx.completion_lock);
      if (postMayFail && choose([false, true])) return -ECANCELED;
      post_cqe(result & req.poll[0].events, true);
    }

    if (clearResultEachRound) {
      yield "req->result = 0";
      set_result(0);
    }

    // All references that v counts are answered; what came since is a message, and worth another round.
    yield "atomic_sub_return(v, poll_refs)";
  } while ((atomic_sub_return(v) & LOOP_MASK) !== 0);

  return 1;
}

function* io_poll_task_func() {
  const ret = yield* io_poll_check_events();
  if (ret > 0) return;

  yield "req->result = mask or errno";
  set_result(ret === 0 ? read_result() & req.poll[0].events : ret);

  yield* io_poll_remove_entries();

  yield "__io_req_complete_post"; // {completion_lock: hash_del, post, put the request}
  when(!ctx.completion_lock);
  req.hashed = false;
  post_cqe(req.result, false);
}

/** Takes the list, then calls each node's function; a node can be queued again from then on. */
export function* tctx_task_work() {
  while (true) {
    yield "take task_list";
    idleUntil(task.work > 0);
    take_task_work();

    yield* io_poll_task_func();
    handlerReturns();
  }
}
