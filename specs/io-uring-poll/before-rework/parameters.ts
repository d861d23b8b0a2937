// What can be set. Who takes part has the names and defaults of the rework's model (../rework/parameters.ts), so that a setting
// means the same in both. The rest is code as Linux 5.16 has it, where `false` takes one earlier fix out again, and one
// patch that was posted and withdrawn. All defaults together are 5.16.

import { bool, int, list, oneOf, params } from "allways";
import { maskOf } from "../epoll.ts";

const Bit = oneOf("IN", "OUT", "PRI", "HUP");

export const {
  arming,
  worker,
  multishot,
  events,
  ready,
  wakes,
  keys,
  queues,
  entries,
  cancellers,
  removeAllPasses,
  updaters,
  updateEvents,
  updateFromWorker,
  consumers,
  reaper,
  pollfree,
  pollfreeWhileArming,
  exit,
  postMayFail,
  downgradeDoubleMultishot,
  removeDoubleOnError,
  removeDoubleWhenDone,
  linkBeforeCommit,
  doneWhenUnhashed,
  oneshotWhenPostFails,
  checkDone,
  readCanceledOnce,
} = params({
  // Whether the request has yet to be armed. If not, it starts out armed: linked, hashed, nothing queued.
  arming: bool(true),
  // Who arms: the task that submitted the request, whose task_work then waits until arming is over, or an io-wq worker
  // (IOSQE_ASYNC), with a reference of its own, beside which the handler may run.
  worker: bool(),

  // The request: IORING_POLL_ADD_MULTI or one-shot, the events it polls for, and what the file has to offer at first.
  multishot: bool(true),
  events: list(4, Bit, ["IN", "OUT"]),
  ready: list(4, Bit, []),

  // The wakers: the bit each one raises; whether its wake-up carries that bit as its key ("event") or none (0, as a plain
  // wake_up() does); and which of the file's wait queues it wakes. Missing entries are "event" and queue 1.
  wakes: list(6, Bit, ["IN", "OUT"]),
  keys: list(6, oneOf("event", "none"), []),
  queues: list(6, int(1, 2), []),

  // Wait queues that the file's poll method hands out. With none arming fails, and so it does at the third.
  entries: int(0, 3, 1),

  // IORING_OP_ASYNC_CANCEL or IORING_OP_POLL_REMOVE, from other tasks; passes of io_poll_remove_all(), of a ring that exits.
  cancellers: int(0, 5, 1),
  removeAllPasses: int(0, 3, 0),
  // IORING_OP_POLL_REMOVE with IORING_POLL_UPDATE_EVENTS and the new events: by the request's own task, or by a worker of
  // it (IOSQE_ASYNC), beside which the handler may run.
  updaters: int(0, 2, 0),
  updateEvents: list(4, Bit, ["IN"]),
  updateFromWorker: bool(),

  // Consumers take the data that IN announces, each once. The reaper takes completions and then reads the file until it is
  // empty. POLLFREE comes from the owner of queue 1, which then frees it: the task that armed (signalfd_poll() and
  // binder_poll() hand out a queue of `current`), so not while it is arming.
  consumers: int(0, 3, 0),
  reaper: bool(),
  pollfree: bool(),
  pollfreeWhileArming: bool(),
  // The submitter's task may begin to exit (PF_EXITING).
  exit: bool(),
  // Posting a completion may fail: only because the CQ is full and the overflow entry cannot be allocated.
  postMayFail: bool(),

  // ea6a693d862d "io_uring: disable multishot poll for double poll add cases", 16 Apr 2021, 5.13: a second wait queue
  // makes the request one-shot.
  downgradeDoubleMultishot: bool(true),
  // 46fee9ab02cb "io_uring: remove double poll entry on arm failure", 20 Jul 2021, 5.14.
  removeDoubleOnError: bool(true),
  // a890d01e4ee0 "io_uring: fix poll requests leaking second poll entries", 28 Jul 2021, 5.14: the second entry goes as
  // well when a request completes, at arming or in the handler.
  removeDoubleWhenDone: bool(true),
  // 31efe48eb5dc "io_uring: fix possible poll event lost in multi shot mode", 3 Sep 2021, 5.15: the entry is back on its
  // queue before the program can see the completion.
  linkBeforeCommit: bool(true),
  // bd99c71bd140 "io_uring: fix race between poll completion and cancel_hash insertion", 22 Sep 2021, 5.15: the handler
  // says `done` when it takes the request out of the hash. Before, only a failed post did.
  doneWhenUnhashed: bool(true),
  // a62682f92eed "io_uring: fix missing set of EPOLLONESHOT for CQ ring overflow", 22 Sep 2021, 5.15.
  oneshotWhenPostFails: bool(true),
  // 5b7aa38d86f3 "io_uring: fix potential req refcount underflow", 22 Sep 2021, 5.15: the handler leaves a request alone
  // that is done; arming drops the reference if its own completion was the final one, not if EPOLLONESHOT is set by then.
  checkDone: bool(true),

  // "io_uring: fix poll_rewait racing for ->canceled", posted 8 Apr 2021 and withdrawn the same night as "not a bug".
  readCanceledOnce: bool(),
});

/** The request's events as a mask, those of an update, and what the file is ready for when the request arrives. */
export const EVENTS: number = maskOf([...events]);
export const UPDATE: number = maskOf([...updateEvents]);
export const READY: number = maskOf([...ready]);

/** Per waker: the bit it raises, the key of its wake-up, and the index of the queue it wakes. */
export const WAKE: readonly number[] = [...wakes].map((bit) => maskOf([bit]));
export const KEY: readonly number[] = WAKE.map((mask, i) => (i < keys.length && keys[i] === "none" ? 0 : mask));
export const QUEUE: readonly number[] = WAKE.map((_, i) => (i < queues.length && queues[i] === 2 ? 1 : 0));
