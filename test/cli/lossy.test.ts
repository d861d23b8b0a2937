// `--lossy hash-compaction` as people see it: the probability that something was missed stands in every report, the exit code
// is that of what is not exhaustive, and what makes no sense with it is refused.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { lossyOf } from "../../src/check/lossy.ts";
import { readSchema, validate } from "../report/schema.ts";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";
import { LOST_UPDATE } from "./specs.ts";

let folder = "";

/** 25 states. */
const COUNTERS = `import { eventually, int, params, shared, spec, when } from "allways";
const { bad } = params({ bad: int(0, 9, 9) });
const s = shared({ a: int(0, 4), b: int(0, 4) });
function a() { when(s.a < 4); s.a++; }
function b() { when(s.b < 4); s.b++; }
export default spec("counters", {
  actions: { a, b },
  mayEnd: true,
  always: { few: () => s.a + s.b !== bad },
  temporal: { done: eventually(() => s.a === 4) },
});
`;

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({ "lost-update.ts": LOST_UPDATE, "counters.ts": COUNTERS });
});

const LOSSY = ["--lossy", "hash-compaction"];
const FEW = ["check", "counters.ts", "--property", "few", ...LOSSY];
const MISSED = "a state was missed with a probability of at most 2.9e-16 (60-bit hashes)";

describe("a lossy search that finds nothing", () => {
  test("is inconclusive, and says how likely it is that something was missed", async () => {
    const { code, stdout, stderr } = await allways(folder, FEW);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "? counters                                                                               counters.ts
        so far  always  few
        1 property not asked for
        inconclusive: nothing violated as far as was looked
        25 states, 41 generated, depth 9 ·
        probabilistic: a state was missed with a probability of at most 2.9e-16 (60-bit hashes) · N ms ·
        6 bits
      "
    `);
  });

  test("is worth less with fewer bits, and as much with another seed", async () => {
    const { stdout } = await allways(folder, [...FEW, "--hash-bits", "32", "--seed", "7", "--json"]);
    expect(JSON.parse(stdout).completeness.omission).toEqual({
      kind: "hash-compaction",
      hashBits: 32,
      seed: 7,
      probability: (25 * 26) / 2 / 2 ** 32,
    });
  });

  test("says so in every report", async () => {
    const files = ["junit=r.xml", "sarif=r.sarif", "tap=r.tap"].flatMap((file) => ["--reporter", file]);
    const { code, stdout } = await allways(folder, [...FEW, ...files, "--reporter", "github"]);
    expect(code).toBe(3);
    expect(stdout).toContain(`::notice file=counters.ts,line=9,col=18,title=counters%3A lossy::${MISSED}`);
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    expect(read("r.xml")).toContain(`<property name="omission" value="${MISSED}"/>`);
    expect(read("r.xml")).toContain(`<skipped message="nothing found; ${MISSED}"`);
    expect(read("r.tap")).toContain(`# SKIP nothing found; ${MISSED}`);
    expect(JSON.parse(read("r.sarif")).runs[0].invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: "note", message: { text: `counters: ${MISSED}` } }],
      },
    ]);
  });

  test("is probabilistic in JSON, as the schema says", async () => {
    const { code, stdout } = await allways(folder, [...FEW, "--json"]);
    const object = JSON.parse(stdout);
    expect(code).toBe(3);
    expect(object).toMatchObject({ verdict: "inconclusive", exitCode: 3, completeness: { kind: "probabilistic" } });
    expect(object.properties[0].verdict).toBe("inconclusive");
    expect(validate(readSchema(), object)).toEqual([]);
  });
});

test("a counterexample of a lossy search is replayed like any other, and is no proof that none is shorter", async () => {
  const { code, stdout } = await allways(folder, ["check", "lost-update.ts", ...LOSSY]);
  expect(code).toBe(12);
  expect(stdout).toContain("replayed by lost-update.ts itself");
  expect(stdout).toContain("ended at the first violation, a state was missed with a probability of at most");
  expect(stdout).not.toContain("exhaustive");
});

const others = { search: "bfs", checkpoint: false, temporal: false };

test.each([
  [{ search: "dfs" }, "--search dfs"],
  [{ compact: true }, "--compact"],
  [{ crossCheck: true as const }, "--cross-check"],
  [{ checkpoint: true }, "--checkpoint and --resume"],
  [{ threads: 2 }, "--threads 2"],
  [{ temporal: true }, "temporal properties"],
])("%o is refused with it", (more, what) => {
  const ask = () => lossyOf({ lossy: "hash-compaction" }, { ...others, ...more });
  expect(ask).toThrow(`--lossy hash-compaction does not go with ${what}`);
});

test.each([
  [["--lossy", "bitstate"], "argument 'bitstate' is invalid. Allowed choices are hash-compaction."],
  [["--hash-bits", "40"], "error: --hash-bits is for --lossy hash-compaction"],
  [[...LOSSY, "--hash-bits", "61"], "bits of a hash are an integer from 32 to 60."],
  [[...LOSSY, "--checkpoint", "kept"], "error: --lossy hash-compaction does not go with --checkpoint and --resume\n"],
])("%s is refused", async (flags, message) => {
  const { code, stdout, stderr } = await allways(folder, ["check", "counters.ts", ...flags]);
  expect({ code, stdout }).toEqual({ code: 151, stdout: "" });
  expect(stderr).toContain(message);
});
