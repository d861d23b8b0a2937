// What can be set, and what follows from it before anything runs. Behaviour of the kernel that a later commit changed is
// a boolean named after what it does, with the commit beside it; everything else says who takes part. All of them off
// is the seed, aa43477b0402 "io_uring: poll rework" (Pavel Begunkov, 15 Dec 2021, Linux 5.17).

import { bool, int, list, oneOf, params } from "allways";
import { maskOf } from "../epoll.ts";

const Bit = oneOf("IN", "OUT", "PRI", "HUP");

export const {
  arming,
  multishot,
  events,
  ready,
  wakes,
  keys,
  queues,
  entries,
  cancellers,
  passes,
  consumers,
  reaper,
  pollfree,
  exit,
  postMayFail,
  refBits,
  handlePollfree,
  unlinkOnWake,
  clearResultEachRound,
  resampleUnlessOneRef,
  loopOnRefsOnly,
} = params({
  // Whether the request has yet to be armed. If not, it starts out armed: linked, hashed, and owned by nobody.
  arming: bool(true),

  // The request: IORING_POLL_ADD_MULTI or one-shot, the events it polls for, and what the file has to offer at first.
  multishot: bool(true),
  events: list(4, Bit, ["IN", "OUT"]),
  ready: list(4, Bit, []),

  // The wakers: the bit each one raises; whether its wake-up carries that bit as its key ("event") or none (0, as a plain
  // wake_up() does); and which of the file's wait queues it wakes. Missing entries are "event" and queue 1.
  wakes: list(6, Bit, ["IN", "OUT"]),
  keys: list(6, oneOf("event", "none"), []),
  queues: list(6, int(1, 2), []),

  // Wait queues that the file's poll method hands out. 0 leaves the request without an entry; the third one is refused
  // with -EINVAL by __io_queue_proc().
  entries: int(0, 3, 1),

  // Cancellers, and how often each looks the request up and kills it (a ring that exits calls io_poll_remove_all() again
  // and again). Consumers take the data that IN announces, each once. The reaper takes completions and then reads the
  // file until it is empty. POLLFREE comes from the owner of queue 1, which then frees it.
  cancellers: int(0, 5, 1),
  passes: int(1, 5, 1),
  consumers: int(0, 3, 0),
  reaper: bool(),
  pollfree: bool(),
  // The submitter's task may begin to exit (PF_EXITING).
  exit: bool(),
  // Posting a completion may fail: up to 5.19 only because the CQ is full and the overflow entry cannot be allocated.
  postMayFail: bool(),

  // Width of the reference count in poll_refs: 20 bits in 5.17, here as many as matter.
  refBits: int(2, 6, 4),

  // 791f3465c4af "io_uring: fix UAF due to missing POLLFREE handling", 14 Jan 2022, 5.17: a POLLFREE wake cancels the
  // request and leaves the queue; removal reads ->head with acquire semantics inside an RCU section.
  handlePollfree: bool(),
  // eb0089d629ba "io_uring: single shot poll removal optimisation", 5.17: the wake that owns a one-shot request takes
  // its own entry off the queue.
  unlinkOnWake: bool(),
  // b98186aee22f "io_uring: update res mask in io_poll_check_events", 17 Nov 2022, 6.1: the handler's next round asks
  // the file again instead of reporting the mask of the last one.
  clearResultEachRound: bool(),
  // 539bcb57da2f "io_uring: fix tw losing poll events", 17 Nov 2022, 6.1: with more than one reference, masks of later
  // wakes were dropped, so the stashed one is not trusted.
  resampleUnlessOneRef: bool(),
  // 12ad3d2d6c5b "io_uring/poll: fix poll_refs race with cancelation" (Lin Ma), Nov 2022, 6.1 and stable, CVE-2023-0468:
  // the handler goes round again for references left, not for a cancellation flag alone.
  loopOnRefsOnly: bool(),
});

/** The request's events as a mask, and what the file is ready for when the request arrives. */
export const EVENTS: number = maskOf([...events]);
export const READY: number = maskOf([...ready]);

/** Per waker: the bit it raises, the key of its wake-up, and the index of the queue it wakes. */
export const WAKE: readonly number[] = [...wakes].map((bit) => maskOf([bit]));
export const KEY: readonly number[] = WAKE.map((mask, i) => (i < keys.length && keys[i] === "none" ? 0 : mask));
export const QUEUE: readonly number[] = WAKE.map((_, i) => (i < queues.length && queues[i] === 2 ? 1 : 0));
