// `allways replay`, `simulate`, `test`, `list` and `print`, and what happens when a reader or a person goes away.

import { spawn } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import makeWabt from "wabt";
import { webAssembly } from "../../src/explorer/store/webassembly.ts";
import { readSchema, validate } from "../report/schema.ts";
import { allways, BIN, ensureBuilt, makeFolder } from "./bin.ts";
import { CHOICES, ENDINGS, ENDLESS, HELPER, LOST_UPDATE } from "./specs.ts";

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "lost-update.ts": LOST_UPDATE,
    "choices.ts": CHOICES,
    "suite/endings.ts": ENDINGS,
    "suite/lost-update.ts": LOST_UPDATE,
    "suite/helper.ts": HELPER,
    "suite/notes/helper.js": "export default function help() {}\n",
    "suite/node_modules/other/spec.ts": ENDINGS,
    "good/lost-update.ts": LOST_UPDATE,
    "endless.ts": ENDLESS,
  });
});

/** The line a report gives to see it again, as the words a shell would make of it. */
function again(stdout: string): string[] {
  const line = /again: allways (.*)/.exec(stdout)?.[1] ?? "";
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** A report up to the line that says how to see its run again. */
function untilAgain(report: string): string {
  const lines = report.split("\n");
  return lines.slice(0, lines.findIndex((line) => line.startsWith("  again: ")) + 1).join("\n");
}

describe("allways replay", () => {
  test.each([
    [["lost-update.ts"]],
    [["lost-update.ts", "--set", "threads=3"]],
    [["lost-update.ts", "--scenario", "two threads"]],
    [["lost-update.ts", "--property", "nothing lost"]],
    [["choices.ts"]],
    [["suite/endings.ts", "--set", "ending=deadlock"]],
    [["suite/endings.ts", "--set", "ending=step"]],
    [["suite/endings.ts", "--set", "ending=domain"]],
  ])("of the printed line shows the same run: %s", async (args) => {
    const checked = await allways(folder, ["check", ...args]);
    const replayed = await allways(folder, again(checked.stdout));
    expect(checked.code).toBeGreaterThan(10);
    expect(replayed.code).toBe(checked.code);
    expect(replayed.stdout.trimEnd()).toBe(untilAgain(checked.stdout));
  });

  test("a run that ends in nothing wrong says so", async () => {
    const { code, stdout } = await allways(folder, ["replay", "lost-update.ts", "increment[0]*2 increment[1]"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "✓ lost update                                                                         lost-update.ts
        nothing is violated where it ends

        #  increment[0]   increment[1]  changes               at
        1  read counter                 register = 0          :8
        2  write counter                memory.counter 0 → 1  :11
        3                 read counter  register = 1          :8

        then
          memory.counter = 1
          increment[0] ended; increment[1] at "write counter" with register = 1

        3 steps, 1 context switch; replayed by lost-update.ts itself, same values after each step
        again: allways replay lost-update.ts "increment[0]*2 increment[1]"
      "
    `);
  });

  test.each([
    ["incremnt[0]", 'schedule: step 1, incremnt[0]: there is no process "incremnt[0]"', 'did you mean "increment[0]"?'],
    ["increment[0]*3", "schedule: step 3, increment[0]: increment[0] has ended", ""],
    ["increment[0]:v=1", "schedule: step 1, increment[0]:v=1: there is no such choice here", ""],
    ["increment[0]*", "schedule: expected a number at its end", "a schedule looks like"],
  ])("%s is refused", async (schedule, message, hint) => {
    const { code, stderr } = await allways(folder, ["replay", "lost-update.ts", schedule]);
    expect(code).toBe(151);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test("a choice left open is asked for", async () => {
    const first = await allways(folder, ["replay", "choices.ts", "pick"]);
    expect(first.stderr).toContain("hint: one of init:first=0, init:first=1, init:first=2");
    const second = await allways(folder, ["replay", "choices.ts", "init:first=1 pick"]);
    expect(second.stderr).toContain("hint: one of pick:v=1, pick:v=2, pick:v=3");
    const third = await allways(folder, ["replay", "choices.ts", "init:first=1 pick:v=#2"]);
    expect(third.stdout).toContain('again: allways replay choices.ts "init:first=1 pick:v=3"');
  });
});

describe("allways simulate", () => {
  test("the same seed gives the same run, whose line gives it again", async () => {
    const [first, second] = await Promise.all(
      ["7", "7"].map((seed) => allways(folder, ["simulate", "choices.ts", "--seed", seed])),
    );
    expect(second).toEqual(first);
    const replayed = await allways(folder, again(first!.stdout));
    expect(replayed.stdout.split("\n").slice(2)).toEqual(first!.stdout.split("\n").slice(2));
  });

  test("a run without an end is as long as asked", async () => {
    const { code, stdout } = await allways(folder, ["simulate", "endless.ts", "--depth", "6"]);
    expect(code).toBe(0);
    expect(stdout).toContain("\n  the run goes on; --depth 6 ends it here\n");
    expect(stdout).toMatch(/\n {2}5 steps, \d context switch/);
  });
});

describe("allways test", () => {
  test("runs every scenario, passes helpers over, and explains what was not met", async () => {
    const { code, stdout, stderr } = await allways(folder, ["test", "suite"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "endings  suite/endings.ts
        ✓ deadlock          deadlocks         2 states   1 step  N ms
        ✓ assert            fails at "two"    2 states  2 steps  N ms
        ✗ wrongly expected  violates "small"  2 states   1 step  N ms
      lost update  suite/lost-update.ts
        ✓ two threads  violates "nothing lost"  12 states  4 steps  N ms
        ✓ in one step  holds                     4 states           N ms
        ✓ range only   holds                    12 states           N ms

        ✗ endings · wrongly expected
          verdict: expected holds, came violates "small"
          states: expected 7, came 2
          see it: allways check suite/endings.ts --scenario "wrongly expected"

      6 scenarios of 2 specs, 1 not as expected · N ms
      "
    `);
  });

  test("says 0 when all are met, 150 when a spec was refused", async () => {
    expect((await allways(folder, ["test", "good"])).code).toBe(0);
    const { code, stdout, stderr } = await allways(folder, ["test", "good", "suite/helper.ts"]);
    expect(code).toBe(150);
    expect(stderr).toContain("suite/helper.ts has no default export");
    expect(stdout).toContain("3 scenarios of 1 spec, all as expected · 1 spec refused");
  });

  test("--scenario runs those of that name; one that nobody has is refused", async () => {
    const { stdout } = await allways(folder, ["test", "suite", "--scenario", "assert"]);
    expect(stdout).toContain("1 scenario of 1 spec, all as expected");
    const { code, stderr } = await allways(folder, ["test", "suite", "--scenario", "asert"]);
    expect(code).toBe(151);
    expect(stderr).toContain('hint: did you mean "assert"?');
  });

  test("--json gives each verdict with what was expected, as the schema says", async () => {
    const { stdout } = await allways(folder, ["test", "suite", "--json"]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.flatMap((line) => validate(readSchema(), line))).toEqual([]);
    expect(lines.map(({ scenario, expectation }) => [scenario, expectation.met])).toEqual([
      ["deadlock", true],
      ["assert", true],
      ["wrongly expected", false],
      ["two threads", true],
      ["in one step", true],
      ["range only", true],
    ]);
  });

  test("a folder without specs is wrong usage", async () => {
    const { code, stderr } = await allways(folder, ["test", "suite/notes"]);
    expect({ code, stderr }).toEqual({ code: 151, stderr: "error: no specs found in suite/notes\n" });
  });
});

test("allways list names what the other commands take", async () => {
  const { stdout } = await allways(folder, ["list", "lost-update.ts"]);
  expect(stdout).toMatchInlineSnapshot(`
    "lost update  lost-update.ts
      processes
        increment  2 instances
      properties
        in range      always
        nothing lost  quiescent
        all ended     reachable
      parameters
        threads=2     an integer from 1 to 3
        atomic=false  true or false
      scenarios
        two threads  violates "nothing lost"
        in one step  holds, atomic=true
        range only   holds
    "
  `);
});

test("allways print shows the program", async () => {
  const { code, stdout } = await allways(folder, ["print", "lost-update.ts", "--set", "threads=1"]);
  expect(code).toBe(0);
  expect(stdout).toContain("read counter");
});

test("allways print --wat shows the code that is run, in a text that can be assembled", async () => {
  const { code, stdout } = await allways(folder, ["print", "--wat", "lost-update.ts", "--set", "threads=1"]);
  expect(code).toBe(0);
  const [remarks, module] = stdout.split("\n\n(module\n");
  const [state, memory] = remarks!.split("\n;;\n;; memory  by address\n");
  expect(state).toMatchInlineSnapshot(`
    ";; lost update
    ;;
    ;; state  4 bits in 1 word of 64
    ;;   memory.counter         0..1      1 bit   word 0, bit 2
    ;;   increment[0]@          3 places  2 bits  word 0, bit 0
    ;;   increment[0].register  0..1      1 bit   word 0, bit 3"
  `);
  expect(memory).toMatch(/^;; +\d+ {2}the state being expanded$/m);
  const text = `(module\n${module}`;
  expect(text.match(/ ;; .*/g)).toMatchInlineSnapshot(`
    [
      " ;; increment[0]: read counter",
      " ;; increment[0]: write counter",
      " ;; init",
      " ;; always "in range"",
      " ;; memory.counter <= threads",
      " ;; memory.counter <= threads",
      " ;; quiescent "nothing lost"",
      " ;; memory.counter === threads",
      " ;; reachable "all ended"",
      " ;; ended(increment) === threads",
      " ;; ended(increment) === threads",
    ]
  `);
  const wabt = await makeWabt();
  const { buffer } = wabt.parseWat("module.wat", stdout, { simd: true }).toBinary({});
  expect(() => new webAssembly.Module(new Uint8Array(buffer))).not.toThrow();
});

/** Runs a check that would take for ever; `act` gets the child once it has started. */
function endless(
  args: readonly string[],
  act: (child: ReturnType<typeof spawn>) => void,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [BIN, "check", "endless.ts", ...args], { cwd: folder });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  setTimeout(() => act(child), 3000);
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

describe("going away", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s prints what is known and exits with %i", async (signal, code) => {
    const result = await endless([], (child) => child.kill(signal));
    expect(result).toMatchObject({ code, stderr: "" });
    expect(result.stdout).toMatch(/^\? endless/);
    expect(result.stdout).toMatch(/\n {2}inconclusive: nothing violated as far as was looked\n/);
    expect(result.stdout.replace(/\s+/g, " ")).toMatch(
      / states, .* bounded: interrupted \([\d,]+ states? not expanded\)/,
    );
  });

  test("a bound of time is a verdict, not an interruption", async () => {
    const { code, stdout } = await allways(folder, ["check", "endless.ts", "--time", "500ms"]);
    expect(code).toBe(3);
    expect(stdout).toContain("bounded: N ms (");
  });

  test("a reader who has seen enough is not told off", async () => {
    const child = spawn(
      "sh",
      ["-c", `"${process.execPath}" "${BIN}" check lost-update.ts choices.ts lost-update.ts | head -1`],
      {
        cwd: folder,
      },
    );
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    const code = await new Promise((resolve) => {
      child.on("close", resolve);
    });
    expect(code).toBe(0);
    expect(output.stderr).toBe("");
    expect(output.stdout).toMatch(/^✗ lost update .*\n$/);
  });
});
