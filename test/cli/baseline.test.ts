// `allways test --baseline`: what is known, what is new, what is gone, and what each reporter makes of it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";

/** Two threads may lose an update; the third scenario expects that, the first two do not. */
const SPEC = `import { bool, each, int, params, reachable, shared, spec } from "allways";

const { atomic, writer } = params({ atomic: bool(false), writer: bool(false) });

const memory = shared({ counter: int(0, 9) });

function* increment() {
  yield "read";
  const register = memory.counter;
  if (!atomic) yield "write";
  memory.counter = register + 1;
}

function* reset() {
  yield "reset";
  memory.counter = 5;
}

export default spec("counter", {
  processes: writer ? { increment: each(increment, 2), reset } : { increment: each(increment, 2) },
  quiescent: { "nothing lost": () => memory.counter >= 2 },
  reachable: { "counts to two": () => memory.counter === 2 },
  scenarios: {
    "two threads": { expect: "holds", states: 11 },
    "in one step": { set: { atomic: true }, expect: "holds" },
    "as it is": { expect: { violates: "nothing lost" }, steps: 4 },
  },
});
`.replace("params, reachable, shared", "params, shared");

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({ "specs/counter.ts": SPEC });
});

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

function change(from: string, to: string): void {
  expect(SPEC).toContain(from);
  writeFileSync(join(folder, "specs/counter.ts"), SPEC.replaceAll(from, to));
}

const BASELINE = ["--baseline", "known/baseline.json"];

describe("a baseline", () => {
  test("is not taken for granted, and is written on demand, with paths relative to itself", async () => {
    const missing = await allways(folder, ["test", "specs", ...BASELINE]);
    expect(missing.stderr).toBe(
      "error: known/baseline.json does not exist\nhint: --update-baseline writes it, with what is found now\n",
    );
    expect(missing.code).toBe(151);
    expect((await allways(folder, ["test", "specs", "--update-baseline"])).stderr).toBe(
      "error: --update-baseline needs --baseline FILE, which it writes\n",
    );
    makeFolderOf("known");
    const { code, stdout, stderr } = await allways(folder, ["test", "specs", ...BASELINE, "--update-baseline"]);
    expect(stderr).toBe("baseline of 2 counterexamples written to known/baseline.json\n");
    expect(code).toBe(0);
    expect(stdout).toContain("3 scenarios of 1 spec, all as expected but for 1 known");
    expect(JSON.parse(read("known/baseline.json"))).toEqual({
      format: "allways baseline",
      version: 1,
      counterexamples: ["as it is", "two threads"].map((scenario) => ({
        file: "../specs/counter.ts",
        scenario,
        kind: "quiescent",
        property: "nothing lost",
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        steps: 4,
        schedule: "increment[0] increment[1]*2 increment[0]",
      })),
    });
  });

  test("pardons what is known, even where lines and other values have changed, in every report", async () => {
    change("int(0, 9)", "\n\n  int(0, 12)");
    const reports = ["junit=b.xml", "sarif=b.sarif", "tap=b.tap", "github"].flatMap((word) => ["--reporter", word]);
    const { code, stdout } = await allways(folder, ["test", "specs", ...BASELINE, ...reports]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "counter  specs/counter.ts
        = two threads  violates "nothing lost"  12 states  4 steps  N ms  the same as in the baseline
        ✓ in one step  holds                     4 states           N ms
        ✓ as it is     violates "nothing lost"  12 states  4 steps  N ms

      3 scenarios of 1 spec, all as expected but for 1 known · N ms
      ::warning file=specs/counter.ts,line=23,col=38,title=counter%3A two threads::the same as in the baseline: verdict: expected holds, came violates "nothing lost"%0Astates: expected 11, came 12%0A1. increment[0]: read | register = 0 (specs/counter.ts:10)%0A2. increment[1]: read | register = 0 (specs/counter.ts:10)%0A3. increment[1]: write | memory.counter 0 → 1 (specs/counter.ts:12)%0A4. increment[0]: write (specs/counter.ts:12)%0Aagain: allways replay specs/counter.ts --scenario "two threads" "increment[0] increment[1]*2 increment[0]"
      "
    `);
    expect(read("b.xml")).toContain('<testsuites tests="3" failures="0" errors="0" skipped="1">');
    expect(read("b.xml")).toContain(
      '<skipped message="the same as in the baseline: verdict: expected holds, came violates &quot;nothing lost&quot;" type="known">',
    );
    expect(read("b.tap")).toContain("not ok 1 - counter: two threads # TODO the same as in the baseline\n");
    const { results } = JSON.parse(read("b.sarif")).runs[0];
    expect(results).toMatchObject([{ baselineState: "unchanged", suppressions: [{ kind: "external" }], kind: "fail" }]);
  });

  test("fails on what is new, met expectation or not", async () => {
    change("writer: bool(false)", "writer: bool(true)");
    const { code, stdout } = await allways(folder, ["test", "specs", ...BASELINE, "--reporter", "sarif=n.sarif"]);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "counter  specs/counter.ts
        ✗ two threads  violates "nothing lost"  50 states  5 steps  N ms
        ✓ in one step  holds                    12 states           N ms
        ✗ as it is     violates "nothing lost"  50 states  5 steps  N ms

        ✗ counter · two threads
          verdict: expected holds, came violates "nothing lost"
          states: expected 11, came 50
          counterexample: expected one of the baseline, came violates "nothing lost", new
          see it: allways check specs/counter.ts --scenario "two threads"

        ✗ counter · as it is
          steps: expected 4, came 5
          counterexample: expected one of the baseline, came violates "nothing lost", new
          see it: allways check specs/counter.ts --scenario "as it is"

        2 gone since the baseline:
          specs/counter.ts, two threads: violates "nothing lost" after 4 steps
          specs/counter.ts, as it is: violates "nothing lost" after 4 steps
          --update-baseline takes them out of the baseline

      3 scenarios of 1 spec, 2 not as expected · N ms
      "
    `);
    const { results } = JSON.parse(read("n.sarif")).runs[0] as { results: { baselineState: string }[] };
    expect(results.map(({ baselineState }) => baselineState)).toEqual(["new", "new", "absent", "absent"]);
  });

  test("says what is gone, leaves it, and is rid of it on demand", async () => {
    change("atomic: bool(false)", "atomic: bool(true)");
    const before = read("known/baseline.json");
    const reports = ["junit=g.xml", "sarif=g.sarif", "tap=g.tap", "github"].flatMap((word) => ["--reporter", word]);
    const gone = await allways(folder, ["test", "specs", "--scenario", "two threads", ...BASELINE, ...reports]);
    expect(gone.stdout).toMatchInlineSnapshot(`
      "counter  specs/counter.ts
        ✗ two threads  holds  4 states    N ms

        ✗ counter · two threads
          states: expected 11, came 4
          see it: allways check specs/counter.ts --scenario "two threads"

        gone since the baseline:
          specs/counter.ts, two threads: violates "nothing lost" after 4 steps
          --update-baseline takes it out of the baseline

      1 scenario of 1 spec, 1 not as expected · N ms
      ::error file=specs/counter.ts,line=1,col=1,title=counter%3A two threads::states: expected 11, came 4
      ::notice file=specs/counter.ts,line=1,col=1,title=counter%3A two threads::gone since the baseline: violates "nothing lost" after 4 steps
      "
    `);
    expect(read("g.xml")).toContain(
      '<system-out>gone since the baseline: violates "nothing lost" after 4 steps</system-out>',
    );
    expect(read("g.tap")).toContain('# gone since the baseline: violates "nothing lost" after 4 steps\n');
    expect(JSON.parse(read("g.sarif")).runs[0].results.at(-1)).toMatchObject({ baselineState: "absent", kind: "pass" });
    expect(read("known/baseline.json")).toBe(before);
    await allways(folder, ["test", "specs", "--scenario", "two threads", ...BASELINE, "--update-baseline"]);
    const { counterexamples } = JSON.parse(read("known/baseline.json")) as { counterexamples: { scenario: string }[] };
    expect(counterexamples.map(({ scenario }) => scenario)).toEqual(["as it is"]);
    // A scenario that is there no more.
    writeFileSync(join(folder, "specs/counter.ts"), SPEC.replace('"as it is"', '"as it was"'));
    const lost = await allways(folder, ["test", "specs", ...BASELINE]);
    expect(lost.stdout).toContain(
      '  gone since the baseline:\n    specs/counter.ts, as it is: violates "nothing lost" after 4 steps\n',
    );
    expect(lost.code).toBe(1);
  });

  test("never pardons a count that is wrong, or a verdict without a counterexample", async () => {
    writeFileSync(join(folder, "specs/counter.ts"), SPEC);
    await allways(folder, ["test", "specs", ...BASELINE, "--update-baseline"]);
    change("steps: 4", "steps: 5");
    const counted = await allways(folder, ["test", "specs", ...BASELINE, "--json"]);
    expect(counted.code).toBe(1);
    const objects = counted.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects.map(({ expectation, baseline }) => [expectation.met, baseline.state, baseline.gone])).toEqual([
      [false, "known", []],
      [true, null, []],
      [false, "known", []],
    ]);
    change('{ violates: "nothing lost" }, steps: 4', '"holds" as const, set: { atomic: true }');
    writeFileSync(
      join(folder, "specs/counter.ts"),
      read("specs/counter.ts").replace(
        '"in one step": { set: { atomic: true }, expect: "holds" }',
        '"in one step": { set: { atomic: true }, expect: "deadlocks" }',
      ),
    );
    const held = await allways(folder, ["test", "specs", ...BASELINE]);
    expect(held.stdout).toContain("verdict: expected deadlocks, came holds");
    expect(held.code).toBe(1);
  });

  test.each([
    ["{", "is not a baseline: "],
    ['{"format":"allways trace"}', "is not a baseline: it must have required property 'version'"],
    [
      '{"format":"allways baseline","version":2,"counterexamples":[]}',
      "is not a baseline: version must be equal to constant 1",
    ],
    [
      '{"format":"allways baseline","version":1,"counterexamples":[{"file":1}]}',
      "is not a baseline: counterexamples/0 ",
    ],
    ["[".repeat(200_000), "is not a baseline: "],
  ])("that reads %.40s is refused in one line", async (text, message) => {
    writeFileSync(join(folder, "bad.json"), text);
    const { code, stderr } = await allways(folder, ["test", "specs", "--baseline", "bad.json", "--update-baseline"]);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(151);
    expect(read("bad.json")).toBe(text);
  });
});

function makeFolderOf(name: string): void {
  if (!existsSync(join(folder, name))) mkdirSync(join(folder, name));
}
