// The handler: the submitter's task takes the request off its list of work and calls io_poll_task_func(), which reports
// what there is to report and lets go of the request, or completes it for good, or arms it anew. Negative results are
// errnos.

import { choose, idleUntil, when } from "allways";
import { ECANCELED, EPOLL_URING_WAKE, EPOLLHUP, EPOLLIN, EPOLLONESHOT } from "../epoll.ts";
import {
  atomic_andnot_retry,
  atomic_inc,
  atomic_read,
  atomic_sub_return,
  become_ready,
  cq_has_room,
  post_cqe,
  read_handler_events,
  read_result,
  set_result,
  take_task_work,
} from "./access.ts";
import { io_poll_add_again } from "./arm.ts";
import { io_poll_remove_entries } from "./entries.ts";
import { handlerHandsOver, handlerLetsGo, raised } from "./ghost.ts";
import {
  io_poll_tw_hash_eject,
  io_tw_lock,
  TASK_WORK_LOCKED,
  uring_is_free,
  uring_lock,
  uring_unlock,
  uring_unlock_ejected,
} from "./hash.ts";
import {
  clearResultEachRound,
  endOnOwnRing,
  entriesGoFirst,
  exitCancelsAtOnce,
  failPostWhenFull,
  finishWithResult,
  hashLock,
  keepReferenceOnHup,
  loopOnRefsOnly,
  multishotRetry,
  reissue,
  requeue,
  resampleUnlessOneRef,
  retry,
  warnTouchesNothing,
} from "./kernel.ts";
import { __io_poll_execute, io_poll_mark_cancelled } from "./ownership.ts";
import { exit, operation, ownRing, postMayFail, reads, updaters } from "./parameters.ts";
import { ctx, file, IO_POLL_CANCEL_FLAG, IO_POLL_REF_MASK, IO_POLL_RETRY_FLAG, req, task } from "./state.ts";
import { __wake_up } from "./wake.ts";

/** req->result has the final mask. */
const IOU_POLL_DONE = 0;
/** The request is somebody else's by now. */
const IOU_POLL_NO_ACTION = 1;
/** req->result has what the last completion is to say. */
const IOU_POLL_REMOVE_POLL_USE_RES = 2;
const IOU_POLL_REISSUE = 3;
/** The request is still the handler's, which is to be queued again. */
const IOU_POLL_REQUEUE = 4;

const IOU_ISSUE_SKIP_COMPLETE = 0;
const IOU_STOP_MULTISHOT = 1;
const IOU_REQUEUE = 2;

const LOOP_MASK: number = loopOnRefsOnly ? IO_POLL_REF_MASK : -1;
/** What a round takes away: the references that it has counted, in the rejected first version RETRY with them. */
const ROUND_MASK: number = IO_POLL_REF_MASK | (retry === "dropped with the references" ? IO_POLL_RETRY_FLAG : 0);

/** What a read leaves behind is as good as raised again: the operation has yet to report it. */
function leave_data() {
  raised(EPOLLIN);
}

/**
 * The operation, multishot recv or read: takes the data, and sees the end of the stream only if there is no data. A read
 * takes as much as its buffer holds; recv goes on until there is no more, or until it has gone on for long enough, at
 * which point there may be more or not.
 */
function* io_poll_issue_operation() {
  yield "io_poll_issue";
  when(!ctx.completion_lock);
  if ((file.ready & EPOLLIN) !== 0) {
    const stops = file.more > 0 && (reads || requeue) && choose([false, true]);
    const left = stops && (reads || choose([false, true]));
    if (stops) file.more--;
    if (!left) file.ready &= ~EPOLLIN;
    post_cqe(EPOLLIN, true);
    if (left) leave_data();

    if (stops && !reads) return IOU_REQUEUE;
    if (reads && multishotRetry) {
      yield "io_poll_multishot_retry";
      atomic_inc();
    }
  } else if ((file.ready & EPOLLHUP) !== 0) {
    return IOU_STOP_MULTISHOT;
  }
  return IOU_ISSUE_SKIP_COMPLETE;
}

/** Reports events, round by round, until no message is left; then lets go. */
export function* io_poll_check_events() {
  if (exit) {
    yield "read task->flags";
    if (task.exiting) {
      if (exitCancelsAtOnce) return -ECANCELED;
      yield* io_poll_mark_cancelled();
    }
  }

  let v = 0;
  do {
    yield "v = atomic_read(poll_refs)";
    v = atomic_read();
    // WARN_ON_ONCE: the handler owns the request, or so it thinks.
    if ((v & IO_POLL_REF_MASK) === 0) return warnTouchesNothing ? IOU_POLL_NO_ACTION : IOU_POLL_DONE;
    if ((v & IO_POLL_CANCEL_FLAG) !== 0) return -ECANCELED;

    if (resampleUnlessOneRef && (v & IO_POLL_REF_MASK) !== 1) {
      yield "req->result = 0, v != 1";
      set_result(0);
    }
    if (retry !== "none" && (v & IO_POLL_RETRY_FLAG) !== 0) {
      yield "req->result = 0, v & RETRY";
      set_result(0);

      if (retry === "cleared before sampling") {
        yield "atomic_andnot(RETRY, poll_refs)";
        atomic_andnot_retry();
      }
    }
    v &= ROUND_MASK;

    yield "read req->result";
    let result = read_result();
    if (result === 0) {
      yield "vfs_poll";
      const wanted = read_handler_events();
      result = file.ready & wanted;

      yield "req->result = vfs_poll()";
      set_result(result);
      if (reissue && result === 0 && (wanted & EPOLLONESHOT) !== 0) return IOU_POLL_REISSUE;
    }

    if (result !== 0) {
      if ((read_handler_events() & EPOLLONESHOT) !== 0) return IOU_POLL_DONE;
      if (ownRing && endOnOwnRing) return IOU_POLL_DONE;

      if (operation) {
        if (keepReferenceOnHup && (result & EPOLLHUP) !== 0 && v !== 1) v--; // go round once more
        const ret = yield* io_poll_issue_operation();
        if (ret === IOU_STOP_MULTISHOT) return IOU_POLL_REMOVE_POLL_USE_RES;
        if (ret === IOU_REQUEUE) return IOU_POLL_REQUEUE;
      } else {
        yield "io_fill_cqe_aux"; // {completion_lock: post with IORING_CQE_F_MORE, commit}
        when(!ctx.completion_lock);
        if ((failPostWhenFull && !cq_has_room()) || (postMayFail && choose([false, true]))) {
          return finishWithResult ? IOU_POLL_REMOVE_POLL_USE_RES : -ECANCELED;
        }
        post_cqe(result & read_handler_events(), true);
        if (ownRing) {
          become_ready(EPOLLIN);
          yield* __wake_up(0, EPOLLIN | EPOLL_URING_WAKE); // io_cqring_wake()
        }
      }
      if (clearResultEachRound) {
        yield "req->result = 0"; // force the next round to ask the file
        set_result(0);
      }
    }

    // All references that v counts are answered; what came since is a message, and worth another round.
    yield "atomic_sub_return(v, poll_refs)";
  } while ((atomic_sub_return(v) & LOOP_MASK) !== 0);

  return IOU_POLL_NO_ACTION;
}

/** What the last completion says. Up to 5.17 a plain assignment. */
export function* io_req_set_res(ret: number) {
  yield "req->result = mask or errno";
  if (ret < 0) set_result(ret);
  else set_result(operation ? 0 : read_result() & req.poll[0].events);
}

export function* io_poll_task_func() {
  const ret = yield* io_poll_check_events();
  if (ret === IOU_POLL_NO_ACTION) return;

  if (ret === IOU_POLL_REQUEUE) {
    handlerHandsOver();
    yield* __io_poll_execute(0, req.poll[0].events);
    return;
  }
  if (ret === IOU_POLL_REISSUE) {
    yield* io_poll_remove_entries();
    yield* io_poll_tw_hash_eject();
    yield* io_tw_lock();
    yield* io_poll_add_again();
    if (!TASK_WORK_LOCKED) uring_unlock();
    return;
  }
  if (!entriesGoFirst) yield* io_req_set_res(ret);
  yield* io_poll_remove_entries();
  if (hashLock !== "completion_lock") yield* io_poll_tw_hash_eject();
  if (entriesGoFirst) yield* io_req_set_res(ret);

  yield "__io_req_complete_post"; // {completion_lock: hash_del, post, put the request}
  when(!ctx.completion_lock);
  req.hashed = false;
  post_cqe(req.result, false);
  if (!TASK_WORK_LOCKED) uring_unlock_ejected();
}

/** Takes the list, then calls each node's function; a node can be queued again from then on. */
export function* tctx_task_work() {
  while (true) {
    yield "take task_list";
    idleUntil(task.work > 0 && !task.issuing && (!TASK_WORK_LOCKED || uring_is_free()));
    if (TASK_WORK_LOCKED) uring_lock();
    take_task_work();
    if (updaters > 0) task.issuing = true;

    yield* io_poll_task_func();
    handlerLetsGo();
    if (TASK_WORK_LOCKED) uring_unlock();
    if (updaters > 0) task.issuing = false;
  }
}
