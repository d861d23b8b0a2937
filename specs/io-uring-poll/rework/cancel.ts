// Whoever wants an armed request gone: IORING_OP_ASYNC_CANCEL, a linked timeout, the ring's exit. The request is looked up
// and killed under completion_lock, and stays in the hash: a second pass finds it again.

import { optional, when } from "allways";
import { io_poll_cancel_req } from "./ownership.ts";
import { passes } from "./parameters.ts";
import { ctx, req } from "./state.ts";

export function* io_poll_cancel() {
  for (let pass = 0; pass < passes; pass++) {
    yield "spin_lock(completion_lock)";
    optional();
    when(!ctx.completion_lock);
    if (!req.hashed) return; // io_poll_find(): -ENOENT
    ctx.completion_lock = true;

    yield* io_poll_cancel_req();

    yield "spin_unlock(completion_lock)";
    ctx.completion_lock = false;
  }
}
