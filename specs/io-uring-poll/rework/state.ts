// What the threads share, by the kernel's names: the request, its file, the ring, the task. The accesses to it that the
// ghosts watch are in access.ts.
//
// The file has two wait queues. Entry 0 of the request ("single") is for the first, entry 1 ("double") for the second, as
// __io_queue_proc() hands them out when a file's poll method calls poll_wait() for both.

import { array, bool, int, list, record, shared } from "allways";
import { ECANCELED, EPOLL_ALL } from "../epoll.ts";
import { cancellers, passes, READY, refBits, WAKE } from "./parameters.ts";

/** ((1u << 20) - 1) in 5.17. The one bit above it that is kept takes a carry, as bits 20 to 30 do there. */
export const IO_POLL_REF_MASK: number = (1 << refBits) - 1;
/** BIT(31), here just above the spare bit. */
export const IO_POLL_CANCEL_FLAG: number = 1 << (refBits + 1);

/** Every reference gives rise to at most one completion, and there is one more in the end. */
const CQ_ENTRIES = WAKE.length + cancellers * passes + 4;

export const req = shared({
  // One word in the kernel. `refs` is everything below IO_POLL_CANCEL_FLAG; a count below zero or a second carry leaves
  // its domain and is an error of its own.
  poll_refs: record({ refs: int(0, IO_POLL_CANCEL_FLAG - 1), cancel: bool() }),
  result: int(-ECANCELED, EPOLL_ALL, 0),
  // struct io_poll_iocb. `head` is whether ->head is set, `linked` whether wait.entry is on that queue's list.
  poll: array(2, record({ events: int(0, EPOLL_ALL), head: bool(), linked: bool() })),
  hashed: bool(), // ->hash_node is in ctx->cancel_hash
});

export const file = shared({
  ready: int(0, EPOLL_ALL, READY), // what vfs_poll() would say
  queue: array(2, record({ locked: bool(), alive: bool(true) })), // wait_queue_head: its lock; not yet freed
});

export const ctx = shared({
  completion_lock: bool(),
  cq: list(CQ_ENTRIES, record({ res: int(-ECANCELED, EPOLL_ALL), more: bool() })),
});

/** The task that submitted the request: nodes on its task_list that are this request's, and PF_EXITING. */
export const task = shared({ work: int(0, 3), exiting: bool() });

/** The one reader there can be (removal of entries), and whether the grace period that is under way waits for it. */
export const rcu = shared({ reading: bool(), awaited: bool() });
