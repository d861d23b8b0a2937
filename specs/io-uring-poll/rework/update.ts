// IORING_OP_POLL_REMOVE, which is one function in the kernel: io_poll_update() up to 5.19, io_poll_remove() from 6.0. Whoever
// finds the request and becomes its owner takes it off its queues and out of the hash; then it is completed, or, with
// IORING_POLL_UPDATE_EVENTS, its events are changed and it is armed anew. Here it is the submitter's task that updates,
// which runs no task_work meanwhile, and another one that removes. What completes is posted by whoever removes or updates;
// from 6.19 by the request's own task_work, which nobody else can queue any more.

import { optional, when } from "allways";
import { ECANCELED } from "../epoll.ts";
import { post_cqe } from "./access.ts";
import { __io_arm_poll_handler } from "./arm.ts";
import { io_poll_remove_entries } from "./entries.ts";
import { completedInline } from "./ghost.ts";
import { hash_is_free, hash_lock, hash_unlock_but_uring, uring_is_free, uring_lock, uring_unlock } from "./hash.ts";
import { armWithoutOwning, removeHoldsUringLock, updateCompletes } from "./kernel.ts";
import { io_poll_get_ownership } from "./ownership.ts";
import { UPDATED } from "./parameters.ts";
import { ctx, req, task } from "./state.ts";

/** Whoever is not the owner has left a message, and the handler goes round once more. */
function* io_poll_disarm() {
  const owner = yield* io_poll_get_ownership();
  if (!owner) return false; // -EALREADY

  yield* io_poll_remove_entries();
  yield "hash_del";
  req.hashed = false;
  return true;
}

function* io_req_task_complete(res: number) {
  yield "io_req_task_complete";
  when(!ctx.completion_lock);
  completedInline();
  post_cqe(res, false);
}

export function* io_poll_remove() {
  yield "spin_lock(hash lock)";
  optional();
  when(hash_is_free() && (!removeHoldsUringLock || uring_is_free()));
  if (!req.hashed) return; // io_poll_find(): -ENOENT
  hash_lock();
  if (removeHoldsUringLock) uring_lock();

  const disarmed = yield* io_poll_disarm();

  yield "spin_unlock(hash lock)";
  hash_unlock_but_uring();
  if (disarmed) yield* io_req_task_complete(-ECANCELED);
  if (removeHoldsUringLock) uring_unlock();
}

export function* io_poll_update() {
  yield "spin_lock(hash lock)";
  optional();
  when(hash_is_free() && uring_is_free() && !task.issuing);
  if (!req.hashed) return; // io_poll_find(): -ENOENT
  task.issuing = true;
  hash_lock();
  uring_lock();

  const disarmed = yield* io_poll_disarm();

  yield "spin_unlock(hash lock)";
  hash_unlock_but_uring();
  if (disarmed) {
    yield "poll->events = events";
    req.asked = UPDATED;

    const ret = yield* __io_arm_poll_handler(!armWithoutOwning, true);
    if (ret !== 0 && updateCompletes) yield* io_req_task_complete(ret);
  }
  uring_unlock();
  task.issuing = false;
}
