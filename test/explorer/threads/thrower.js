// A thread that lives for a moment and fails then.
import { setTimeout } from "node:timers/promises";
import { workerData } from "node:worker_threads";

await setTimeout(20);
throw new Error(`thread ${workerData.self} has had enough`);
