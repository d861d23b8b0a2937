// Whoever wants an armed request gone: IORING_OP_ASYNC_CANCEL or a linked timeout, io_poll_cancel(); the exit of the ring or
// of a task, io_poll_remove_all(). The request is looked up and killed under the lock of the hash table, and stays in it: a
// second pass finds it again. From 5.18 io_poll_remove_all() takes it out.

import { optional, when } from "allways";
import { read_flags, write_flags } from "./access.ts";
import { hash_is_free, hash_lock, hash_unlock, uring_is_free, uring_lock, uring_unlock } from "./hash.ts";
import { cancelMarksSequence, unhashInRemoveAll } from "./kernel.ts";
import { io_poll_cancel_req } from "./ownership.ts";
import { passes } from "./parameters.ts";
import { REQ_F_CANCEL_SEQ, req } from "./state.ts";

/** 6.6 to 6.9, IORING_ASYNC_CANCEL_ALL: a plain read-modify-write of a word that belongs to the request's owner. */
function* io_cancel_match_sequence() {
  yield "flags = req->flags";
  const flags = read_flags();

  yield "req->flags = flags | CANCEL_SEQ";
  write_flags(flags, flags | REQ_F_CANCEL_SEQ);
}

export function* io_poll_cancel() {
  for (let pass = 0; pass < passes; pass++) {
    yield "spin_lock(hash lock)";
    optional();
    when(hash_is_free());
    if (!req.hashed) return; // io_poll_find(): -ENOENT
    hash_lock();

    if (cancelMarksSequence) yield* io_cancel_match_sequence();
    yield* io_poll_cancel_req();

    yield "spin_unlock(hash lock)";
    hash_unlock();
  }
}

export function* io_poll_remove_all() {
  for (let pass = 0; pass < passes; pass++) {
    yield "spin_lock(hash lock)";
    optional();
    when(hash_is_free() && uring_is_free());
    if (!req.hashed) return; // the pass finds nothing
    hash_lock();
    uring_lock(); // its callers do, from 6.0

    if (unhashInRemoveAll) {
      yield "hlist_del_init";
      req.hashed = false;
    }
    yield* io_poll_cancel_req();

    yield "spin_unlock(hash lock)";
    hash_unlock();
    uring_unlock();
  }
}
