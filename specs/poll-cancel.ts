// The smallest form of CVE-2023-0468, io_uring's race between its poll handler and a canceller: a reference count whose
// 0 → 1 makes an owner, a sticky cancellation flag, and a handler that goes round again because of the flag alone, without
// a reference. Then the canceller becomes the second owner, and the request completes twice. The whole protocol, with the
// fix, is in io-uring-poll/.

import { bool, each, idleUntil, int, optional, params, shared, spec } from "allways";

const { cancellers, fixed } = params({
  cancellers: int(0, 3, 1),
  fixed: bool(), // 12ad3d2d6c5b: only references send the handler round again
});

const req = shared({
  refs: int(0, 7, 1), // poll_refs & IO_POLL_REF_MASK; arming holds the first reference
  cancelled: bool(), // poll_refs & IO_POLL_CANCEL_FLAG
  queued: int(0, 2, 1), // on the task_work list
  completions: int(0, 2),
});

/** io_poll_get_ownership(): one atomic_fetch_inc */
function getOwnership(): boolean {
  return req.refs++ === 0;
}

/** io_poll_cancel_req() */
function* cancel() {
  yield "mark cancelled";
  optional(); // nobody has to cancel
  req.cancelled = true;

  yield "get ownership";
  if (getOwnership()) {
    yield "queue task_work";
    req.queued++;
  }
}

/** io_poll_task_func() */
function* taskWork() {
  while (true) {
    yield "run task_work";
    idleUntil(req.queued > 0);
    req.queued--;

    let v = 0;
    do {
      yield "read poll_refs";
      v = req.refs;
      if (req.cancelled) {
        req.completions++; // -ECANCELED: completes and frees the request
        break;
      }
      yield "put poll_refs";
      req.refs -= v; // atomic_sub_return
    } while (req.refs > 0 || (!fixed && req.cancelled));
  }
}

export default spec("poll_refs against cancellation", {
  processes: { cancel: each(cancel, cancellers), taskWork },
  always: { "completed once": () => req.completions <= 1 },
  quiescent: { "cancel completes": () => !req.cancelled || req.completions > 0 },
  scenarios: {
    "no canceller": { set: { cancellers: 0 }, expect: "holds", states: 4 },
    "one canceller": { expect: { violates: "completed once" }, states: 25, steps: 9 },
    "one canceller, fixed": { set: { fixed: true }, expect: "holds", states: 17 },
    "three cancellers, fixed": { set: { cancellers: 3, fixed: true }, expect: "holds", states: 199 },
  },
});
