// A thread that looks the same hashes up as another one does, each at the same moment as far as that can be had, and says how
// many were new to it.
import { parentPort, workerData } from "node:worker_threads";

const { module, memory, board, self, bits, count } = workerData;
const { look, lookTogether } = new WebAssembly.Instance(module, { host: { memory } }).exports;
const hashes = Array.from({ length: count }, (_, i) => BigInt(i) << BigInt(64 - bits));
const ones = Array.from({ length: 16 }, (_, mask) => [1, 2, 4, 8].filter((bit) => mask & bit).length);

let fresh = 0;
for (let i = 0; i < count; i += 4) {
  Atomics.store(board, self, i + 1);
  while (Atomics.load(board, 1 - self) <= i);
  if (i % 8 === 0) fresh += ones[lookTogether(hashes[i], hashes[i + 1], hashes[i + 2], hashes[i + 3])];
  else for (let k = 0; k < 4; k++) fresh += look(hashes[i + k]);
}
parentPort.postMessage(fresh);
