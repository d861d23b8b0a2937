// Searches that are killed, stopped, and gone on with, as people do it: what comes out is what the search that nobody disturbed
// says, whoever wrote the checkpoint and with however many threads. And what cannot be gone on from is refused in plain words.

import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkpointOptions } from "../../src/check/checkpoint-options.ts";
import { DEFAULT_SEARCH } from "../../src/check/run.ts";
import type { Diagnostic, SpecError } from "../../src/spec/source/diagnostic.ts";
import { allways, BIN, ensureBuilt, makeFolder, type Result, ROOT } from "./bin.ts";

const POLL = join(ROOT, "specs", "bench", "poll.ts");
/** 109,853 states in 48 levels. */
const MIDDLE = [POLL, "--set", "wakers=2", "--set", "cancellers=2"];
/** 1,330,798 states in 62 levels: enough for several threads. */
const LARGE = [POLL, "--set", "wakers=3", "--set", "cancellers=2"];
const OFTEN = ["--checkpoint", "ck", "--checkpoint-every", "1ms"];

/** (most + 1)³ states in 3 · most + 1 levels. */
const COUNTERS = `
import { int, params, shared, spec } from "allways";
const { most, bad } = params({ most: int(1, 9, 5), bad: int(0, 99, 99) });
const s = shared({ a: int(0, 9), b: int(0, 9), c: int(0, 9) });
const a = () => { s.a = Math.min(most, s.a + 1); };
const b = () => { s.b = Math.min(most, s.b + 1); };
const c = () => { s.c = Math.min(most, s.c + 1); };
export default spec("counters", {
  actions: { a, b, c },
  always: { few: () => s.a * 10 + s.b !== bad, fewer: () => s.a + s.b <= 2 * most },
});
`;

let folder = "";
beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({ "counters.ts": COUNTERS, "other.ts": COUNTERS.replace('spec("counters"', 'spec("others"') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of its own for each search. */
function fresh(name: string): string {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  return path;
}

/** The verdict without what clocks, stores and checkpoints say. */
function answer({ stdout }: Result): unknown {
  const { statistics, remarks, file, ...rest } = JSON.parse(stdout);
  return { ...rest, bits: statistics.bitsPerState };
}

function segmentsIn(path: string): number {
  if (!existsSync(join(path, "ck", "checkpoint.allways"))) return 0;
  const files = readdirSync(join(path, "ck"));
  return files.filter((file) => file.endsWith(".states")).length;
}

/** Starts a search and sends it a signal once it has written so many files with levels. */
async function stopped(
  path: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  segments: number,
): Promise<Result> {
  const child: ChildProcess = spawn(process.execPath, [BIN, "check", ...args], { cwd: path });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]!.setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  const code = new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  while (child.exitCode === null && segmentsIn(path) < segments) await setTimeout(1);
  child.kill(signal);
  return { code: await code, ...output };
}

describe("a search that is killed", () => {
  it("goes on to the same verdict, wherever that was, with one thread or two", async () => {
    const expected = answer(await allways(fresh("whole"), ["check", ...MIDDLE, "--json", "--coverage"]));
    let killed = 0;
    for (const [i, segments] of [2, 5].entries()) {
      const path = fresh(`killed-${segments}`);
      const args = [...MIDDLE, "--json", "--coverage"];
      const { code } = await stopped(path, [...args, ...OFTEN], "SIGKILL", segments);
      if (code === null) killed++;
      const resumed = await allways(path, ["check", ...args, "--resume", "ck", "--threads", String(1 + (i % 2))]);
      expect(answer(resumed)).toEqual(expected);
      expect(JSON.parse(resumed.stdout).statistics.resumed.depth).toBeGreaterThan(0);
    }
    expect(killed).toBeGreaterThan(0);
  });

  it("may be killed again while it goes on, and still gives the same trace", async () => {
    const violated = ["../counters.ts", "--set", "most=9", "--set", "bad=97", "--json"];
    const path = fresh("killed-again");
    await stopped(path, [...violated, ...OFTEN], "SIGKILL", 2);
    await stopped(path, [...violated, ...OFTEN, "--resume", "ck"], "SIGKILL", 4);
    const resumed = await allways(path, ["check", ...violated, ...OFTEN, "--resume", "ck"]);
    expect(answer(resumed)).toEqual(answer(await allways(path, ["check", ...violated])));
  });

  it.each([
    ["one", "two"],
    ["two", "one"],
  ])("with %s thread(s) goes on with %s, once states have been shared out", async (before, after) => {
    const threads = { one: "1", two: "2" } as const;
    const path = fresh(`shared-${before}`);
    const args = [...LARGE, "--json"];
    const bound = ["--max-states", "900k", "--threads", threads[before as "one"]];
    const cut = await allways(path, ["check", ...args, "--checkpoint", "ck", ...bound]);
    expect(JSON.parse(cut.stdout).statistics.saved.states).toBeGreaterThan(500_000);
    const resumed = await allways(path, ["check", ...args, "--resume", "ck", "--threads", threads[after as "one"]]);
    expect(JSON.parse(resumed.stdout).states).toEqual({
      distinct: 1_330_798,
      generated: 6_214_461,
      initial: 1,
      depth: 62,
    });
  });
});

describe("Ctrl-C and SIGTERM", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s writes a checkpoint, and the line it prints goes on", async (signal, exitCode) => {
    const path = fresh(signal);
    const { code, stderr } = await stopped(path, [...LARGE, ...OFTEN], signal, 3);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(
      /^checkpoint in ck: [\d,]+ states, depth \d+\nto go on: allways check .* --resume ck --checkpoint ck\n$/,
    );
    const words = stderr.trim().split("allways check ")[1]!.split(" ");
    const resumed = await allways(path, ["check", ...words, "--json"]);
    expect(JSON.parse(resumed.stdout).states).toMatchObject({ distinct: 1_330_798, generated: 6_214_461, depth: 62 });
    expect(resumed.code).toBe(0);
  });
});

describe("a search that meets a bound", () => {
  it("leaves a checkpoint, and says how to go on", async () => {
    const path = fresh("bound");
    const args = ["../counters.ts", "--set", "bad=55"];
    const bounded = await allways(path, ["check", ...args, "--all", "--checkpoint", "ck", "--max-states", "150"]);
    expect(bounded.code).toBe(3);
    expect(bounded.stderr).toBe(
      [
        "checkpoint in ck: 135 states, depth 9",
        "to go on, with more --max-states: allways check ../counters.ts --set bad=55 --all --resume ck --checkpoint ck",
        "",
      ].join("\n"),
    );
    const resumed = await allways(path, ["check", ...args, "--all", "--json", "--resume", "ck", "--checkpoint", "ck"]);
    expect(answer(resumed)).toEqual(answer(await allways(path, ["check", ...args, "--all", "--json"])));
    expect(resumed.code).toBe(12);
    // It has ended, so another one may have the folder.
    expect((await allways(path, ["check", ...args, "--depth", "3", "--checkpoint", "ck"])).code).toBe(3);
    const again = await allways(path, ["check", ...args, "--checkpoint", "ck"]);
    expect(again.code).toBe(151);
    expect(again.stderr).toMatchInlineSnapshot(`
      "error: ck has the checkpoint of a search of "counters" that has not ended
      hint: --resume ck goes on from it; to begin anew, remove the folder first
      "
    `);
  });

  it("of time counts the time that was spent before", async () => {
    const path = fresh("time");
    const bounded = await allways(path, ["check", ...LARGE, "--checkpoint", "ck", "--time", "200ms", "--json"]);
    expect(JSON.parse(bounded.stdout).completeness.bounds[0].name).toBe("time");
    const again = await allways(path, ["check", ...LARGE, "--resume", "ck", "--time", "200ms", "--json"]);
    expect(JSON.parse(again.stdout).states).toEqual(JSON.parse(bounded.stdout).states);
    const resumed = await allways(path, ["check", ...LARGE, "--resume", "ck", "--json"]);
    expect(JSON.parse(resumed.stdout).states.distinct).toBe(1_330_798);
  });

  it("of memory is gone on with where there is more", async () => {
    const path = fresh("memory");
    const bounded = await allways(path, ["check", ...LARGE, "--checkpoint", "ck", "--memory", "16MB", "--json"]);
    expect(JSON.parse(bounded.stdout).completeness.bounds[0].name).toBe("memory");
    const resumed = await allways(path, ["check", ...LARGE, "--resume", "ck", "--json"]);
    expect(JSON.parse(resumed.stdout).states.distinct).toBe(1_330_798);
    const less = await allways(path, ["check", ...LARGE, "--resume", "ck", "--memory", "8MB"]);
    expect(less.code).toBe(151);
    expect(less.stderr).toMatch(/^error: the \d+ states of the checkpoint do not fit into the memory/);
  });
});

describe("a checkpoint that cannot be gone on from", () => {
  it("is refused in plain words", async () => {
    const path = fresh("unfit");
    await allways(path, ["check", "../counters.ts", "--checkpoint", "ck", "--depth", "6"]);
    const refused = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await allways(path, ["check", ...args]);
      expect({ code, stdout }).toEqual({ code: 151, stdout: "" });
      return stderr;
    };
    expect(await refused("../other.ts", "--resume", "ck")).toMatchInlineSnapshot(`
      "error: the checkpoint in ck does not fit: it is of the spec "counters", not of "others"
      hint: it cannot be used; search again from the start, without --resume
      "
    `);
    expect(await refused("../counters.ts", "--resume", "nowhere")).toMatchInlineSnapshot(`
      "error: there is no checkpoint: nowhere does not exist
      "
    `);
    expect(await refused("../counters.ts", "--checkpoint", "../counters.ts")).toMatchInlineSnapshot(`
      "error: ../counters.ts cannot be made for checkpoints: it is not a folder
      "
    `);
    const [levels] = readdirSync(join(path, "ck")).filter((file) => file.endsWith(".states"));
    appendFileSync(join(path, "ck", levels!), "x");
    const damaged = await refused("../counters.ts", "--resume", "ck");
    expect(damaged.replace(/levels-\w+/, "levels")).toMatchInlineSnapshot(`
      "error: the checkpoint in ck is damaged: levels-0.states is longer than it was
      hint: it cannot be used; search again from the start, without --resume
      "
    `);
  });
});

describe("is refused:", () => {
  it.each([
    ["--search dfs", ["a.ts"], { checkpoint: "ck", search: "dfs" }],
    ["--search random", ["a.ts"], { resume: "ck", search: "random" }],
    ["--cross-check", ["a.ts"], { checkpoint: "ck", crossCheck: true }],
    ["--watch", ["a.ts"], { checkpoint: "ck", watch: true }],
    ["two specs", ["a.ts", "b.ts"], { checkpoint: "ck" }],
    ["how often, without where", ["a.ts"], { checkpointEvery: 1000 }],
    ["no name", ["a.ts"], { checkpoint: "" }],
  ] as const)("%s", (_, files, flags) => {
    const options = { ...DEFAULT_SEARCH, ...flags };
    let refused: unknown = null;
    try {
      checkpointOptions(files, options, () => {});
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ name: "SpecError", code: 151 });
    const [{ message, hints }] = (refused as SpecError).diagnostics as [Diagnostic];
    expect([message, ...hints]).toMatchSnapshot();
  });
});

describe("a disk that takes no more", () => {
  it("is spoken of once, and the search goes on", async () => {
    const path = fresh("full");
    // No file may be larger than 32 kB.
    const line = `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`;
    const child = spawn("sh", ["-c", line, process.execPath, BIN, "check", ...MIDDLE, ...OFTEN], { cwd: path });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(stderr).toBe(
      "no checkpoint could be written to ck: the file would be larger than allowed; the search goes on\n",
    );
    // What was there before is as good as it was.
    const resumed = await allways(path, ["check", ...MIDDLE, "--json", "--resume", "ck"]);
    expect(JSON.parse(resumed.stdout).states.distinct).toBe(109_853);
  });
});
