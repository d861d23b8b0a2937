// What a poll request promises for the future, of every run, in the words of the rework's model (../rework/promises.ts). Processes
// are weakly fair, and everybody but the handler comes to an end.

import { and, leadsTo, type TemporalFormula, taken } from "allways";
import { EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLPRI } from "../epoll.ts";
import { ghost } from "./ghost.ts";
import { alive } from "./invariants.ts";
import { READY, WAKE } from "./parameters.ts";
import { file, req, task } from "./state.ts";
import { tctx_task_work } from "./task-work.ts";

/** An event was raised, is still there, and was asked for, and the request has yet to say so. */
function waits(bit: number): boolean {
  return alive() && (ghost.unseen & file.ready & req.poll.events & bit) !== 0;
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
const RAISED: number = WAKE.reduce((mask, bits) => mask | bits, READY) || EPOLLHUP;

export const temporal = {
  "I3 raised event leads to completion or consumption": and(
    ...answered.filter(([bit]) => (RAISED & bit) !== 0).map(([, formula]) => formula),
  ),
  "I4 cancel leads to final completion": leadsTo(
    () => ghost.cancel_asked,
    () => ghost.completed,
  ),
  "I2 queued task_work leads to its run": leadsTo(() => task.work > 0, taken(tctx_task_work, "take task_list")),
};
