// What a verdict says was proven, in one table: every bound, every engine, every kind of property, each true, broken where every bound
// hides it, and broken near the start. The spec is a grid of two counters, of which all numbers are known: 7 × 7 states, 13 levels,
// as many states in a level as there are ways to write its number as a sum. What must come out is computed here from what a bound
// hides; all reporters must say the same.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { beforeAll, describe, expect, test } from "vitest";
import { select } from "../../src/check/selection.ts";
import type { ExploreOptions, Explorer } from "../../src/explorer/exploration.ts";
import { exploreWith } from "../../src/explorer/search/breadth-first.ts";
import { explore } from "../../src/explorer/search/explore.ts";
import { assembleVerdict } from "../../src/report/assemble.ts";
import { type Case, suiteOf } from "../../src/report/cases.ts";
import { writeAnnotations, writeSummary } from "../../src/report/github.ts";
import { verdictToJson } from "../../src/report/json.ts";
import { writeJunit } from "../../src/report/junit.ts";
import { grouped } from "../../src/report/layout.ts";
import { printVerdict } from "../../src/report/pretty.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { makeStyle } from "../../src/report/style.ts";
import { writeTap } from "../../src/report/tap.ts";
import type { Verdict } from "../../src/report/verdict.ts";
import { extentWords } from "../../src/report/words.ts";
import { replayTrace } from "../../src/trace/replay.ts";
import { ensureBuilt } from "../cli/bin.ts";
import { plain } from "../explorer/summary.ts";
import { readSchema, validate } from "./schema.ts";

const GRID = `import { assert, bool, ended, eventually, int, leadsTo, oneOf, params, shared, spec, when } from "allways";
const { kind, at, size, limit } = params({
  kind: oneOf("none", "assert", "deadlock"),
  at: int(0, 2000, 2000), // the sum at which what is broken breaks; 2000: nothing is
  size: int(1, 1000, 6),
  limit: int(0, 1000, 1000),
});
const s = shared({ a: int(0, size), b: int(0, size), never: bool() });
function* left() {
  do {
    yield "left";
    s.a++;
    if (kind === "assert") assert(s.a + s.b !== at, "not there");
  } while (s.a < size);
}
function* right() {
  do {
    yield "right";
    s.b++;
    if (kind === "assert") assert(s.a + s.b !== at, "not there");
    if (kind === "deadlock" && s.a + s.b === at) {
      yield "stuck";
      when(s.never);
    }
  } while (s.b < size);
}
export default spec("grid", {
  processes: { left, right },
  within: () => s.a <= limit,
  always: { always: () => s.a + s.b !== at },
  step: { step: () => s.a + s.b !== at },
  quiescent: { quiescent: () => s.a + s.b !== at },
  reachable: { reachable: () => s.a + s.b === (at === 2000 ? -1 : at) },
  temporal: {
    leadsTo: leadsTo(() => s.a === 1, () => at === 2000 && ended(left) === 1),
    eventually: eventually(() => at === 2000 && ended(right) === 1),
  },
});
`;

const KINDS = ["always", "step", "quiescent", "reachable", "assert", "deadlock", "leadsTo", "eventually"] as const;
type Kind = (typeof KINDS)[number];

/** At the sum of the last state, which every bound hides; at 2, which most do not; nowhere. */
const TRUTHS = ["true", "broken far", "broken near"] as const;
type Truth = (typeof TRUTHS)[number];

const CODES: Readonly<Record<Kind, number>> = {
  always: 12,
  step: 13,
  quiescent: 12,
  reachable: 12,
  assert: 14,
  deadlock: 11,
  leadsTo: 13,
  eventually: 13,
};

interface Bounded {
  readonly options: Partial<ExploreOptions>;
  readonly set: readonly string[];
  /** Names of the bounds that cut something. */
  readonly cuts: readonly string[];
  /** Nothing near is seen either. */
  readonly blind?: boolean;
}

const BOUNDS: Readonly<Record<string, Bounded>> = {
  none: { options: {}, set: [], cuts: [] },
  "depth that is enough": { options: { maxDepth: 14 }, set: [], cuts: [] },
  "within that cuts nothing": { options: {}, set: ["limit=6"], cuts: [] },
  depth: { options: { maxDepth: 6 }, set: [], cuts: ["depth"] },
  states: { options: { maxStates: 20 }, set: [], cuts: ["states"] },
  time: { options: { maxTime: 0 }, set: [], cuts: ["time"], blind: true },
  interrupt: { options: { signal: AbortSignal.abort() }, set: [], cuts: ["interrupt"], blind: true },
  within: { options: {}, set: ["limit=3"], cuts: ["within"] },
  "within and depth": { options: { maxDepth: 6 }, set: ["limit=3"], cuts: ["within", "depth"] },
};

interface Engine {
  readonly explore: Explorer;
  readonly search: ExploreOptions["search"];
  /** Threads take their time to start: less of the table. */
  readonly isSlow?: boolean;
}

const ENGINES: Readonly<Record<string, Engine>> = {
  bfs: { explore, search: "bfs" },
  "bfs, two threads": {
    explore: (program, options) =>
      exploreWith(program, { ...options, threads: 2 }, { firstExponent: 4, large: 0, arrangement: { smallLevel: 0 } }),
    search: "bfs",
    isSlow: true,
  },
  "bfs, lossy": {
    explore: (program, options) => explore(program, { ...options, lossy: { kind: "hash-compaction", hashBits: 40 } }),
    search: "bfs",
  },
  dfs: { explore, search: "dfs" },
  "random walk": { explore, search: "random" },
};

const FOLDER = mkdtempSync(join(tmpdir(), "allways-completeness-"));
const FILE = join(FOLDER, "grid.ts");

// Threads run the build.
beforeAll(async () => {
  writeFileSync(FILE, GRID);
  await ensureBuilt();
});

const NAMED: ReadonlySet<string> = new Set(["always", "step", "quiescent", "reachable", "leadsTo", "eventually"]);

/** Judged where nothing is left to do, which no bound leaves to be seen. */
function isAtRest(kind: Kind): boolean {
  return kind === "quiescent" || kind === "deadlock";
}

function isTemporal(kind: Kind): boolean {
  return kind === "leadsTo" || kind === "eventually";
}

const specs = new Map<string, ReturnType<typeof select>>();

function specOf(set: readonly string[]): ReturnType<typeof select> {
  const key = set.join(" ");
  const known = specs.get(key) ?? select(FILE, { set });
  specs.set(key, known);
  return known;
}

async function verdictOn(kind: Kind, truth: Truth, bound: Bounded, engine: string, size = 6): Promise<Verdict> {
  // What is to be reached is true where there is such a sum.
  const sums: Readonly<Record<Truth, number>> =
    kind === "reachable"
      ? { true: 2 * size, "broken far": 2000, "broken near": 2000 }
      : { true: 2000, "broken far": 2 * size, "broken near": isAtRest(kind) ? 2 * size : 2 };
  const set = [
    `size=${size}`,
    `at=${sums[truth]}`,
    ...(kind === "assert" || kind === "deadlock" ? [`kind=${kind}`] : []),
    ...bound.set,
  ];
  const { program, loaded } = await specOf(set);
  const checked = new Set(NAMED.has(kind) ? [kind] : []);
  const { explore: search, search: name } = ENGINES[engine]!;
  const options = { ...plain, search: name, walks: 10, properties: checked, ...bound.options };
  const explored = await search(program, options);
  const exploration = { ...explored, findings: explored.findings.slice(0, 1) };
  const replays = exploration.findings.map((finding) => replayTrace(loaded, program, finding.trace, finding));
  return assembleVerdict(program, exploration, replays, {
    checked,
    scenario: null,
    selection: [FILE],
    interrupted: null,
    remarks: [],
    strict: false,
    coverage: false,
    differs: false,
  });
}

/** The verdict and exit code that are right; more than one where a walk may or may not come to the place. */
function rightOutcomes(kind: Kind, truth: Truth, { cuts, blind = false }: Bounded, engine: string): string[] {
  const violated: Readonly<Partial<Record<Kind, string>>> = { assert: "error", deadlock: "deadlock" };
  const broken = `${violated[kind] ?? "violated"} ${CODES[kind]}`;
  const open = "inconclusive 3";
  const isBroken = truth !== "true";
  const near = truth === "broken near" && !isAtRest(kind) && kind !== "reachable" && !isTemporal(kind);
  if (isTemporal(kind) && engine !== "bfs" && engine !== "bfs, two threads") return [open];
  if (engine === "random walk") {
    if (!isBroken || kind === "reachable" || (cuts.length > 0 && !near)) return [open];
    return cuts.includes("time") || cuts.includes("interrupt") ? [broken, open] : [broken];
  }
  // That a state was missed is not to be ruled out, and so nothing is said to hold, or to be out of reach.
  const isLossy = engine === "bfs, lossy";
  if (isLossy && (!isBroken || kind === "reachable")) return [open];
  if (cuts.length === 0) return [isBroken ? broken : "holds 0"];
  if (near && engine !== "dfs") return blind ? [broken, open] : [broken];
  const closed =
    cuts.every((name) => name === "within") && !isTemporal(kind) && kind !== "reachable" && !isLossy ? "holds 0" : open;
  // How deep a search in depth has been by then is its own affair.
  const isChance = engine === "dfs" && isBroken && kind !== "reachable" && (near || cuts.includes("states"));
  return isChance ? [broken, closed] : [closed];
}

const seen = new Map<string, number>();

describe.each(Object.keys(ENGINES))("%s", (engine) => {
  test.each(Object.keys(BOUNDS))("bound: %s", { timeout: 60_000 }, async (name) => {
    const bound = BOUNDS[name]!;
    const { isSlow = false } = ENGINES[engine]!;
    for (const kind of isSlow ? (["reachable", "eventually"] as const) : KINDS) {
      // Refused together: a loop that is missed by chance is no loop (src/check/lossy.ts).
      if (engine === "bfs, lossy" && isTemporal(kind)) continue;
      for (const truth of isSlow ? (["true", "broken far"] as const) : TRUTHS) {
        // Far or near is one where nothing is cut, and for what shows at the end alone.
        if (truth === "broken near" && (bound.cuts.length === 0 || isAtRest(kind) || isTemporal(kind))) continue;
        const verdict = await verdictOn(kind, truth, bound, engine);
        const outcome = `${verdict.verdict} ${verdict.exitCode}`;
        const about = `${engine}, ${name}: ${kind}, ${truth}`;
        expect(rightOutcomes(kind, truth, bound, engine), about).toContain(outcome);
        if (verdict.counterexamples.length === 0) expectBounds(verdict, bound, engine, about);
        expectAgreement(verdict, about);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }
    }
  });
});

/** Each bound that cut something is named, none that did not, and how much was cut. */
function expectBounds(verdict: Verdict, { cuts }: Bounded, engine: string, about: string): void {
  const { bounds } = verdict.completeness;
  const names = bounds.map(({ name }) => name);
  if (engine === "random walk") {
    expect(verdict.extent, about).toBe("random");
    return;
  }
  expect(names, about).toEqual(cuts);
  expect(bounds.every(({ cut }) => cut > 0)).toBe(true);
  const whole = engine !== "bfs, lossy" ? "exhaustive" : "probabilistic";
  const isPart = cuts.length > 0 && (whole === "exhaustive" || cuts.some((name) => name !== "within"));
  expect(verdict.extent, about).toBe(isPart ? "bounded" : whole);
  const words = extentWords(verdict);
  for (const { cut } of bounds) expect(words).toContain(grouped(cut));
}

/** All reporters say the same of every property, and of the whole. */
function expectAgreement(verdict: Verdict, about: string): void {
  const suites = [suiteOf({ kind: "checked", verdict, result: null }, FOLDER)];
  const { cases } = suites[0]!;
  const asked = cases.filter(({ message }) => message !== "not asked for");
  const of = (status: Case["status"]): readonly Case[] => asked.filter((one) => one.status === status);
  const failing = [...of("failed"), ...of("error")];
  // The list of cases: nothing passes that was not decided, and something fails if and only if something is wrong.
  expect(failing.length > 0, about).toBe(verdict.exitCode > 3);
  if (verdict.verdict === "holds") expect(of("passed"), about).toHaveLength(asked.length);
  if (verdict.verdict === "inconclusive") expect(of("skipped").length, about).toBeGreaterThan(0);

  const json = verdictToJson(verdict, FOLDER);
  expect(validate(schema, JSON.parse(JSON.stringify(json))), about).toEqual([]);
  expect([json.verdict, json.exitCode]).toEqual([verdict.verdict, verdict.exitCode]);
  const statuses = { holds: "passed", bounded: "passed", inconclusive: "skipped", unchecked: "skipped" } as const;
  for (const { name, verdict: word } of json.properties) {
    const { status } = cases.find((one) => one.name === name)!;
    if (word === "violated" || word === "error") expect(failing.map((one) => one.name)).toContain(name);
    else expect(status, about).toBe(statuses[word]);
  }

  const xml = new DOMParser().parseFromString(writeJunit(suites, FOLDER), "text/xml").documentElement!;
  const totals = ["tests", "failures", "errors", "skipped"].map((name) => Number(xml.getAttribute(name)));
  const skipped = cases.filter(({ status }) => status === "skipped").length;
  expect(totals, about).toEqual([cases.length, of("failed").length, of("error").length, skipped]);

  const tap = writeTap(suites, FOLDER).split("\n");
  expect(tap.filter((line) => /^not ok/.test(line))).toHaveLength(failing.length);
  expect(tap.filter((line) => /^ok .* # SKIP (?!not asked for)/.test(line))).toHaveLength(of("skipped").length);

  const [run] = JSON.parse(writeSarif(suites, FOLDER, "0")).runs;
  expect(run.results).toHaveLength(failing.length);
  const { omission } = verdict.completeness;
  const notes: readonly unknown[] = run.invocations[0].toolExecutionNotifications ?? [];
  expect(notes).toHaveLength(omission === undefined ? of("skipped").length : 1);

  expect(writeAnnotations(suites, FOLDER).filter((line) => line.startsWith("::error "))).toHaveLength(failing.length);
  const summary = writeSummary(suites, FOLDER);
  expect([...summary.matchAll(/✗/g)]).toHaveLength(failing.length);
  expect([...summary.matchAll(/not decided|nothing found/g)]).toHaveLength(of("skipped").length);

  const text = printVerdict(verdict, { sources: new Map(), folder: FOLDER, format: null }, makeStyle({}));
  const sign = { holds: "✓", inconclusive: "?", violated: "✗", deadlock: "✗", error: "✗" }[verdict.verdict];
  expect(text.startsWith(`${sign} `), about).toBe(true);
  expect(text.replace(/\s+/g, " "), about).toContain(extentWords(verdict));
  expect(text.includes("inconclusive:"), about).toBe(verdict.verdict === "inconclusive");
}

const schema = readSchema();

test.each(["bfs", "dfs"])("bound: memory, %s", { timeout: 60_000 }, async (engine) => {
  const memory: Bounded = { options: { maxMemory: 2 ** 20 }, set: [], cuts: ["memory"] };
  for (const kind of ["always", "reachable", "eventually"] as const) {
    const verdict = await verdictOn(
      kind,
      kind === "always" && engine === "bfs" ? "broken far" : "true",
      memory,
      engine,
      700,
    );
    expect([verdict.verdict, verdict.exitCode]).toEqual(["inconclusive", 3]);
    expectBounds(verdict, memory, engine, kind);
    expectAgreement(verdict, kind);
  }
});

test("every outcome was met, most of them undecided", () => {
  expect([...seen.keys()].sort()).toEqual([
    "deadlock 11",
    "error 14",
    "holds 0",
    "inconclusive 3",
    "violated 12",
    "violated 13",
  ]);
  expect(seen.get("inconclusive 3")).toBeGreaterThan(400);
});

test("how much was cut is counted", async () => {
  const rows: string[] = [];
  for (const [name, bound] of Object.entries(BOUNDS)) {
    for (const engine of ["bfs", "bfs, two threads", "dfs"]) {
      const verdict = await verdictOn("always", "true", bound, engine);
      const { distinct, depth } = verdict.counts;
      rows.push(`${name}, ${engine}: ${extentWords(verdict)}; ${distinct} states, depth ${depth}`);
    }
  }
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "none, bfs: exhaustive; 49 states, depth 13
    none, bfs, two threads: exhaustive; 49 states, depth 13
    none, dfs: exhaustive; 49 states, depth 13
    depth that is enough, bfs: exhaustive; 49 states, depth 13
    depth that is enough, bfs, two threads: exhaustive; 49 states, depth 13
    depth that is enough, dfs: exhaustive; 49 states, depth 13
    within that cuts nothing, bfs: exhaustive; 49 states, depth 13
    within that cuts nothing, bfs, two threads: exhaustive; 49 states, depth 13
    within that cuts nothing, dfs: exhaustive; 49 states, depth 13
    depth, bfs: bounded: depth 6 (6 states not expanded); 21 states, depth 6
    depth, bfs, two threads: bounded: depth 6 (6 states not expanded); 21 states, depth 6
    depth, dfs: bounded: depth 6 (6 states not expanded); 21 states, depth 6
    states, bfs: bounded: 20 states (5 states not expanded); 15 states, depth 5
    states, bfs, two threads: bounded: 20 states (5 states not expanded); 15 states, depth 5
    states, dfs: bounded: 20 states (6 states not expanded); 21 states, depth 13
    time, bfs: bounded: 0 ms (1 state not expanded); 1 states, depth 1
    time, bfs, two threads: bounded: 0 ms (1 state not expanded); 1 states, depth 1
    time, dfs: bounded: 0 ms (2 states not expanded); 3 states, depth 1
    interrupt, bfs: bounded: interrupted (1 state not expanded); 1 states, depth 1
    interrupt, bfs, two threads: bounded: interrupted (1 state not expanded); 1 states, depth 1
    interrupt, dfs: bounded: interrupted (2 states not expanded); 3 states, depth 1
    within, bfs: bounded: within cut 7 successors; 28 states, depth 10
    within, bfs, two threads: bounded: within cut 7 successors; 28 states, depth 10
    within, dfs: bounded: within cut 7 successors; 28 states, depth 10
    within and depth, bfs: bounded: within cut 2 successors, depth 6 (4 states not expanded); 18 states, depth 6
    within and depth, bfs, two threads: bounded: within cut 2 successors, depth 6 (4 states not expanded); 18 states, depth 6
    within and depth, dfs: bounded: within cut 2 successors, depth 6 (4 states not expanded); 18 states, depth 6"
  `);
});
