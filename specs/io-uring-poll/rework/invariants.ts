// What must be true of a poll request, whatever the interleaving. Numbers and wording follow the usual list: I1 gives I2
// and I5; reading increments as messages to the owner gives I3; the sticky flag together with the message gives I4.

import { at } from "allways";
import { ghost } from "./ghost.ts";
import { retry } from "./kernel.ts";
import { __io_poll_execute } from "./ownership.ts";
import { entries } from "./parameters.ts";
import { file, IO_POLL_REF_MASK, req } from "./state.ts";
import { io_poll_check_events, io_req_set_res } from "./task-work.ts";

/** In 5.17 the bit above the count is a carry, from 6.1 it is RETRY. */
const REFERENCES: number = retry === "none" ? -1 : IO_POLL_REF_MASK;

/** Neither finally completed nor about to be. */
export function alive(): boolean {
  return ghost.finals === 0 && !ghost.cancel_asked;
}

/** Threads about to read or write the result; the handler does both, everybody else only writes. */
function usesResult(): number {
  return (
    at(__io_poll_execute, "req->result = mask") +
    at(io_poll_check_events, "req->result = 0, v != 1") +
    at(io_poll_check_events, "req->result = 0, v & RETRY") +
    at(io_poll_check_events, "read req->result") +
    at(io_poll_check_events, "req->result = vfs_poll()") +
    at(io_poll_check_events, "req->result = 0") +
    at(io_req_set_res, "req->result = mask or errno")
  );
}

export const always = {
  /** Nobody wins the 0 → 1 while another one owns the request; task_work that waits counts as its owner. */
  "I1 single owner": () => ghost.owners <= 1,
  /** The node is embedded in the request: queueing it twice corrupts the list. */
  "I2 task_work queued once": () => !ghost.queued_twice,
  "I5 one final completion": () => ghost.finals <= 1 && !ghost.completed_again,
  /** Neither the request after its final completion nor a queue after POLLFREE's grace period. */
  "I6 no use after free": () => !ghost.used_after_free && !ghost.used_freed_queue,
  /** While somebody owns the request the count says so (the handler's WARN_ON_ONCE); so it has not wrapped either. */
  "I7 references while owned": () => ghost.owners === 0 || (req.poll_refs.refs & IO_POLL_REF_MASK) >= 1,
  /** No entry of a completed request is on a queue, and none is left on a queue that ended with POLLFREE. */
  "I8 unlinked before freed": () =>
    (ghost.finals === 0 || !(req.poll[0].linked || req.poll[1].linked)) &&
    (file.queue[0].alive || !(req.poll[0].linked || req.poll[0].head)),
  "I5 final completion last": () => !ghost.seen_after_final,
  "I9 unhashed when completed": () => ghost.finals === 0 || !req.hashed,
  /** No two threads are about to access the result. */
  "I10 no racy result": () => usesResult() <= 1,
  /** No plain read-modify-write of req->flags overwrites another one. */
  "I10 no lost flag": () => !ghost.flag_lost,
  /** Where the handler goes by its own copy, the copy says one-shot just as the entries do. */
  "I11 copies of the events agree": () => !ghost.events_differ,
  /** What arming completes for good is nobody else's to complete. */
  "I12 completed inline or handed over": () => !ghost.completed_handed_over,
};

export const quiescent = {
  /** What was raised since it was last reported, and is still there, and was asked for, has been reported. */
  "I3 no event missed": () => !alive() || (ghost.unseen & file.ready & req.poll[0].events) === 0,
  /** A request that is alive can be woken: it is on every queue that it was armed on. */
  "I3d every entry linked": () =>
    !alive() || ((entries < 1 || req.poll[0].linked) && (entries < 2 || req.poll[1].linked)),
  "I4 cancel completes": () => !ghost.cancel_asked || ghost.finals > 0,
  /** Nobody owns a request that waits. A RETRY flag left behind is no reference. */
  "I7 no reference left": () => ghost.finals > 0 || (req.poll_refs.refs & REFERENCES) === 0,
  /** A request that waits can be found and cancelled. */
  "I9 hashed while it waits": () => !alive() || req.hashed,
};
