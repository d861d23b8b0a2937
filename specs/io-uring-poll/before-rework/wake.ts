// The file side, and what it calls: io_poll_wake() for an entry on queue 1, io_poll_double_wake() for one on queue 2, each
// under the lock of its queue. A wake unlinks what it finds; that is what entitles it to write the result and queue
// task_work. The wake of the double needs the single unlinked for that, and takes it off its queue, under that queue's lock.

import { optional, when } from "allways";
import { EPOLLHUP, EPOLLONESHOT, POLLFREE } from "../epoll.ts";
import {
  become_ready,
  io_req_task_work_add,
  lock_through_head,
  read_events,
  req_ref_put,
  set_result,
} from "./access.ts";
import { touched } from "./ghost.ts";
import { KEY, pollfreeWhileArming, QUEUE, WAKE } from "./parameters.ts";
import { file, req, task } from "./state.ts";

/** Also io_poll_wake(), which calls it for the single with io_poll_task_func. */
export function* __io_async_wake(mask: number) {
  yield "mask & poll->events";
  if (mask !== 0 && (mask & read_events()) === 0) return;

  yield "list_del_init(&poll->wait.entry)";
  touched();
  req.poll.linked = false;

  yield "req->result = mask";
  set_result(mask);

  yield "io_req_task_work_add";
  io_req_task_work_add("io_poll_task_func");
}

function* io_poll_double_wake(mask: number) {
  yield "mask & poll->events"; // the single's, not its own
  if (mask !== 0 && (mask & read_events()) === 0) return;
  if ((req.poll.events & EPOLLONESHOT) === 0) {
    yield* __io_async_wake(mask); // poll->wait.func, under this queue's lock alone
    return;
  }
  yield "list_del_init(&wait->entry)";
  touched();
  req.double.linked = false;

  if (req.poll.head) {
    yield "spin_lock_irqsave(&poll->head->lock)"; // to spin_unlock_irqrestore()
    when(!file.queue[0].locked);
    lock_through_head(0);
    const done = !req.poll.linked;
    req.poll.linked = false;
    req.double.private = false; // make sure double remove sees this as being gone
    if (!done) yield* __io_async_wake(mask); // poll->wait.func: queue 1 is unlocked again
  }
  yield "req_ref_put(req)";
  req_ref_put();
}

/** A waker: something happens to the file (or not), and its queue is told. The file is ready before anyone is woken. */
export function* wake(self: number) {
  yield "becomes ready";
  optional();
  become_ready(WAKE[self]);

  yield* __wake_up(QUEUE[self], KEY[self]);
}

/** __wake_up_common_lock(): the entries on a queue are found and called back under its lock. */
function* __wake_up(queue: number, key: number) {
  yield "spin_lock(head->lock)";
  when(!file.queue[queue].locked);
  const linked = queue === 0 ? req.poll.linked : req.double.linked;
  if (!file.queue[queue].alive || !linked) return; // nobody wakes a queue that is gone
  file.queue[queue].locked = true;

  if (queue === 0) yield* __io_async_wake(key);
  else yield* io_poll_double_wake(key);

  yield "spin_unlock(head->lock)";
  file.queue[queue].locked = false;
}

/**
 * The owner of the first queue ends it while the file lives on (signalfd, binder), and frees it, whether an entry was on it
 * or not. The key means nothing to 5.16: an ordinary EPOLLHUP.
 */
export function* wake_up_pollfree() {
  yield "wake_up_pollfree";
  optional(pollfreeWhileArming || !task.issuing);

  yield* __wake_up(0, EPOLLHUP | POLLFREE);

  yield "kfree(head)"; // after a grace period, which nobody who looks through poll->head asks for
  file.queue[0].alive = false;
}
