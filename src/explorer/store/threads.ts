// The worker threads of a search: started with what they need to know, watched, and ended. The invariant: a thread that
// ends before it is told to leaves a failure behind.

import { Worker } from "node:worker_threads";
import type { Assignment } from "./worker.ts";

/** The build has the code of the threads in a file of its own; it is what threads run where Node has the sources, too. */
const ENTRY: URL = new URL(
  import.meta.url.endsWith(".ts") ? "../../../dist/explorer/store/worker.js" : "../explorer/store/worker.js",
  import.meta.url,
);

export class Threads {
  readonly #entry: URL;
  readonly #workers: Worker[] = [];
  #failure: Error | null = null;
  #closed = false;

  /** `entry`: what they run, if not what they should. */
  constructor(entry: URL | undefined) {
    this.#entry = entry ?? ENTRY;
  }

  /** The first thing that went wrong. Known only once the event loop has turned. */
  get failure(): Error | null {
    return this.#failure;
  }

  start(workerData: Assignment): void {
    const worker = new Worker(this.#entry, { workerData, name: `search ${workerData.self + 1}` });
    this.#workers.push(worker);
    worker.on("error", (cause) => {
      this.#failure ??= new Error(`a thread of the search failed: ${cause.message}`, { cause });
    });
    worker.on("exit", (code) => {
      if (!this.#closed) this.#failure ??= new Error(`a thread of the search ended with code ${code}`);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
