// What a module may do to the process beside being evaluated: leave a rejected promise behind, throw from a timer, wait
// for what never comes, end the process. What comes in is the evaluation; what goes out is its value, or each of these as a
// rejection of it. The invariant: meanwhile nobody else is told, and afterwards the process listens as it did before.

import { declarationError } from "../runtime/fault.ts";

const EVENTS = ["uncaughtException", "unhandledRejection", "beforeExit"];

/** Runs an evaluation of the author's modules. */
export async function evaluateStrictly<T>(evaluation: () => Promise<T>): Promise<T> {
  const { exit } = process;
  const before = EVENTS.map((event) => [event, process.listeners(event as "exit")] as const);
  const strayed = new Promise<never>((_, reject) => {
    const unsettled = declarationError(
      "the spec waits at module level for what never comes",
      "compute what is needed at once, without await",
    );
    for (const event of EVENTS) {
      process.removeAllListeners(event);
      process.on(event, (fault) => reject(event === "beforeExit" ? unsettled : fault));
    }
  });
  process.exit = () => {
    throw declarationError("process.exit() has no meaning in a spec", "a spec only declares; leave it out");
  };
  try {
    const value = await Promise.race([evaluation(), strayed]);
    // Node tells of a promise that nobody waits for once the present work is done.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), strayed]);
    return value;
  } finally {
    process.exit = exit;
    for (const [event, listeners] of before) {
      process.removeAllListeners(event);
      for (const listener of listeners) process.on(event, listener);
    }
  }
}
