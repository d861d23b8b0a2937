// Who takes part, and in what mood: the request, its file, the wakers, everybody else. What the kernel does, by version,
// is in kernel.ts.

import { bool, int, list, oneOf, params } from "allways";
import { EPOLL_URING_WAKE, maskOf } from "../epoll.ts";
import { armRelease, armWithoutOwning, retry } from "./kernel.ts";

const Bit = oneOf("IN", "OUT", "PRI", "HUP", "IN+HUP");

export const {
  arming,
  ioWq,
  multishot,
  operation,
  reads,
  leaves,
  ownRing,
  events,
  ready,
  wakes,
  endless,
  fairLocks,
  keys,
  queues,
  entries,
  cancellers,
  passes,
  removeAll,
  removers,
  updaters,
  updateTo,
  consumers,
  reaper,
  pollfree,
  exit,
  postMayFail,
  cqEntries,
  refBits,
} = params(
  {
    // Whether the request has yet to be armed (if not, it starts out armed: linked, hashed, and owned by nobody), and
    // whether an io-wq worker does it rather than the task that submitted it. Up to 5.19 that makes no difference here:
    // whoever arms owns.
    arming: bool(true),
    ioWq: bool(),

    // The request: IORING_POLL_ADD_MULTI or one-shot, or another operation's poll (multishot recv: each round of the
    // handler runs it), multishot read if `reads`; how often the operation may stop although there may be more data than
    // it took; the events the request polls for, and what the file has to offer at first.
    multishot: bool(true),
    operation: bool(),
    reads: bool(),
    leaves: int(0, 3, 0),
    // The file is the ring that the request's completions go to: each one that promises more makes it ready, and wakes.
    ownRing: bool(),
    events: list(4, Bit, ["IN", "OUT"]),
    ready: list(4, Bit, []),

    // The wakers: the bit each one raises; whether its wake-up carries that bit as its key ("event"), besides
    // EPOLL_URING_WAKE ("ring": it comes from a completion), or none (0, as a plain wake_up() does); and which of the
    // file's wait queues it wakes. Missing entries are "event" and queue 1.
    wakes: list(6, Bit, ["IN", "OUT"]),
    // Each waker comes back for ever. Whether task_work, which then takes a lock that others take again and again, gets
    // it in the end: the kernel's queued spin locks are first come, first served, which here is strong fairness.
    endless: bool(),
    fairLocks: bool(),
    keys: list(6, oneOf("event", "none", "ring"), []),
    queues: list(6, int(1, 2), []),

    // Wait queues that the file's poll method hands out. 0 leaves the request without an entry; the third one is refused
    // with -EINVAL by __io_queue_proc().
    entries: int(0, 3, 1),

    // Cancellers, and how often each looks the request up and kills it. Several passes are those of a ring that exits,
    // which calls io_poll_remove_all() again and again. Consumers take the data that IN announces, each once. The reaper
    // takes completions and then reads the file until it is empty. POLLFREE comes from the owner of queue 1, which then
    // frees it.
    cancellers: int(0, 5, 1),
    passes: int(1, 5, 1),
    removeAll: bool(),
    // IORING_OP_POLL_REMOVE: by another task; and, with IORING_POLL_UPDATE_EVENTS, by the submitter's task, where the
    // request is disarmed and armed anew.
    removers: int(0, 2, 0),
    updaters: int(0, 2, 0),
    updateTo: list(4, Bit, ["OUT"]),
    consumers: int(0, 3, 0),
    reaper: bool(),
    pollfree: bool(),
    // The submitter's task may begin to exit (PF_EXITING).
    exit: bool(),
    // Posting a completion may fail: up to 5.19 only because the CQ is full and the overflow entry cannot be allocated.
    postMayFail: bool(),
    // Room in the completion queue; 0 is enough for all. What does not fit goes to the overflow list.
    cqEntries: int(0, 4, 0),

    // Width of the reference count in poll_refs: 20, 31 or 30 bits, here as many as matter.
    refBits: int(2, 6, 4),
  },
  (p) => ({ removeAll: p.passes > 1 }),
);

/** Whether arming starts out as the owner; if not, the arming task's handler cannot run until arming is over. */
export const OWNING: boolean = !armWithoutOwning || ioWq;

/** The request's events as a mask, and what the file is ready for when the request arrives. */
export const EVENTS: number = maskOf([...events]);
export const READY: number = maskOf([...ready]);
export const UPDATED: number = maskOf([...updateTo]);

/** Per waker: the bits it raises, the key of its wake-up, and the index of the queue it wakes. */
export const WAKE: readonly number[] = [...wakes].map((bit) => maskOf([bit]));
export const KEY: readonly number[] = WAKE.map((mask, i) => {
  const kind = i < keys.length ? keys[i] : "event";
  return kind === "none" ? 0 : kind === "ring" ? mask | EPOLL_URING_WAKE : mask;
});
export const QUEUE: readonly number[] = WAKE.map((_, i) => (i < queues.length && queues[i] === 2 ? 1 : 0));

/** What would silently mean nothing is refused. */
function refuse(meaningless: boolean, why: string) {
  if (meaningless) throw new Error(why);
}

refuse(keys.length > wakes.length || queues.length > wakes.length, "keys, queues: there are more of them than wakes");
refuse(entries < 2 && [...queues].includes(2), "queues: queue 2 takes entries=2");
refuse(!arming && (entries < 1 || entries > 2), "arming=false: a request that waits has one or two entries");
refuse(!arming && ioWq, "ioWq: says who arms, but arming=false");
refuse(operation && !multishot, "operation: a multishot one is all there is here");
refuse(operation && (postMayFail || cqEntries > 0), "operation: what it posts always finds room here");
refuse(operation && ownRing, "operation: a ring is only polled");
refuse(!operation && (reads || leaves > 0), "reads, leaves: they say what an operation does, but operation=false");
refuse(
  ownRing && cqEntries === 0,
  "ownRing: completions go on until the queue is full, so it takes cqEntries=1 or more",
);
refuse(
  endless && (cqEntries === 0 || !reaper),
  "endless: completions go on, so it takes cqEntries=1 or more and a reaper",
);
refuse(fairLocks && !endless, "fairLocks: without endless=true every lock is free in the end");
refuse(
  armRelease === "dec and look at RETRY" && retry === "none",
  "armRelease: nobody sets RETRY to look at, as retry=none",
);
