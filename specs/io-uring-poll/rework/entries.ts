// A request's entries on the wait queues of its file: linked by the file's poll method while arming, unlinked by the owner
// (and by a wake itself, see wake.ts). The list and ->head are changed under that queue's lock; ->head is also read
// without it, by the owner that removes the entry.

import { when } from "allways";
import { EPOLLONESHOT, IO_POLL_UNMASK } from "../epoll.ts";
import { add_wait_queue, clear_head, list_del_init, lock_through_head, read_head } from "./access.ts";
import { EVENTS, entries, handlePollfree, multishot, pollfree } from "./parameters.ts";
import { file, rcu, req } from "./state.ts";

/** Each entry has its own copy of the events. */
export function io_init_poll_iocb(entry: number) {
  req.poll[entry].head = false;
  req.poll[entry].linked = false;
  req.poll[entry].events = EVENTS | IO_POLL_UNMASK | (multishot ? 0 : EPOLLONESHOT);
}

/** What poll_wait() calls. */
export function* __io_queue_proc(entry: number) {
  yield "add_wait_queue(head, wait)";
  when(!file.queue[entry].locked);
  add_wait_queue(entry);
}

function* io_poll_remove_entry(entry: number) {
  yield "head = poll->head"; // smp_load_acquire() from 791f3465c4af
  if (!read_head(entry)) return;

  yield "list_del_init(wait.entry), head = NULL"; // inside the queue's lock
  when(!file.queue[entry].locked);
  lock_through_head(entry);
  list_del_init(entry);
  clear_head(entry);
}

/** From 791f3465c4af in an RCU section: a queue that ends with POLLFREE is freed a grace period later. */
export function* io_poll_remove_entries() {
  const section = pollfree && handlePollfree;
  if (section) {
    yield "rcu_read_lock";
    rcu.reading = true;
  }
  if (entries > 0) yield* io_poll_remove_entry(0);
  if (entries > 1) yield* io_poll_remove_entry(1);
  if (section) {
    yield "rcu_read_unlock";
    rcu.reading = false;
    rcu.awaited = false;
  }
}
