// The handler: the submitter's task takes the request off its list of work and calls io_poll_task_func(). A wake may have
// had no mask, or one that was consumed meanwhile: then there is nothing to report, and io_poll_rewait() links the entry
// again. It does not look at the file once more, and it forgets the double.

import { idleUntil, when } from "allways";
import {
  __io_poll_complete,
  hash_del,
  io_commit_cqring,
  io_put_req,
  lock_through_head,
  read_canceled,
  read_done,
  read_events,
  read_result,
  set_canceled,
  set_result,
} from "./access.ts";
import { io_req_complete_failed } from "./arm.ts";
import { freed, handlerLetsGo, handlerStarts, touched } from "./ghost.ts";
import {
  checkDone,
  doneWhenUnhashed,
  exit,
  linkBeforeCommit,
  readCanceledOnce,
  removeDoubleWhenDone,
} from "./parameters.ts";
import { io_poll_remove_double } from "./remove.ts";
import { ctx, file, req, task } from "./state.ts";

/** add_wait_queue(poll->head, &poll->wait): from here on a wake may queue the task_work again. */
function relink() {
  lock_through_head(0);
  req.poll.linked = true;
  handlerLetsGo();
}

/** Whether the request waits again. Comes back with completion_lock held in either case. */
export function* io_poll_rewait() {
  let canceled = false;
  if (readCanceledOnce) {
    yield "canceled = READ_ONCE(poll->canceled)";
    canceled = read_canceled();
  }
  if (exit) {
    yield "req->task->flags & PF_EXITING";
    if (task.exiting) set_canceled();
  }

  yield "!req->result";
  if (read_result() === 0) {
    if (!readCanceledOnce) {
      yield "!READ_ONCE(poll->canceled)";
      canceled = read_canceled();
    }
    if (!canceled) {
      yield "vfs_poll";
      touched();
      const mask = file.ready;

      yield "req->result = mask & poll->events";
      set_result(mask & read_events());
    }
  }

  yield "spin_lock(completion_lock)";
  when(!ctx.completion_lock);
  ctx.completion_lock = true;

  yield "!req->result && !READ_ONCE(poll->canceled)"; // again
  if (!readCanceledOnce) canceled = read_canceled();
  if (read_result() !== 0 || canceled) return false;

  yield "add_wait_queue(poll->head, &poll->wait)";
  when(!file.queue[0].locked);
  relink();
  return true;
}

export function* io_poll_task_func() {
  if (yield* io_poll_rewait()) {
    yield "spin_unlock(completion_lock)";
    ctx.completion_lock = false;
    return;
  }
  if (checkDone) {
    yield "poll->done";
    if (read_done()) {
      ctx.completion_lock = false;
      return;
    }
  }

  yield "__io_poll_complete";
  const done = __io_poll_complete(read_result());
  if (!linkBeforeCommit) io_commit_cqring();

  if (done) {
    if (removeDoubleWhenDone) yield* io_poll_remove_double();

    yield "hash_del(&req->hash_node)";
    hash_del();
    if (doneWhenUnhashed) req.poll.done = true;
  } else {
    yield "req->result = 0";
    set_result(0);

    yield "add_wait_queue(req->poll.head, &req->poll.wait)";
    when(!file.queue[0].locked);
    relink();
  }
  yield "io_commit_cqring, spin_unlock(completion_lock)";
  io_commit_cqring();
  ctx.completion_lock = false;

  if (done) {
    yield "io_put_req_find_next";
    io_put_req();
  }
}

/** Takes the list, then calls each node's function; a node can be queued again from then on. */
export function* tctx_task_work() {
  while (true) {
    yield "take task_list";
    idleUntil(task.work > 0 && !task.busy);
    task.busy = true;
    task.work--;
    touched();
    handlerStarts();

    if (req.func === "io_poll_task_func") {
      yield* io_poll_task_func();
    } else if (req.func === "io_free_req_work") {
      yield "io_free_req";
      freed();
    } else {
      yield* io_req_complete_failed(req.result); // io_req_task_cancel()
    }
    handlerLetsGo();
    task.busy = false;
  }
}
