// A poll that is armed for another operation (apoll) and armed again, because the operation found nothing when it was woken
// (io_uring/poll.c of stable 6.1, with the fix taken back): which entries the flags say are there, and which are. The
// request is alone and its wake comes while it is armed, so that all of it is one sequence. Labels have the kernel's names.
//
// R16. io_poll_remove_entries() leaves REQ_F_SINGLE_POLL and REQ_F_DOUBLE_POLL as they are; only a wake with a key clears the
// flag of its own entry. Arming again frees the second entry and sets double_poll to NULL. If the file queues nothing this
// time, arming removes "its" entries at once, and the stale DOUBLE flag makes it read the head of an entry that is not
// there. c16bda37594f, which allows a poll to be retried, made arming again common.
//
// The log names the stale SINGLE flag. In the source that alone is harmless, for io_init_poll_iocb() clears the head of
// the first entry each time. A file that queues one entry only, after two, breaks it likewise; we know of none.
//
// Simplified: the file queues as many entries as the settings say; the operation finds nothing each time; the memory of
// the first entry stays with the request (REQ_F_POLLED).

import { bool, choose, int, params, shared, spec } from "allways";

const { clearFlags, entriesFirst, entriesAgain } = params({
  clearFlags: bool(), // 005308f7bdac, "clear single/double poll flags on poll arming", 6.3, March 2023
  entriesFirst: int(1, 2, 2),
  entriesAgain: int(0, 2),
});

const req = shared({
  single: bool(), // REQ_F_SINGLE_POLL
  double: bool(), // REQ_F_DOUBLE_POLL
});

const apoll = shared({
  head: bool(), // of the first entry: on a queue
  double_poll: bool(), // allocated
  double_head: bool(),
});

const ghost = shared({ noEntry: bool() });

function io_poll_remove_entries() {
  if (req.single && apoll.head) apoll.head = false;
  if (req.double) {
    if (!apoll.double_poll) ghost.noEntry = true; // smp_load_acquire(&NULL->head)
    apoll.double_head = false;
  }
}

function io_init_poll_iocb() {
  apoll.head = false;
}

function __io_queue_proc(entries: number) {
  if (entries > 0) {
    req.single = true;
    apoll.head = true;
  }
  if (entries > 1) {
    req.double = true;
    apoll.double_poll = true;
    apoll.double_head = true;
  }
}

function* io_arm_poll_handler(entries: number) {
  yield "io_req_alloc_apoll";
  apoll.double_poll = false;
  if (clearFlags) {
    req.single = false;
    req.double = false;
  }

  yield "io_init_poll_iocb";
  io_init_poll_iocb();

  yield "vfs_poll";
  __io_queue_proc(entries);
  if (entries === 0) {
    yield "io_poll_remove_entries when nothing was queued";
    io_poll_remove_entries();
    return false;
  }
  return true;
}

/** With a key, it takes its own entry off the queue. */
function* io_poll_wake() {
  yield "io_poll_wake";
  const woken = choose(["first entry", "second entry", "without key"]);
  if (woken === "first entry") {
    req.single = false;
    apoll.head = false;
  } else if (woken === "second entry" && apoll.double_head) {
    req.double = false;
    apoll.double_head = false;
  }
}

function* io_apoll_task_func() {
  yield "io_poll_remove_entries";
  io_poll_remove_entries();
}

function* request() {
  let armed = yield* io_arm_poll_handler(entriesFirst);
  while (armed) {
    yield* io_poll_wake();
    yield* io_apoll_task_func();
    armed = yield* io_arm_poll_handler(entriesAgain); // io_req_task_submit(): -EAGAIN
  }
}

export default spec("io_uring poll armed again", {
  processes: { request },
  always: {
    "I6 only entries that are there": () => !ghost.noEntry,
  },
  scenarios: {
    "R16 armed again without an entry, 6.3-rc": {
      expect: { violates: "I6 only entries that are there" },
      states: 22,
      steps: 9,
    },
    "R16 armed again without an entry, 6.3": { set: { clearFlags: true }, expect: "holds", states: 14 },
    "R16 single entry armed again without one": { set: { entriesFirst: 1 }, expect: "holds", states: 16 },
    "R16 armed again with one entry, 6.3-rc": {
      set: { entriesAgain: 1 },
      expect: { violates: "I6 only entries that are there" },
      states: 26,
      steps: 10,
    },
    "R16 armed again with one entry, 6.3": { set: { entriesAgain: 1, clearFlags: true }, expect: "holds", states: 17 },
    "R16 armed again with two entries": { set: { entriesAgain: 2 }, expect: "holds", states: 16 },
  },
});
