// Measures whole processes: `npm run bench`. Each case is a fresh `allways check --json`, run several times; the median
// counts. The counts of states are asserted, so that a fast wrong answer is no answer. No test depends on a time.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/allways.js", import.meta.url));
const spec = (name) => fileURLToPath(new URL(`../specs/${name}`, import.meta.url));
const poll = (wakers, events, cancellers, multishot) =>
  Object.entries({ wakers, events, cancellers, multishot }).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

const runs = Number(process.argv[2] ?? 3);
const cases = [
  { name: "peterson (start-up)", file: "peterson.ts", args: [], states: 42, generated: 77 },
  {
    name: "poll 2 2 2 multishot",
    file: "bench/poll.ts",
    args: poll(2, 2, 2, true),
    states: 109_853,
    generated: 426_833,
  },
  {
    name: "poll 3 2 2 multishot",
    file: "bench/poll.ts",
    args: poll(3, 2, 2, true),
    states: 1_330_798,
    generated: 6_214_461,
  },
  {
    name: "poll 3 3 2 multishot",
    file: "bench/poll.ts",
    args: poll(3, 3, 2, true),
    states: 11_292_506,
    generated: 57_132_992,
  },
];

function measure({ file, args, states, generated }) {
  const start = performance.now();
  const child = spawnSync(process.execPath, [bin, "check", spec(file), "--json", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - start) / 1000;
  if (child.status !== 0) throw new Error(`${file} ended with ${child.status}\n${child.stderr}`);
  const verdict = JSON.parse(child.stdout);
  const found = verdict.states ?? {};
  if (found.distinct !== states || found.generated !== generated) {
    throw new Error(
      `${file}: ${found.distinct} states, ${found.generated} generated; expected ${states}, ${generated}`,
    );
  }
  return { seconds, statistics: verdict.statistics };
}

const count = (n) => Math.round(n).toLocaleString("en-US");
const row = (cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(13))).join(""));

console.log(`whole process, median of ${runs} runs, Node ${process.versions.node}\n`);
row(["", "seconds", "states", "states/s", "successors/s", "B a state", "peak MB"]);
for (const one of cases) {
  const results = Array.from({ length: runs }, () => measure(one)).sort((a, b) => a.seconds - b.seconds);
  const { seconds, statistics } = results[Math.floor(runs / 2)];
  row([
    one.name,
    seconds.toFixed(2),
    count(one.states),
    count(one.states / seconds),
    count(one.generated / seconds),
    one.states < 1000 ? "" : String(Math.round(statistics.bytesPerState ?? Number.NaN)),
    count((statistics.peakBytes ?? Number.NaN) / 2 ** 20),
  ]);
}
