// What the threads share, by the kernel's names: the request, its file, the ring, the task. The accesses to it that the
// ghosts watch are in access.ts.
//
// The file has two wait queues. Entry 0 of the request ("single") is for the first, entry 1 ("double") for the second, as
// __io_queue_proc() hands them out when a file's poll method calls poll_wait() for both.

import { array, bool, int, list, record, shared } from "allways";
import { ECANCELED, EPOLL_ALL } from "../epoll.ts";
import { refsUpToFlags, retry } from "./kernel.ts";
import { arming, cancellers, cqEntries, EVENTS, leaves, OWNING, passes, READY, refBits, WAKE } from "./parameters.ts";

/** ((1u << 20) - 1) in 5.17, then 31 bits, and 30 from 6.1. */
export const IO_POLL_REF_MASK: number = (1 << refBits) - 1;
/** BIT(30) from 6.1, which a carry sets. In 5.17 the one bit kept of the spare ones takes a carry, as bits 20 to 30 do. */
export const IO_POLL_RETRY_FLAG: number = 1 << refBits;
/** BIT(31). Without spare bits and RETRY flag, in 5.18 to 6.0, it follows the count, and a carry sets it. */
export const IO_POLL_CANCEL_FLAG: number = refsUpToFlags && retry === "none" ? 1 << refBits : 1 << (refBits + 1);

/** Every reference gives rise to at most one completion, so does data left behind, and there is one more in the end. */
const COMPLETIONS = WAKE.length + cancellers * passes + leaves + 4;
/** Completions the queue has room for. */
export const CQ_ENTRIES: number = cqEntries === 0 ? COMPLETIONS : cqEntries;

/** Of req->flags: REQ_F_SINGLE_POLL, REQ_F_DOUBLE_POLL, and REQ_F_CANCEL_SEQ, which has nothing to do with poll. */
export const REQ_F_SINGLE_POLL = 1;
export const REQ_F_DOUBLE_POLL = 2;
export const REQ_F_CANCEL_SEQ = 4;

const Cqe = record({ res: int(-ECANCELED, EPOLL_ALL), more: bool() });

export const req = shared({
  // One word in the kernel. `refs` is everything below IO_POLL_CANCEL_FLAG; a count below zero, or in 5.17 a second
  // carry, leaves its domain and is an error of its own.
  poll_refs: record({ refs: int(0, IO_POLL_CANCEL_FLAG - 1), cancel: bool() }),
  result: int(-ECANCELED, EPOLL_ALL, 0), // req->cqe.res later
  // struct io_poll_iocb. `head` is whether ->head is set, `linked` whether wait.entry is on that queue's list.
  poll: array(2, record({ events: int(0, EPOLL_ALL), head: bool(), linked: bool() })),
  asked: int(0, EPOLL_ALL, EVENTS), // the events that the program asked for last
  apoll_events: int(0, EPOLL_ALL), // from 5.18: the handler's copy of the events
  flags: int(0, 7), // from 5.18
  hashed: bool(), // ->hash_node is in a table of ctx
});

export const file = shared({
  ready: int(0, EPOLL_ALL, READY), // what vfs_poll() would say
  more: int(0, leaves, leaves), // how often the operation may still stop before there is nothing left
  // wait_queue_head: its lock; whether its owner ends it with POLLFREE, and has not yet freed it
  queue: array(2, record({ locked: bool(), ended: bool(), alive: bool(true) })),
});

export const ctx = shared({
  completion_lock: bool(),
  bucket_lock: bool(),
  uring_lock: bool(),
  cq: list(CQ_ENTRIES, Cqe),
  overflow: list(cqEntries === 0 ? 1 : COMPLETIONS, Cqe),
});

/**
 * The task that submitted the request: nodes on its task_list that are this request's; PF_EXITING; and whether it is
 * busy arming or updating, which keeps it from running task_work.
 */
export const task = shared({ work: int(0, 3), exiting: bool(), issuing: bool(arming && !OWNING) });

/** The readers there can be (0 removes entries, 1 adds the second one), and whether the grace period waits for each. */
export const rcu = shared({ reader: array(2, record({ reading: bool(), awaited: bool() })) });
