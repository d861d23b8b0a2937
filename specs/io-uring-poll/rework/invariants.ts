// What must be true of a poll request, whatever the interleaving. Numbers and wording follow the usual list: I1 gives I2
// and I5; reading increments as messages to the owner gives I3; the sticky flag together with the message gives I4.

import { ghost } from "./ghost.ts";
import { entries } from "./parameters.ts";
import { file, IO_POLL_REF_MASK, req } from "./state.ts";

/** Neither finally completed nor about to be. */
function alive(): boolean {
  return ghost.finals === 0 && !ghost.cancel_asked;
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
};

export const quiescent = {
  /** What was raised since it was last reported, and is still there, and was asked for, has been reported. */
  "I3 no event missed": () => !alive() || (ghost.unseen & file.ready & req.poll[0].events) === 0,
  /** A request that is alive can be woken: it is on every queue that it was armed on. */
  "I3d every entry linked": () =>
    !alive() || ((entries < 1 || req.poll[0].linked) && (entries < 2 || req.poll[1].linked)),
  "I4 cancel completes": () => !ghost.cancel_asked || ghost.finals > 0,
  /** Nobody owns a request that waits. */
  "I7 no reference left": () => ghost.finals > 0 || req.poll_refs.refs === 0,
};
