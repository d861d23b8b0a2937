// `allways check --watch`, as somebody sees it who edits a spec beside it: each save is checked, and what has changed is said.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeAll, expect, test } from "vitest";
import { compareSummaries, lastVerdicts, type Summary } from "../../src/cli/watch-summary.ts";
import { makeStyle } from "../../src/report/style.ts";
import { BIN, ensureBuilt, makeFolder } from "./bin.ts";
import { ENDLESS } from "./specs.ts";

beforeAll(ensureBuilt);

/** A counter that may be as large as another module says. */
const SPEC = `import { int, shared, spec } from "allways";
import { limit } from "./parts/limit.ts";
const s = shared({ n: int(0, 5) });
function* count() {
  for (let i = 0; i < 3; i++) {
    yield "count";
    s.n++;
  }
}
export default spec("counter", { processes: { count }, always: { small: () => s.n < limit } });
`;

interface Watching {
  readonly child: ChildProcess;
  /** What it has said since the last time, once that has the text in it. */
  readonly until: (text: string) => Promise<string>;
  readonly closed: Promise<number | null>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function watch(folder: string, args: readonly string[]): Watching {
  const child = spawn(process.execPath, [BIN, "check", "--watch", ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const until = async (text: string): Promise<string> => {
    for (let waited = 0; !said.includes(text); waited += 50) {
      if (waited > 30_000) throw new Error(`it never said ${text}, but:\n${said}`);
      await setTimeout(50);
    }
    const told = said;
    said = "";
    return told;
  };
  return { child, until, closed: new Promise((done) => child.on("close", done)) };
}

test("every save of the spec and of what it imports is checked, and Ctrl-C ends it with 130", async () => {
  const folder = makeFolder({ "counter.ts": SPEC, "parts/limit.ts": "export const limit = 5;\n" });
  const { child, until, closed } = watch(folder, ["counter.ts"]);
  expect(await until("Ctrl-C ends it\n")).toMatch(
    /^✓ counter .*counter\.ts\n {2}holds {2}always {2}small\n {2}4 states, .*\n\n {2}watching 2 files; Ctrl-C ends it\n$/,
  );

  writeFileSync(join(folder, "parts", "limit.ts"), "export const limit = 2;\n");
  const violated = await until("stopped at the first violation\n");
  expect(violated).toMatch(/\nchanged: parts\/limit\.ts\n\n✗ counter /);
  expect(violated).toContain(
    '\n\n  holds → violates "small"; states 4 → 3, generated 4 → 3, depth 4 → 3; exhaustive → stopped at the first violation\n',
  );
  expect(violated).not.toContain("watching");

  // A mistake, and the editor's way of saving: a new file in the place of the old one.
  writeFileSync(join(folder, "new.ts"), `${SPEC}const = 1;\n`);
  renameSync(join(folder, "new.ts"), join(folder, "counter.ts"));
  expect(await until("refused\n")).toMatch(/changed: counter\.ts\n\ncounter\.ts:11:7: error: .*/);

  // The file goes, and comes back: that is one save.
  rmSync(join(folder, "counter.ts"));
  await setTimeout(300);
  writeFileSync(join(folder, "counter.ts"), SPEC);
  const again = await until("the same as before\n");
  expect(again).toContain("changed: counter.ts\n\n✗ counter ");
  expect(again.split("changed: ")).toHaveLength(2);

  child.kill("SIGINT");
  expect(await closed).toBe(130);
});

test("a file that is missing is waited for", async () => {
  const folder = makeFolder({ "counter.ts": SPEC });
  const { child, until, closed } = watch(folder, ["counter.ts"]);
  expect(await until("Ctrl-C ends it\n")).toContain("parts/limit.ts does not exist");
  mkdirSync(join(folder, "parts"));
  writeFileSync(join(folder, "parts", "limit.ts"), "export const limit = 5;\n");
  expect(await until("4 states")).toContain("changed: parts/limit.ts");
  child.kill("SIGTERM");
  expect(await closed).toBe(143);
});

test("a save in the middle of a long check begins a new one; stdout is JSON alone if that was asked for", async () => {
  const folder = makeFolder({ "endless.ts": ENDLESS });
  const child = spawn(process.execPath, [BIN, "check", "--watch", "--json", "endless.ts"], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "ignore"],
  });
  running.push(child);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  await setTimeout(1500);
  expect(stdout).toBe("");
  writeFileSync(join(folder, "endless.ts"), ENDLESS.replaceAll("100000", "10"));
  while (!stdout.includes("\n")) await setTimeout(50);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "holds", states: { distinct: 100 } });
  child.kill("SIGINT");
});

test("what has changed is said in a line for each spec", () => {
  const style = makeStyle({});
  const holds: Summary = {
    file: "a.ts",
    outcome: "holds",
    counts: { states: 25, generated: 31, depth: 10 },
    extent: "exhaustive",
    counterexamples: [],
  };
  const violated: Summary = {
    ...holds,
    outcome: 'violates "x"',
    extent: "level",
    counts: { states: 12, generated: 31, depth: 5 },
    counterexamples: [{ fingerprint: "1", steps: 4 }],
  };
  const refused: Summary = { file: "a.ts", outcome: "refused", counts: {}, extent: null, counterexamples: [] };
  const lines = (before: Summary, now: Summary): string[] => compareSummaries([before], [now], style);
  expect(lines(holds, holds)).toEqual(["the same as before"]);
  expect(lines(holds, violated)).toEqual([
    'holds → violates "x"; states 25 → 12, depth 10 → 5; exhaustive → stopped at the first violation',
  ]);
  expect(lines(violated, { ...violated, counterexamples: [{ fingerprint: "2", steps: 4 }] })).toEqual([
    "another counterexample, 4 steps",
  ]);
  expect(lines(violated, { ...violated, counterexamples: [{ fingerprint: "2", steps: 7 }] })).toEqual([
    "another counterexample, 4 → 7 steps",
  ]);
  expect(lines(holds, refused)).toEqual(["holds → refused"]);
  expect(compareSummaries([holds], [violated, { ...holds, file: "b.ts" }], makeStyle({ ascii: true }))).toEqual([
    'a.ts: holds -> violates "x"; states 25 -> 12, depth 10 -> 5; exhaustive -> stopped at the first violation',
  ]);
  expect(lastVerdicts([holds], [refused])).toEqual([holds]);
  expect(lastVerdicts([holds], [violated])).toEqual([violated]);
});
