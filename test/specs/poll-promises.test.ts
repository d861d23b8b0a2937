// What the poll specs ask of states in which nobody has to move, and what they ask of whole runs, agree: in every setting of
// every scenario the one is violated if and only if the other is, but for those listed, where runs say more. Where a scenario
// checks everything and all of it holds, that is what scenarios.test.ts finds; here are the others.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import type { Scenario } from "../../src/spec/definition.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program, Property, Statement } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { not } from "../explorer/builder.ts";
import { plain } from "../explorer/summary.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "specs", "io-uring-poll");

const I2 = "I2 queued task_work leads to its run";
/** Added here, as no scenario breaks it. */
const I2_AT_REST = "no task_work is queued";

/** Of states at rest, and of runs. */
const PAIRS = [
  ["I3 no event missed", "I3 raised event leads to completion or consumption"],
  ["I4 cancel completes", "I4 cancel leads to final completion"],
  [I2_AT_REST, I2],
] as const;

/** Where a run violates what no state at rest does: scenario, property, and why. */
const STRONGER: ReadonlyMap<string, readonly [property: string, why: string]> = new Map([
  [
    "wakes without end, 7.1, locks unfair: I4",
    ["I4 cancel leads to final completion", "the handler waits for a lock that wakers take again and again"],
  ],
]);

/** The program with what I2 means at rest: what is to lead to something does not hold. */
function withRest(program: Program): Program {
  const promise = program.properties.find(({ name }) => name === I2)!;
  const queued = promise.temporal!.atoms[0]!.predicate;
  const [only, ...rest] = queued.body as readonly [Statement, ...Statement[]];
  if (only.kind !== "return" || rest.length > 0) throw new Error(`${I2} begins with more than an expression`);
  const conjunct = { ...queued, body: [{ ...only, value: not(only.value) }], text: "task.work === 0" };
  const atRest: Property = { name: I2_AT_REST, kind: "quiescent", place: promise.place, conjuncts: [conjunct] };
  return { ...program, properties: [...program.properties, atRest] };
}

for (const file of ["rework.ts", "before-rework.ts"]) {
  const { scenarios } = (await loadSpec(join(FOLDER, file), {})).definition;
  const keyOf = ({ set }: Scenario): string => JSON.stringify(Object.entries(set).sort());
  const all = [...scenarios.values()].filter(({ slow }) => !slow);
  const allHold = new Set(all.filter((s) => s.check === null && s.expect.kind === "holds").map(keyOf));
  const bySetting = new Map<string, Scenario>();
  for (const scenario of all) {
    const key = keyOf(scenario);
    if (!allHold.has(key) && !bySetting.has(key)) bySetting.set(key, scenario);
  }
  describe(`${file}: rest and runs agree in the setting of`, () => {
    const broken = new Map(PAIRS.map(([, run]) => [run as string, 0]));

    test.each([...bySetting.values()])("$name", { timeout: 300_000 }, async ({ name, set }) => {
      const program = withRest(lowerSpec(await loadSpec(join(FOLDER, file), set)));
      const properties = new Set<string>(PAIRS.flat());
      const { findings } = await exploreBreadthFirst(program, { ...plain, all: true, properties });
      const violated = new Set(
        findings.flatMap((finding) => ("property" in finding ? [program.properties[finding.property]!.name] : [])),
      );
      const stronger = PAIRS.filter(([rest, run]) => violated.has(run) && !violated.has(rest)).map(([, run]) => run);
      const weaker = PAIRS.filter(([rest, run]) => violated.has(rest) && !violated.has(run)).map(([, run]) => run);
      expect(stronger).toEqual(STRONGER.has(name) ? [STRONGER.get(name)![0]] : []);
      expect(weaker).toEqual([]);
      for (const run of violated) if (broken.has(run)) broken.set(run, broken.get(run)! + 1);
    });

    test("some of which break the promises", () => {
      expect(broken.get(PAIRS[0][1])).toBeGreaterThan(3);
      expect(broken.get(PAIRS[1][1])).toBeGreaterThan(0);
      expect(broken.get(I2)).toBe(0);
    });
  });
}
