// Whoever wants an armed request gone, or changed: IORING_OP_ASYNC_CANCEL, IORING_OP_POLL_REMOVE with and without update
// flags, the exit of the ring. All of it under completion_lock, under which alone the hash may be used.

import { optional, when } from "allways";
import { ECANCELED, EPOLLONESHOT, IO_POLL_UNMASK } from "../epoll.ts";
import {
  hash_del,
  io_commit_cqring,
  io_cqring_fill_event,
  io_req_task_work_add,
  lock_through_head,
  read_events,
  req_ref_put,
  req_ref_put_and_test,
  set_canceled,
} from "./access.ts";
import { io_poll_add, io_req_complete_failed } from "./arm.ts";
import { touched } from "./ghost.ts";
import { entries, removeAllPasses, UPDATE, updateFromWorker } from "./parameters.ts";
import { ctx, file, req, task } from "./state.ts";

export function* io_poll_remove_double() {
  if (entries > 1) {
    yield "poll && poll->head"; // arming writes it without completion_lock
    touched();
    if (req.double.exists && req.double.head) {
      yield "spin_lock_irq(&head->lock)"; // to spin_unlock_irq()
      when(!file.queue[1].locked);
      lock_through_head(1);
      req.double.linked = false;
      if (req.double.private) req_ref_put();
      req.double.head = false;
    }
  }
}

/** Whether the entry was linked: if so, nobody else will complete the request. */
function* __io_poll_remove_one(do_cancel: boolean) {
  yield "spin_lock_irq(&poll->head->lock)"; // to spin_unlock_irq(), and hash_del() after it
  if (!req.poll.head) return false;
  when(!file.queue[0].locked);
  lock_through_head(0);
  if (do_cancel) set_canceled();
  const do_complete = req.poll.linked;
  req.poll.linked = false;
  hash_del();
  return do_complete;
}

/** -EALREADY if the entry was not linked: a handler is on its way then, and will see ->canceled. */
function* io_poll_remove_one() {
  yield* io_poll_remove_double();
  if (yield* __io_poll_remove_one(true)) {
    yield "io_cqring_fill_event, io_commit_cqring";
    io_cqring_fill_event(-ECANCELED, false);
    io_commit_cqring();

    yield "io_put_req_deferred";
    if (req_ref_put_and_test()) {
      yield "io_req_task_work_add";
      io_req_task_work_add("io_free_req_work");
    }
  }
}

/** IORING_OP_ASYNC_CANCEL, or IORING_OP_POLL_REMOVE without update flags. */
export function* io_poll_cancel() {
  yield "spin_lock(completion_lock)";
  optional();
  when(!ctx.completion_lock);
  if (!req.hashed) return; // io_poll_find(): -ENOENT
  ctx.completion_lock = true;

  yield* io_poll_remove_one();

  yield "spin_unlock(completion_lock)";
  ctx.completion_lock = false;
}

/** The ring exits, and tries again and again. */
export function* io_poll_remove_all() {
  for (let pass = 0; pass < removeAllPasses; pass++) {
    yield "spin_lock(completion_lock)";
    optional();
    when(!ctx.completion_lock);
    if (req.hashed) {
      ctx.completion_lock = true;

      yield* io_poll_remove_one();

      yield "spin_unlock(completion_lock)";
      ctx.completion_lock = false;
    }
  }
}

/** IORING_OP_POLL_REMOVE with IORING_POLL_UPDATE_EVENTS. The bits are replaced, the behaviour flags stay. */
export function* io_poll_update() {
  yield "spin_lock(completion_lock)";
  optional();
  when(!ctx.completion_lock && (updateFromWorker || !task.busy));
  if (!req.hashed) return; // -ENOENT
  ctx.completion_lock = true;
  if (!updateFromWorker) task.busy = true;

  yield* io_poll_remove_double();
  const detached = yield* __io_poll_remove_one(false);
  const completing = !detached; // racing with a handler on its way: let that link the entry again

  if (completing && (read_events() & EPOLLONESHOT) !== 0) {
    yield "spin_unlock(completion_lock), -EALREADY";
    ctx.completion_lock = false;
  } else {
    yield "preq->poll.events = upd->events"; // a detached request, or a multishot one whose handler will link it again
    touched();
    req.poll.events = (req.poll.events & EPOLLONESHOT) | UPDATE | IO_POLL_UNMASK;

    yield "spin_unlock(completion_lock)";
    ctx.completion_lock = false;

    if (!completing) {
      const error = yield* io_poll_add();
      if (error !== 0) yield* io_req_complete_failed(error);
    }
  }
  if (!updateFromWorker) task.busy = false;
}
