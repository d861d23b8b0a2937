// A request's entries on the wait queues of its file: linked by the file's poll method while arming, unlinked by the owner
// (and by a wake itself, see wake.ts). The list and ->head are changed under that queue's lock; ->head is also read
// without it, by the owner that removes the entry. From 5.18 req->flags says which entries there are.

import { when } from "allways";
import { EPOLLONESHOT, IO_POLL_UNMASK } from "../epoll.ts";
import {
  add_wait_queue,
  clear_head,
  list_del_init,
  lock_through_head,
  read_flags,
  read_head,
  write_flags,
} from "./access.ts";
import { entryFlags, eventsCopy, giveUpDouble, handlePollfree, serialiseDouble } from "./kernel.ts";
import { entries, multishot, pollfree } from "./parameters.ts";
import { file, REQ_F_DOUBLE_POLL, REQ_F_SINGLE_POLL, rcu, req } from "./state.ts";

/** RCU matters where a queue ends: from 791f3465c4af it is freed a grace period after its POLLFREE. */
const section = pollfree && handlePollfree;

function rcu_read_lock(reader: number) {
  rcu.reader[reader].reading = true;
}

function rcu_read_unlock(reader: number) {
  rcu.reader[reader].reading = false;
  rcu.reader[reader].awaited = false;
}

/** Each entry has its own copy of the events, and from 5.19 the handler has one as well. */
export function io_init_poll_iocb(entry: number) {
  req.poll[entry].head = false;
  req.poll[entry].linked = false;
  req.poll[entry].events = req.asked | IO_POLL_UNMASK | (multishot ? 0 : EPOLLONESHOT);
  if (eventsCopy === "at arming") req.apoll_events = req.poll[entry].events;
}

/** The first entry may be on its queue, and be woken, by now; only its queue's lock keeps that wake from the flags. */
function* io_poll_double_prepare() {
  let head = false;
  if (serialiseDouble) {
    yield "head = smp_load_acquire(poll->head)";
    if (section) rcu_read_lock(1);
    head = read_head(0);
    if (head) {
      yield "spin_lock(head->lock)";
      when(!file.queue[0].locked);
      lock_through_head(0);
      file.queue[0].locked = true;
    } else if (giveUpDouble) {
      if (section) rcu_read_unlock(1);
      return false;
    }
  }
  yield "flags = req->flags";
  const flags = read_flags();

  yield "req->flags = flags | DOUBLE_POLL";
  write_flags(flags, flags | REQ_F_DOUBLE_POLL);

  if (head) {
    yield "spin_unlock(head->lock)";
    file.queue[0].locked = false;
  }
  if (section && serialiseDouble) rcu_read_unlock(1);
  return true;
}

/** What poll_wait() calls. */
export function* __io_queue_proc(entry: number) {
  if (entryFlags && entry > 0) {
    const prepared = yield* io_poll_double_prepare();
    if (!prepared) return; // the request is completing
  } else if (entryFlags) {
    yield "req->flags |= SINGLE_POLL"; // no entry is queued yet that could be woken
    write_flags(req.flags, req.flags | REQ_F_SINGLE_POLL);
  }

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

/** With entries noted in flags, an entry without its flag is taken to be off its queue. */
export function* io_poll_remove_entries() {
  let flags = REQ_F_SINGLE_POLL | REQ_F_DOUBLE_POLL;
  if (entryFlags) {
    yield "req->flags & (SINGLE_POLL | DOUBLE_POLL)";
    flags = read_flags() & (REQ_F_SINGLE_POLL | REQ_F_DOUBLE_POLL);
    if (flags === 0) return;
  }
  if (section) {
    yield "rcu_read_lock";
    rcu_read_lock(0);
  }
  if (entries > 0 && (flags & REQ_F_SINGLE_POLL) !== 0) yield* io_poll_remove_entry(0);
  if (entries > 1 && (flags & REQ_F_DOUBLE_POLL) !== 0) yield* io_poll_remove_entry(1);
  if (section) {
    yield "rcu_read_unlock";
    rcu_read_unlock(0);
  }
}
