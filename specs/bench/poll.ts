// The yardstick: an abstract system of the kind that io_uring's poll code is, small enough to be written in any model
// checker and counted by all of them. One request is shared by the arming task, wait-queue wake-ups, cancellers and the
// task-work handler; whoever moves the reference count from 0 to 1 owns it. It is a measure of speed and a ground truth
// for counts, not evidence about the kernel (that is specs/io-uring-poll).
//
// Its published state keeps the handler's copy `v` of the count until the handler is done with it, also where nothing
// will read it any more; so `v` is shared here, and cleared where the published system clears it. Where a process stands
// is the system's program counter; a waker that has no event left, a canceller, and the handler after the final
// completion have ended. Nothing else differs, and the counts are exact.

import { bool, each, idleUntil, int, local, oneOf, params, shared, spec } from "allways";

const { wakers, events, cancellers, multishot } = params({
  wakers: int(1, 4, 3),
  events: int(1, 4, 2), // that each waker delivers
  cancellers: int(0, 3, 2),
  multishot: bool(true),
});

const RMAX = 1 + wakers * events + cancellers;

const s = shared({
  refs: int(0, RMAX, 1), // 0: nobody owns the request; arming starts as the owner
  cancel: bool(),
  ready: int(0, wakers * events), // events pending on the file
  tw: int(0, 2), // task work queued
  res: bool(), // a mask has been stashed
  armed: bool(), // the entry is in the wait queue
  done: oneOf("open", "completed", "cancelled"),
  cqes: int(0, RMAX), // completions that the user has not taken yet
  v: int(0, RMAX),
});

function* arm() {
  yield "register";
  s.armed = true;

  yield "poll file";
  if (s.ready > 0) {
    yield "stash";
    s.res = true;
  } else {
    yield "drop";
    s.refs--;
    if (s.refs === 0) return;
  }

  yield "queue";
  s.tw++;
}

function* wake() {
  let left = local(int(0, events, events));
  while (left > 0) {
    yield "event";
    s.ready++;
    left--;

    yield "fetch-inc";
    if (!s.armed) continue;
    s.refs++;
    if (s.refs !== 1) continue;

    yield "stash";
    s.res = true;
    if (!multishot) s.armed = false;

    yield "queue";
    s.tw++;
  }
}

function* cancel() {
  yield "flag";
  s.cancel = true;

  yield "fetch-inc";
  s.refs++;
  if (s.refs !== 1) return;

  yield "queue";
  s.tw++;
}

function* handle() {
  while (true) {
    yield "start";
    idleUntil(s.tw > 0);
    s.tw--;

    do {
      yield "read refs";
      if (s.cancel) {
        yield* complete("cancelled");
        return;
      }
      s.v = s.refs;
      if (!s.res) {
        yield "poll file";
        if (s.ready > 0) s.res = true;
      }
      if (s.res) {
        yield "result";
        if (!multishot) {
          s.v = 0;
          yield* complete("completed");
          return;
        }
        s.cqes++;

        yield "clear";
        s.res = false;
      }
      yield "sub";
    } while (subtract() > 0);
  }
}

function subtract(): number {
  s.refs -= s.v;
  s.v = 0;
  return s.refs;
}

function* complete(how: "completed" | "cancelled") {
  yield "unhook";
  s.armed = false;

  yield "complete";
  s.done = how;
  s.cqes++;
}

function* user() {
  while (true) {
    yield "take";
    idleUntil(s.cqes > 0);
    s.cqes--;

    yield "drain file";
    s.ready = 0;
  }
}

export default spec("poll ownership, the yardstick", {
  processes: { arm, wake: each(wake, wakers), cancel: each(cancel, cancellers), handle, user },
  always: { sane: () => s.tw <= 1 && s.refs <= RMAX && (s.done === "open" || s.refs > 0) },
  scenarios: {
    "1 1 1 one-shot": { set: { wakers: 1, events: 1, cancellers: 1, multishot: false }, expect: "holds", states: 224 },
    "1 1 1": { set: { wakers: 1, events: 1, cancellers: 1 }, expect: "holds", states: 452 },
    "2 1 0": { set: { wakers: 2, events: 1, cancellers: 0 }, expect: "holds", states: 672 },
    "2 1 1 one-shot": {
      set: { wakers: 2, events: 1, cancellers: 1, multishot: false },
      expect: "holds",
      states: 1_049,
    },
    "2 1 1": { set: { wakers: 2, events: 1, cancellers: 1 }, expect: "holds", states: 3_044 },
    "3 1 1 one-shot": {
      set: { wakers: 3, events: 1, cancellers: 1, multishot: false },
      expect: "holds",
      states: 4_218,
    },
    "2 2 1 one-shot": {
      set: { wakers: 2, events: 2, cancellers: 1, multishot: false },
      expect: "holds",
      states: 5_101,
    },
    "3 1 2 one-shot": {
      set: { wakers: 3, events: 1, cancellers: 2, multishot: false },
      expect: "holds",
      states: 14_109,
    },
    "3 1 1": { set: { wakers: 3, events: 1, cancellers: 1 }, expect: "holds", states: 17_108 },
    "2 2 1": { set: { wakers: 2, events: 2, cancellers: 1 }, expect: "holds", states: 31_950 },
    "3 1 3 one-shot": {
      set: { wakers: 3, events: 1, cancellers: 3, multishot: false },
      expect: "holds",
      states: 44_316,
    },
    "2 2 2": { set: { wakers: 2, events: 2, cancellers: 2 }, expect: "holds", states: 109_853 },
    "2 3 1": { set: { wakers: 2, events: 3, cancellers: 1 }, expect: "holds", states: 171_802 },
    "2 3 2": { set: { wakers: 2, events: 3, cancellers: 2 }, expect: "holds", states: 581_344 },
    "3 2 2": { set: { wakers: 3, events: 2, cancellers: 2 }, expect: "holds", states: 1_330_798 },
    "2 4 2": { set: { wakers: 2, events: 4, cancellers: 2 }, expect: "holds", states: 2_126_231, slow: true },
    "4 2 3 one-shot": {
      set: { wakers: 4, events: 2, cancellers: 3, multishot: false },
      expect: "holds",
      states: 2_639_225,
      slow: true,
    },
    "3 3 2": { set: { wakers: 3, events: 3, cancellers: 2 }, expect: "holds", states: 11_292_506, slow: true },
    "4 2 2": { set: { wakers: 4, events: 2, cancellers: 2 }, expect: "holds", states: 13_602_031, slow: true },
    "3 4 1": { set: { wakers: 3, events: 4, cancellers: 1 }, expect: "holds", states: 17_523_062, slow: true },
  },
});
