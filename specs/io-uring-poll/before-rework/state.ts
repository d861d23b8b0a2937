// What the threads share, by the kernel's names: the request with its second wait entry, the file, the ring, the task.
//
// Nothing owns a poll request in 5.16. Its parts are protected by three locks, taken in the order completion_lock, queue 2,
// queue 1; by being unlinked, since a wake reaches only what is linked; and by counted references.

import { array, bool, int, list, oneOf, record, shared } from "allways";
import { ECANCELED, EPOLL_ALL, EPOLLONESHOT } from "../epoll.ts";
import { arming, cancellers, EVENTS, multishot, READY, updaters, WAKE, worker } from "./parameters.ts";

/** A wake gives rise to at most one completion, so does each arming and each canceller; and there is slack for the rest. */
const CQ_ENTRIES = WAKE.length + cancellers + updaters + 4;

export const req = shared({
  // One for the completion; io_wq_submit_work() has one, and so has the double entry.
  refs: int(0, 4, arming && worker ? 2 : 1),
  result: int(-ECANCELED, EPOLL_ALL, 0),
  func: oneOf("io_poll_task_func", "io_free_req_work", "io_req_task_cancel"), // ->io_task_work.func
  hashed: bool(), // ->hash_node is in ctx->cancel_hash
  // struct io_poll_iocb of the request, the "single". `linked` is whether ->wait.entry is on the list of queue 1. `head` is
  // whether ->head is set: from arming on, for good.
  poll: record({
    events: int(0, EPOLL_ALL, EVENTS | (multishot ? 0 : EPOLLONESHOT)),
    head: bool(),
    linked: bool(),
    done: bool(),
    canceled: bool(),
  }),
  // The "double", for queue 2: whether ->async_data points to one, and of that one ->head, ->wait.entry, ->wait.private.
  // Its copy of the events is never looked at.
  double: record({ exists: bool(), head: bool(), linked: bool(), private: bool() }),
});

export const file = shared({
  ready: int(0, EPOLL_ALL, READY), // what vfs_poll() would say
  queue: array(2, record({ locked: bool(), alive: bool(true) })), // wait_queue_head: its lock; not yet freed
});

export const ctx = shared({
  completion_lock: bool(),
  cq: list(CQ_ENTRIES, record({ res: int(-ECANCELED, EPOLL_ALL), more: bool() })),
  uncommitted: int(0, 2), // the last of them, which the program cannot see yet
});

export const task = shared({
  work: int(0, 3), // nodes on its task_list that are this request's
  busy: bool(arming && !worker), // in a system call for this request, or in task_work: one excludes the other
  issuing: bool(arming), // the request is being armed for the first time
  exiting: bool(), // PF_EXITING
});
