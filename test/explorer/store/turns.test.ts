// Threads that wait for the next level.

import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { awaitTurnAfter } from "../../../src/explorer/store/turns.ts";

it("a thread that is woken although there is nothing new waits on", async () => {
  const board = new Int32Array(new SharedArrayBuffer(8));
  const code = `
    const { workerData: board } = require("node:worker_threads");
    const pause = (milliseconds) => Atomics.wait(board, 1, 0, milliseconds);
    // Until it sleeps there is nobody to be woken.
    while (Atomics.notify(board, 0) === 0) pause(1);
    pause(50);
    Atomics.add(board, 0, 1);
    Atomics.notify(board, 0);
  `;
  const worker = new Worker(code, { eval: true, workerData: board });
  expect(awaitTurnAfter(board, 0, 0)).toBe(1);
  await worker.terminate();
});
