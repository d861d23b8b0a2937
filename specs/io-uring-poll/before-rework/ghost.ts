// What the invariants need to know and the kernel does not keep. Nothing in the protocol reads it. Every function here
// belongs to the step that calls it.

import { bool, int, shared } from "allways";
import { EPOLL_ALL } from "../epoll.ts";
import { arming, READY } from "./parameters.ts";
import { file, req, task } from "./state.ts";

export const ghost = shared({
  /** Event bits raised since they were last reported; what the file was ready for before arming is among them. */
  unseen: int(0, EPOLL_ALL, arming ? READY : 0),
  /** Somebody found the request and was told that it is or will be gone: a canceller, the exit of the task. */
  cancel_asked: bool(),
  /** The handler is between being taken off the list and linking the entry again, or returning. */
  handling: bool(),
  /** The final completion has been posted, or dropped for want of memory. */
  completed: bool(),
  completed_again: bool(),
  /** The last reference is gone and the request's memory belongs to somebody else. */
  freed: bool(),
  queued_twice: bool(),
  hashed_twice: bool(),
  used_after_free: bool(),
  used_freed_queue: bool(),
  /** A reference was dropped that nobody had, or one too many by req_ref_put(), which WARNs and leaks the request. */
  refs_underflow: bool(),
  refs_warned: bool(),
  /** Arming completed the request for good although task_work was to do it. */
  completed_handed_over: bool(),
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
  if (ghost.freed) ghost.used_after_free = true;
}

/** Any access to a wait queue that may be gone. */
export function touchedQueue(queue: number) {
  if (!file.queue[queue].alive) ghost.used_freed_queue = true;
}

/** task_work is being queued: it must not be queued already, nor may the handler have the request still. */
export function queued() {
  if (task.work > 0 || ghost.handling) ghost.queued_twice = true;
}

export function handlerStarts() {
  ghost.handling = true;
}

/** Linking the entry again hands the request to the next wake, though the handler has yet to unlock and return. */
export function handlerLetsGo() {
  ghost.handling = false;
}

export function hashedNow() {
  if (req.hashed) ghost.hashed_twice = true;
}

/** A completion is posted; without IORING_CQE_F_MORE it is the request's last. */
export function posted(mask: number, more: boolean) {
  if (mask > 0) ghost.unseen &= ~mask;
  if (ghost.completed) ghost.completed_again = true;
  if (!more) ghost.completed = true;
}

/** The last completion of all, and there was no memory for it. */
export function dropped() {
  posted(0, false);
}

/** Arming has posted the final completion itself. */
export function completedInline() {
  if (task.work > 0 || ghost.handling) ghost.completed_handed_over = true;
}

export function freed() {
  touched();
  ghost.freed = true;
}
