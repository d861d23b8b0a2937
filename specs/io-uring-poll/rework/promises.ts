// What a poll request promises for the future, of every run. Processes are weakly fair: who can go on does, in the end. A
// waker, a canceller and a consumer need not begin, and a server may wait for work that never comes.
//
// The first two say of runs what I3 and I4 say of states in which nobody has to move. Where everybody comes to an end that
// is the same; where wakers come back for ever (`endless`) it is more, since then the handler could put a thing off for ever.

import { and, leadsTo, type TemporalFormula, taken } from "allways";
import { EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLPRI } from "../epoll.ts";
import { ghost } from "./ghost.ts";
import { alive } from "./invariants.ts";
import { ownRing, READY, WAKE } from "./parameters.ts";
import { file, req, task } from "./state.ts";
import { tctx_task_work } from "./task-work.ts";

/** An event was raised, is still there, and was asked for, and the request has yet to say so. */
function waits(bit: number): boolean {
  return alive() && (ghost.unseen & file.ready & req.poll[0].events & bit) !== 0;
}

/** Reported, or taken by somebody else, or the request is completed or about to be. */
const answered: readonly (readonly [number, TemporalFormula])[] = [
  [
    EPOLLIN,
    leadsTo(
      () => waits(EPOLLIN),
      () => !waits(EPOLLIN),
    ),
  ],
  [
    EPOLLOUT,
    leadsTo(
      () => waits(EPOLLOUT),
      () => !waits(EPOLLOUT),
    ),
  ],
  [
    EPOLLPRI,
    leadsTo(
      () => waits(EPOLLPRI),
      () => !waits(EPOLLPRI),
    ),
  ],
  [
    EPOLLHUP,
    leadsTo(
      () => waits(EPOLLHUP),
      () => !waits(EPOLLHUP),
    ),
  ],
];

/** Bits that somebody raises; HUP where nobody does, which every request asks for. */
const RAISED: number = WAKE.reduce((mask, bits) => mask | bits, READY | (ownRing ? EPOLLIN : 0)) || EPOLLHUP;

export const temporal = {
  "I3 raised event leads to completion or consumption": and(
    ...answered.filter(([bit]) => (RAISED & bit) !== 0).map(([, formula]) => formula),
  ),
  "I4 cancel leads to final completion": leadsTo(
    () => ghost.cancel_asked,
    () => ghost.finals > 0,
  ),
  "I2 queued task_work leads to its run": leadsTo(() => task.work > 0, taken(tctx_task_work, "take task_list")),
};
