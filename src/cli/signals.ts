// Ctrl-C and SIGTERM while a search runs: the first asks it to end with what it knows, the second ends the process at once.

import type { Interruption } from "../check/run.ts";

/** Runs the work with signals caught; afterwards they do again what they did before. */
export async function withSignals<Result>(work: (interruption: Interruption) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  let exitCode: number | null = null;
  const listen = (code: number) => (): void => {
    if (exitCode !== null) process.exit(code);
    exitCode = code;
    controller.abort();
  };
  const interrupt = listen(130);
  const terminate = listen(143);
  process.on("SIGINT", interrupt).on("SIGTERM", terminate);
  try {
    return await work({ signal: controller.signal, exitCode: () => exitCode });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", terminate);
  }
}

/** Runs the work as part of another process, which ends it; a signal from the terminal reaches both, and is that one's to act on. */
export async function withoutSignals<Result>(work: (interruption: Interruption) => Promise<Result>): Promise<Result> {
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(143));
  // Listening is no reason to stay when the work is done.
  process.channel?.unref();
  return work({ signal: new AbortController().signal, exitCode: () => null });
}
