// The table that cancellers find a request in, and its lock. From 6.13, and in 6.0 to 6.12 for a request in the second
// table, that is uring_lock: the submitting task holds it while it issues requests, and whoever removes an entry holds it
// until its task_work is over (from 6.10 from the beginning), so that a canceller sees neither at work. Besides the lock of
// the table io_poll_remove_all() holds uring_lock from 6.0 on, and io_poll_remove() from 6.4.

import { when } from "allways";
import { hashLock, removeAllHoldsUringLock, removeHoldsUringLock, taskWorkLocked } from "./kernel.ts";
import { removeAll, removers } from "./parameters.ts";
import { ctx, req } from "./state.ts";

const underUringLock = hashLock === "uring_lock";

/** Whether somebody holds uring_lock besides the lock of the table: only then does it matter who else does. */
const uringMatters = underUringLock || (removeAll && removeAllHoldsUringLock) || (removers > 0 && removeHoldsUringLock);

/** Whether task_work runs under a lock that cancellers take. */
export const TASK_WORK_LOCKED: boolean = uringMatters && taskWorkLocked;

function locked(): boolean {
  if (hashLock === "completion_lock") return ctx.completion_lock;
  return hashLock === "bucket lock" ? ctx.bucket_lock : ctx.uring_lock;
}

/** A canceller's: taken where it can be. */
export function hash_is_free(): boolean {
  return !locked();
}

export function hash_lock() {
  if (hashLock === "completion_lock") ctx.completion_lock = true;
  else if (hashLock === "bucket lock") ctx.bucket_lock = true;
  else ctx.uring_lock = true;
}

export function hash_unlock() {
  if (hashLock === "completion_lock") ctx.completion_lock = false;
  else if (hashLock === "bucket lock") ctx.bucket_lock = false;
  else ctx.uring_lock = false;
}

/** For whoever holds uring_lock anyway until it is done. */
export function hash_unlock_but_uring() {
  if (!underUringLock) hash_unlock();
}

/** {lock: hlist_add_head}. The submitting task has uring_lock; io-wq takes it. */
export function* io_poll_req_insert(owning: boolean) {
  yield "io_poll_req_insert";
  if (!underUringLock || owning) when(hash_is_free());
  req.hashed = true;
}

/** {lock: hash_del}, by the handler, which keeps uring_lock until it is done. */
export function* io_poll_tw_hash_eject() {
  yield "hash_del";
  if (!underUringLock || !TASK_WORK_LOCKED) when(hash_is_free());
  if (underUringLock) ctx.uring_lock = true;
  req.hashed = false;
}

/** By a handler that ejected a request, when it is done. */
export function uring_unlock_ejected() {
  if (underUringLock) ctx.uring_lock = false;
}

/** By a handler that arms a request anew, unless it has uring_lock by now. */
export function* io_tw_lock() {
  if (uringMatters && !underUringLock && !TASK_WORK_LOCKED) {
    yield "io_tw_lock";
    when(uring_is_free());
    uring_lock();
  }
}

/** Between these the submitting task issues requests, and io_poll_remove_all() runs. */
export function uring_is_free(): boolean {
  return !uringMatters || !ctx.uring_lock;
}

export function uring_lock() {
  if (uringMatters) ctx.uring_lock = true;
}

export function uring_unlock() {
  if (uringMatters) ctx.uring_lock = false;
}
