// No temporal property is ever said to hold where a bound has cut something: every bound, every form of property, each of
// which holds where nothing is cut. And what a property rests on is asked for by the same search: premises of all forms.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExploreOptions } from "../../../src/explorer/exploration.ts";
import { firstAtom, premisesOf, wordsOf } from "../../../src/explorer/liveness/premises.ts";
import { verdictOf } from "../../../src/explorer/property/completeness.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { explore } from "../../../src/explorer/search/explore.ts";
import { lowerSpec } from "../../../src/spec/lower/index.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { plain } from "../summary.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "allways-"));
let files = 0;

async function programOf(temporal: string, rest = ""): Promise<Program> {
  const file = join(FOLDER, `bounds${files++}.ts`);
  const text = `
import { always, and, at, bool, ended, eventually, eventuallyAlways, implies, infinitelyOften, int, leadsTo, not, or, shared,
  spec, strong, taken, terminates, until, when } from "allways";
const s = shared({ n: int(0, 60), never: bool() });
const m = shared({ a: int(0, 700), b: int(0, 700) });
function* counter() {
  do {
    yield "count";
    s.n++;
  } while (s.n < 60);
}
function* stuck() {
  yield "stuck";
  when(s.never);
}
export default spec("counting", { processes: { counter, stuck: strong(stuck) }, mayEnd: true, ${rest}
  temporal: { ${temporal} } });
`;
  writeFileSync(file, text);
  return lowerSpec(await loadSpec(file, {}));
}

const FORMS = {
  eventually: "eventually(() => s.n === 2)",
  always: "always(() => s.n >= 0)",
  leadsTo: "leadsTo(() => s.n === 1, () => s.n === 2)",
  infinitelyOften: "infinitelyOften(() => s.n === 60)",
  eventuallyAlways: "eventuallyAlways(() => s.n === 60)",
  until: "until(() => s.n < 60, () => s.n === 60)",
  implies: "implies(() => s.n === 0, eventually(() => s.n === 1))",
  and: "and(eventually(() => s.n === 1), eventually(() => s.n === 2))",
  or: "or(() => s.never, eventually(() => s.n === 1))",
  not: "not(eventually(() => s.never))",
  taken: 'eventually(taken(counter, "count"))',
  "step condition": "eventually(taken(() => s.n === 1))",
  condition: "always(implies(() => s.n === 3, eventually(() => s.n === 4)))",
  terminates: "or(terminates(), eventually(() => ended(counter) === 1))",
};

const aborted = AbortSignal.abort();
const BOUNDS: Readonly<Record<string, Partial<ExploreOptions>>> = {
  depth: { maxDepth: 20 },
  "depth, one state": { maxDepth: 1 },
  "depth, all but the last state": { maxDepth: 60 },
  states: { maxStates: 10 },
  "states, all but one": { maxStates: 60 },
  time: { maxTime: 0 },
  interrupt: { signal: aborted },
  dfs: { search: "dfs" },
  "dfs to a depth": { search: "dfs", maxDepth: 20 },
  random: { search: "random", walks: 3 },
};

describe("under a bound no temporal property holds", async () => {
  const all = await programOf(
    Object.entries(FORMS)
      .map(([name, form]) => `"${name}": ${form}`)
      .join(", "),
  );
  const verdicts = async (program: Program, options: Partial<ExploreOptions>): Promise<Record<string, string>> => {
    const explored = await explore(program, { ...plain, ...options });
    return Object.fromEntries(
      program.properties.map(({ name }, i) => [name, verdictOf(program, explored, null, i)] as const),
    );
  };
  const each = (verdict: string): Record<string, string> =>
    Object.fromEntries(Object.keys(FORMS).map((name) => [name, verdict]));

  it("but all do without", async () => {
    expect(await verdicts(all, {})).toEqual(each("holds"));
    expect(await verdicts(all, { all: true, maxDepth: 62, maxStates: 62 })).toEqual(each("holds"));
  });

  it.each(Object.keys(BOUNDS))("%s", async (name) => {
    expect(await verdicts(all, BOUNDS[name]!)).toEqual(each("inconclusive"));
    expect(await verdicts(all, { ...BOUNDS[name]!, all: true })).toEqual(each("inconclusive"));
  });

  it("memory", async () => {
    const forms = Object.entries(FORMS)
      .map(([name, form]) => `"${name}": ${form}`)
      .join(", ");
    const wide = "actions: { a() { when(m.a < 700); m.a++; }, b() { when(m.b < 700); m.b++; } },";
    const program = await programOf(forms, wide);
    expect(await verdicts(program, { maxMemory: 2 ** 20 })).toEqual(each("inconclusive"));
  });

  it("interrupt, while the reference explorer looks for loops", async () => {
    const program = await programOf(
      "eventually: eventually(() => s.n === 2)",
      "actions: { a() { when(m.a < 40); m.a++; } },",
    );
    let asked = 0;
    const abortedAfter = (times: number): AbortSignal =>
      ({
        get aborted() {
          return ++asked > times;
        },
      }) as AbortSignal;
    const whole = await exploreReference(program, { ...plain, signal: abortedAfter(Number.POSITIVE_INFINITY) });
    expect(verdictOf(program, whole, null, 0)).toBe("holds");
    const times = asked - 1;
    asked = 0;
    const late = await exploreReference(program, { ...plain, signal: abortedAfter(times) });
    expect(late.counts).toEqual(whole.counts);
    expect(late.completeness.bounds).toEqual([{ name: "interrupt", limit: null, cut: 1 }]);
    expect(verdictOf(program, late, null, 0)).toBe("inconclusive");
  });

  it("within, and a violation that ends the search", async () => {
    const forms = Object.entries(FORMS)
      .map(([name, form]) => `"${name}": ${form}`)
      .join(", ");
    const within = await programOf(forms, "within: () => s.n < 40,");
    expect(await verdicts(within, {})).toEqual(each("inconclusive"));
    const violated = await programOf(forms, "always: { early: () => s.n < 30 },");
    expect(await verdicts(violated, {})).toEqual({ early: "violated", ...each("inconclusive") });
  });
});

describe("premises", () => {
  it("that never hold are found for every form, alike in both explorers", async () => {
    const program = await programOf(`
      a: leadsTo(() => s.never, () => s.n === 60),
      b: leadsTo(() => s.n === 1, () => s.n === 60),
      c: leadsTo(taken(stuck), () => s.n === 60),
      d: leadsTo(taken(counter), () => s.n === 60),
      e: implies(() => s.n === 1, eventually(() => s.never)),
      f: implies(() => s.n === 0, eventually(() => s.n === 60)),
      g: implies(always(() => s.n < 2), eventually(() => s.never)),
      h: always(implies(eventually(() => s.never), () => s.n === 0)),
      i: always(implies(eventually(() => s.n === 60), () => s.n >= 0)),
      j: and(leadsTo(() => s.n === 1, () => s.n === 2), leadsTo(() => s.never, () => s.n === 2)),
      k: not(eventually(() => s.never)),
    `);
    const explored = await explore(program, plain);
    expect((await exploreReference(program, plain)).unmet).toEqual(explored.unmet);
    expect(explored.live!.size).toBe(program.properties.length);
    const said = explored.unmet!.map(({ property, premise }) => {
      const { name, temporal } = program.properties[property]!;
      const { left } = premisesOf(temporal!.formula)[premise]!;
      expect(firstAtom(left)).toBeLessThan(temporal!.atoms.length);
      return `${name}: ${wordsOf(left, temporal!.atoms)}`;
    });
    expect(said).toEqual([
      "a: s.never",
      "c: taken(stuck)",
      "e: s.n === 1",
      "g: always(s.n < 2)",
      "h: eventually(s.never)",
      "j: s.never",
    ]);
  });
});
