// What the invariants need to know and the kernel does not keep. Nothing in the protocol reads it: without the calls in
// access.ts the protocol would be the same. Every function here belongs to the step that calls it.

import { bool, int, shared } from "allways";
import { EPOLL_ALL } from "../epoll.ts";
import { arming, READY } from "./parameters.ts";
import { file, task } from "./state.ts";

export const ghost = shared({
  /** Event bits raised since they were last reported; what the file was ready for before arming is among them. */
  unseen: int(0, EPOLL_ALL, arming ? READY : 0),
  /** Somebody was told that the request will go away: a canceller that found it, POLLFREE, the exit of the task. */
  cancel_asked: bool(),
  /** Threads that won the reference count's 0 → 1 and have not let go. Queued task_work counts as its owner. */
  owners: int(0, 3),
  /** The handler is between being taken off the list and letting go. */
  handling: bool(),
  /** Final completions; after the first one the request's memory belongs to somebody else. */
  finals: int(0, 3),
  completed_again: bool(),
  completed_handed_over: bool(),
  queued_twice: bool(),
  used_after_free: bool(),
  used_freed_queue: bool(),
  /** A plain read-modify-write of req->flags overwrote another one. */
  flag_lost: bool(),
  /** The handler went by a copy of the events that is not what the entries say. */
  events_differ: bool(),
  /** What the program saw of the completions: the final one, and any after it. */
  seen_final: bool(),
  seen_after_final: bool(),
});

/** The file becomes ready for these. It counts as new even if it was ready for them already. */
export function raised(mask: number) {
  ghost.unseen |= mask;
}

export function cancelAsked() {
  ghost.cancel_asked = true;
}

/** Any access to the request's memory. */
export function touched() {
  if (ghost.finals > 0) ghost.used_after_free = true;
}

/** Any access to a wait queue that may be gone. */
export function touchedQueue(queue: number) {
  if (!file.queue[queue].alive) ghost.used_freed_queue = true;
}

export function wonOwnership() {
  ghost.owners++;
}

export function lostOwnership() {
  ghost.owners--;
}

/** task_work is being queued: it must not be queued already, nor may the handler still own the request. */
export function queued() {
  if (task.work > 0 || ghost.handling) ghost.queued_twice = true;
}

export function handlerStarts() {
  ghost.handling = true;
}

/** The handler returns: after the final completion it is done; otherwise it has just let go of the request. */
export function handlerLetsGo() {
  if (ghost.handling && ghost.finals === 0) ghost.owners--;
  ghost.handling = false;
}

/** The handler queues itself again, and stays the owner. */
export function handlerHandsOver() {
  ghost.handling = false;
}

/** Whoever owns the request arms it anew. */
export function armedAnew() {
  ghost.owners--;
  ghost.handling = false;
}

/** A completion is posted; without IORING_CQE_F_MORE it is the request's last. */
export function posted(mask: number, more: boolean) {
  if (ghost.finals > 0) ghost.completed_again = true;
  if (mask > 0) ghost.unseen &= ~mask;
  if (!more) ghost.finals++;
}

/** Arming completes the request by itself: then nobody else may be about to. */
export function completedInline() {
  if (task.work > 0 || ghost.handling) ghost.completed_handed_over = true;
}

/** The program takes a completion. */
export function reaped(more: boolean) {
  if (ghost.seen_final) ghost.seen_after_final = true;
  if (!more) ghost.seen_final = true;
}
