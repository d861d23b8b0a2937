// The tools that are compared: what each is built by and run as, and how its output says what it counted. The invariant: a
// run whose numbers are not those of its case throws, so that a fast wrong answer is no answer.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bin = here("../../bin/allways.js");

export function isInstalled(...commands) {
  return commands.every((command) => {
    try {
      execFileSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end: whole-process seconds, peak memory where the system tells (Linux), standard output. */
function measure(command, args, folder) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let [output, complaints, peak] = ["", "", 0];
    const status = `/proc/${child.pid}/status`;
    const look = setInterval(() => {
      try {
        peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, "utf8"))?.[1] ?? 0) * 1024 || peak;
      } catch {} // it has ended, or this system has no such file
    }, 10);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      complaints += text;
    });
    child.on("error", reject).on("close", (code) => {
      clearInterval(look);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peak, output });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${output.slice(-2000)}${complaints}`));
    });
  });
}

function insist(tool, one, found) {
  for (const [what, number] of Object.entries(found)) {
    if (number !== one[what]) throw new Error(`${tool} on ${one.name}: ${what} ${number}, expected ${one[what]}`);
  }
}

const number = (pattern, text) => Number(pattern.exec(text)?.[1].replaceAll(",", "") ?? Number.NaN);

function allways(name, flags) {
  return {
    name,
    suits: () => true,
    build: (one) => {
      const settings = Object.entries(one.set).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
      const spec = here(`../../specs/${one.file}`);
      return [process.execPath, [bin, "check", spec, "--json", ...flags, ...settings], here("../..")];
    },
    read: (one, { output }) => {
      const { verdict, states, statistics } = JSON.parse(output);
      if (verdict !== "holds") throw new Error(`${name} on ${one.name}: ${verdict}`);
      const depth = flags.includes("dfs") ? {} : { depth: states.depth - 1 };
      insist(name, one, { states: states.distinct, transitions: states.generated - 1, ...depth });
      return { stored: statistics.bytesPerState };
    },
  };
}

function spin(name, compile) {
  return {
    name,
    suits: (one) => one.spin !== undefined && isInstalled("spin", "gcc"),
    build: (one, folder) => {
      const work = join(folder, `${one.name}-${name}`.replaceAll(" ", "_"));
      mkdirSync(work);
      copyFileSync(here(one.spin.file), join(work, "model.pml"));
      const define = Object.entries(one.spin.define).map(([key, value]) => `-D${key}=${value}`);
      execFileSync("spin", ["-a", ...define, "model.pml"], { cwd: work, stdio: "ignore" });
      const flags = ["-O3", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=4096", "-DMEMLIM=16000", ...compile];
      execFileSync("gcc", [...flags, "-o", "pan", "pan.c", "-lm"], { cwd: work, stdio: "ignore" });
      const slots = Math.max(18, Math.ceil(Math.log2(one.states)) + 1);
      const depth = one.spin.depth === undefined || compile.includes("-DBFS") ? [] : [`-m${one.spin.depth}`];
      return ["./pan", ["-E", `-w${slots}`, ...depth], work];
    },
    read: (one, { output }) => {
      const errors = number(/errors: (\d+)/, output);
      if (errors !== 0) throw new Error(`${name} on ${one.name}: ${errors} errors\n${output}`);
      const found = { states: number(/(\d+) states, stored/, output) };
      // With several cores SPIN counts the steps of each from where it began.
      if (!compile.includes("-DNCORE=2")) found.transitions = number(/(\d+) transitions/, output) - 1;
      insist(name, one, found);
      return {};
    },
  };
}

function rumur(name, threads) {
  return {
    name,
    suits: (one) => one.rumur !== undefined && isInstalled("rumur", "gcc"),
    build: (one, folder) => {
      const work = join(folder, `${one.name}-${name}`.replaceAll(" ", "_"));
      mkdirSync(work);
      let text = readFileSync(here(one.rumur.file), "utf8");
      for (const [key, value] of Object.entries(one.rumur.constants)) {
        text = text.replace(new RegExp(`^(\\s*${key}: )\\d+;`, "m"), `$1${value};`);
      }
      writeFileSync(join(work, "model.m"), text);
      const flags = ["--deadlock-detection", "off", "--threads", String(threads), "-o", "model.c", "model.m"];
      execFileSync("rumur", flags, { cwd: work, stdio: "ignore" });
      const compile = ["-std=c11", "-O3", "-march=native", ...(process.arch === "x64" ? ["-mcx16"] : [])];
      execFileSync("gcc", [...compile, "-o", "model", "model.c", "-lpthread", "-latomic"], {
        cwd: work,
        stdio: "ignore",
      });
      return ["./model", [], work];
    },
    read: (one, { output }) => {
      // What it prints before is progress.
      const end = output.slice(output.lastIndexOf("State Space Explored"));
      const states = number(/([\d,]+) states/, end);
      insist(name, one, { states, transitions: number(/([\d,]+) rules fired/, end) });
      return {};
    },
  };
}

/** In the order in which they take turns. The first is what the ratios are of, for one thread; the second for two. */
export const tools = [
  { ...allways("allways, 1 thread", ["--threads", "1"]), threads: 1 },
  { ...allways("allways, 2 threads", ["--threads", "2"]), threads: 2, least: 1_000_000 },
  { ...spin("SPIN -DBFS", ["-DBFS"]), threads: 1 },
  { ...spin("SPIN depth-first", []), threads: 1 },
  { ...spin("SPIN -DNCORE=2", ["-DNCORE=2"]), threads: 2, least: 1_000_000 },
  { ...rumur("Rumur, 1 thread", 1), threads: 1 },
  { ...rumur("Rumur, 2 threads", 2), threads: 2, least: 1_000_000 },
];

/** Builds a tool for a case; gives what runs it once. */
export function prepare(tool, one, folder) {
  const [command, args, work] = tool.build(one, folder);
  if (!existsSync(work)) throw new Error(`${work} does not exist`);
  return async () => {
    const result = await measure(command, args, work);
    return { ...result, ...tool.read(one, result) };
  };
}
