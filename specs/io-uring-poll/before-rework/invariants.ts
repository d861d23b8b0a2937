// What must be true of a poll request, whatever the interleaving. Numbers and meaning are those of the rework's model as
// far as they apply. I1 (single owner) does not, since there is no owner; what it protects is in I2 and I10. I11 (copies
// of the events) does not either: the double's copy is never looked at.

import { at } from "allways";
import { ghost } from "./ghost.ts";
import { entries } from "./parameters.ts";
import { io_poll_update } from "./remove.ts";
import { ctx, file, req } from "./state.ts";
import { io_poll_rewait, io_poll_task_func } from "./task-work.ts";
import { __io_async_wake } from "./wake.ts";

/** Neither finally completed nor about to be. */
export function alive(): boolean {
  return !ghost.completed && !ghost.cancel_asked;
}

/** Threads about to write req->result, and those about to read it. */
function writesResult(): number {
  return (
    at(__io_async_wake, "req->result = mask") +
    at(io_poll_rewait, "req->result = mask & poll->events") +
    at(io_poll_task_func, "req->result = 0")
  );
}
function readsResult(): number {
  return (
    at(io_poll_rewait, "!req->result") +
    at(io_poll_rewait, "!req->result && !READ_ONCE(poll->canceled)") +
    at(io_poll_task_func, "__io_poll_complete")
  );
}

export const always = {
  /** The node is embedded in the request: queueing it twice corrupts the list. */
  "I2 task_work queued once": () => !ghost.queued_twice,
  "I5 one final completion": () => !ghost.completed_again,
  /** Neither the request after its last reference nor a queue after POLLFREE. */
  "I6 no use after free": () => !ghost.used_after_free && !ghost.used_freed_queue,
  /** No reference is dropped that nobody has, nor the last one where that cannot be (a WARN_ON_ONCE). */
  "I7 references sane": () => !ghost.refs_underflow && !ghost.refs_warned,
  /** No entry of a freed request is on a queue, and none on a freed queue. */
  "I8 unlinked before freed": () =>
    (!ghost.freed || !(req.poll.linked || req.double.linked)) && (file.queue[0].alive || !req.poll.linked),
  /** A completed request is not in the hash, nor is any request twice. */
  "I9 unhashed when completed": () => !ghost.hashed_twice && (!ghost.completed || ctx.completion_lock || !req.hashed),
  /** No two threads are about to access the result, one of them writing; nor to take the single off its queue. */
  "I10 no racy result": () => writesResult() < 2 && (writesResult() === 0 || readsResult() === 0),
  "I10 no racy list": () => at(__io_async_wake, "list_del_init(&poll->wait.entry)") < 2,
  /** Nobody changes the events while the handler uses them. */
  "I10 no racy events": () =>
    at(io_poll_update, "preq->poll.events = upd->events") === 0 ||
    at(io_poll_rewait, "vfs_poll") + at(io_poll_rewait, "req->result = mask & poll->events") === 0,
  /** What arming completes for good is nobody else's to complete. */
  "I12 completed inline or handed over": () => !ghost.completed_handed_over,
};

export const quiescent = {
  /** What was raised since it was last reported, and is still there, and was asked for, has been reported. */
  "I3 no event missed": () => !alive() || (ghost.unseen & file.ready & req.poll.events) === 0,
  /** A request that is alive can be woken: it is on every queue that it was armed on. */
  "I3d every entry linked": () => !alive() || ((entries < 1 || req.poll.linked) && (entries < 2 || req.double.linked)),
  "I4 cancel completes": () => !ghost.cancel_asked || ghost.completed,
  /** A request that waits has a reference for its completion and one for its double; one that is completed has none. */
  "I7 no reference left": () =>
    (!alive() || req.refs === 1 + Number(req.double.head && req.double.private)) && (!ghost.completed || ghost.freed),
  /** A request that waits can be found and cancelled. */
  "I9 hashed while it waits": () => !alive() || req.hashed,
};
