// Measures whole processes: `npm run bench -- [--runs N] [--only NAME,…] [--write]`. Each run is a fresh process; the tools
// that are installed take turns within one case, and medians count. Every tool has to find the numbers of the case. With
// `--write` the table goes into docs/performance.md, between its two marks. No test depends on a time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cases } from "./bench/cases.js";
import { prepare, tools } from "./bench/tools.js";

const document = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
const marks = ["<!-- measured by npm run bench -->", "<!-- end of what was measured -->"];

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number, at least 1");
const names = values.only?.split(",") ?? cases.map(({ name }) => name);
const unknown = names.find((name) => cases.every((one) => one.name !== name));
if (unknown !== undefined) throw new Error(`no case ${unknown}; there are ${cases.map(({ name }) => name).join(", ")}`);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const count = (number) => (Number.isFinite(number) ? Math.round(number).toLocaleString("en-US") : "");

async function compare(one, folder) {
  const taking = tools.filter((tool) => tool.suits(one) && one.states >= (tool.least ?? 0));
  const prepared = taking.map((tool) => ({ tool, run: prepare(tool, one, folder), results: [] }));
  for (let turn = 0; turn < runs; turn++) {
    for (const { tool, run, results } of prepared) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${one.name}: ${tool.name}, run ${turn + 1} of ${runs}`);
      results.push(await run());
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  const of = ({ results }) => median(results.map(({ seconds }) => seconds));
  return prepared.map((row) => {
    const { tool, results } = row;
    const ours = prepared.find((other) => other.tool.name.startsWith("allways") && other.tool.threads === tool.threads);
    const seconds = of(row);
    const isOurs = tool.name.startsWith("allways");
    return [
      one.name,
      tool.name,
      seconds.toFixed(seconds < 10 ? 2 : 1),
      isOurs ? "" : `${(seconds / of(ours)).toFixed(1)} ×`,
      one.states < 10_000 ? "" : count(one.states / seconds),
      one.states < 10_000 ? "" : count(one.transitions / seconds),
      one.states < 10_000 ? "" : count(median(results.map(({ stored }) => stored ?? Number.NaN))),
      count(median(results.map(({ peak }) => peak)) / 2 ** 20),
    ];
  });
}

const heads = ["case", "tool", "seconds", "to allways", "states/s", "transitions/s", "B a state", "peak MB"];
const cell = (text, i) => (i < 2 ? text.padEnd([10, 19][i]) : text.padStart(14));
const markdown = (cells) => `| ${cells.join(" | ")} |`;

const folder = mkdtempSync(join(tmpdir(), "allways-bench-"));
const rows = [];
try {
  console.log(heads.map(cell).join(""));
  for (const one of cases.filter(({ name }) => names.includes(name))) {
    for (const row of await compare(one, folder)) {
      rows.push(row);
      console.log(row.map(cell).join(""));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const processors = cpus();
const conditions = `Medians of ${runs} runs, whole processes, ${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
console.log(`\n${conditions}`);
if (values.write) {
  const [before, rest] = readFileSync(document, "utf8").split(marks[0]);
  const after = rest.split(marks[1])[1];
  const table = [markdown(heads), markdown(heads.map((_, i) => (i < 2 ? "---" : "---:"))), ...rows.map(markdown)];
  writeFileSync(document, `${before}${marks[0]}\n${conditions}\n\n${table.join("\n")}\n${marks[1]}${after}`);
  console.log("written to docs/performance.md");
}
