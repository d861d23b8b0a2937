// The file side: an event becomes ready, then whoever made it so wakes the file's wait queue, and every entry on it is
// called back under the queue's lock. Callbacks of one queue are serial, those of two queues run side by side.

import { optional, when } from "allways";
import { EPOLL_URING_WAKE, EPOLLHUP, EPOLLONESHOT, EPOLLPRI, POLLFREE } from "../epoll.ts";
import { become_ready, clear_head, list_del_init, read_events, read_flags, write_flags } from "./access.ts";
import {
  entryFlags,
  handlePollfree,
  oneShotOnRingWake,
  oneShotOnRingWakeInBoth,
  rightEntryFlag,
  unlinkOnWake,
  wakeIgnoresPri,
} from "./kernel.ts";
import { __io_poll_execute, io_poll_execute, io_poll_get_ownership, io_poll_mark_cancelled } from "./ownership.ts";
import { endless, KEY, QUEUE, WAKE } from "./parameters.ts";
import { file, REQ_F_DOUBLE_POLL, REQ_F_SINGLE_POLL, rcu, req } from "./state.ts";

/** IO_ASYNC_POLL_COMMON */
const UNASKED: number = wakeIgnoresPri ? EPOLLONESHOT | EPOLLPRI : 0;

/** The queue goes away: the request is cancelled, and leaves it. Up to 5.19 a part of io_poll_wake(). */
function* io_pollfree_wake(entry: number) {
  yield* io_poll_mark_cancelled();
  yield* io_poll_execute(0, req.poll[entry].events);

  yield "list_del_init(wait.entry)";
  list_del_init(entry);

  // Nothing may follow: with head gone, removing the entry takes no lock, so the request may be freed at once.
  yield "smp_store_release(poll->head, NULL)";
  clear_head(entry);
}

/** The callback of either entry, under the lock of the queue that it is on. */
function* io_poll_wake(entry: number, key: number) {
  if (handlePollfree && (key & POLLFREE) !== 0) {
    yield* io_pollfree_wake(entry);
    return;
  }

  yield "key & poll->events";
  if (key !== 0 && (key & read_events(entry) & ~UNASKED) === 0) return;

  if (yield* io_poll_get_ownership()) {
    // A completion that wakes the poll that posts a completion, and so on: one is enough.
    if (oneShotOnRingWake && (key & EPOLL_URING_WAKE) !== 0) {
      yield "poll->events |= EPOLLONESHOT";
      req.poll[entry].events |= EPOLLONESHOT;
      if (oneShotOnRingWakeInBoth) {
        yield "req->apoll_events |= EPOLLONESHOT";
        req.apoll_events |= EPOLLONESHOT;
      }
    }
    // Saves the handler the queue's lock.
    if (unlinkOnWake && key !== 0 && (req.poll[entry].events & EPOLLONESHOT) !== 0) {
      yield "list_del_init(wait.entry)";
      list_del_init(entry);

      yield "poll->head = NULL";
      clear_head(entry);

      if (entryFlags) {
        yield "flags = req->flags";
        const flags = read_flags();

        yield "req->flags = flags & ~this entry's";
        write_flags(flags, flags & ~(rightEntryFlag && entry > 0 ? REQ_F_DOUBLE_POLL : REQ_F_SINGLE_POLL));
      }
    }
    yield* __io_poll_execute(key, req.poll[entry].events);
  }
}

/** A waker: something happens to the file (or not), and its queue is told. The file is ready before anyone is woken. */
export function* wake(self: number) {
  do {
    yield "becomes ready";
    optional();
    become_ready(WAKE[self]);

    yield* __wake_up(QUEUE[self], KEY[self]);
  } while (endless);
}

/** __wake_up_common_lock(): the entries on a queue are found and called back under its lock. */
export function* __wake_up(queue: number, key: number) {
  yield "spin_lock(head->lock)";
  when(!file.queue[queue].locked);
  if (!file.queue[queue].alive || !req.poll[queue].linked) return; // nobody wakes a queue that is gone
  file.queue[queue].locked = true;

  yield* io_poll_wake(queue, key);

  yield "spin_unlock(head->lock)";
  file.queue[queue].locked = false;
}

/** The owner of the first queue ends it while the file lives on (signalfd, binder): wake_up_pollfree(), then free. */
export function* wake_up_pollfree() {
  yield "spin_lock(head->lock)";
  optional(req.poll[0].linked); // waitqueue_active(); an empty queue concerns nobody
  when(!file.queue[0].locked);
  file.queue[0].locked = true;
  file.queue[0].ended = true;

  yield* io_poll_wake(0, EPOLLHUP | POLLFREE);

  yield "spin_unlock(head->lock)";
  file.queue[0].locked = false;

  yield "call_rcu"; // the grace period waits for whoever is reading now
  for (let reader = 0; reader < 2; reader++) rcu.reader[reader].awaited = rcu.reader[reader].reading;

  yield "kfree(head)";
  when(!rcu.reader.some((reader) => reader.awaited));
  file.queue[0].alive = false;
}
