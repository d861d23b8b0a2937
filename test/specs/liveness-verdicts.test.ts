// Liveness verdicts that the literature gives, with and without fairness: `n` violated or `y` holds, under no fairness, under
// weak fairness at most, and as the scenario declares it. The specs say where each is from.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { plain } from "../explorer/summary.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

function limited(program: Program, most: "none" | "weak" | null): Program {
  if (most === null) return program;
  const processes = program.processes.map((process) => ({
    ...process,
    fairness: most === "none" || process.fairness === "none" ? ("none" as const) : ("weak" as const),
  }));
  return { ...program, processes };
}

describe("under no fairness, weak fairness, and as declared", () => {
  test.each<[file: string, scenario: string, property: string, verdicts: string]>([
    // A blocked process is no busy one: only who spins needs the holder to be scheduled.
    ["liveness/locks.ts", "ticket lock", "who waits gets in", "n y y"],
    ["liveness/locks.ts", "ticket lock, three processes", "who waits gets in", "n y y"],
    ["liveness/locks.ts", "test and set, strongly fair", "who waits gets in", "n n n"],
    ["liveness/locks.ts", "test and set, strongly fair", "somebody gets in", "y y y"],
    ["liveness/locks.ts", "semaphore, strongly fair", "who waits gets in", "n n y"],
    ["liveness/locks.ts", "semaphore, strongly fair", "somebody gets in", "y y y"],
    ["liveness/semaphore.ts", "strong", "0 enters", "n n y"],
    ["liveness/peterson.ts", "weakly fair", "0 enters", "y y y"],
    ["liveness/dining-philosophers.ts", "all left-handed", "somebody eats", "n n n"],
    ["liveness/dining-philosophers.ts", "one right-handed, strongly fair", "somebody eats", "y y y"],
    ["liveness/dining-philosophers.ts", "one right-handed, strongly fair", "who is hungry eats", "n n y"],
    ["liveness/dining-philosophers.ts", "five, one right-handed, strongly fair", "who is hungry eats", "n n y"],
    ["liveness/alternating-bit.ts", "strongly fair", "messages get through", "n n y"],
    ["liveness/alternating-bit.ts", "nothing is lost, weakly fair", "messages get through", "y y y"],
    ["liveness/lossy-channel.ts", "strongly fair", "it is acknowledged", "n n y"],
    ["liveness/readers-writers.ts", "readers first", "a writer writes", "n n n"],
    ["liveness/readers-writers.ts", "readers first", "a reader reads", "n n y"],
    ["liveness/readers-writers.ts", "writers first, two writers", "a reader reads", "n n n"],
    ["liveness/readers-writers.ts", "who came first", "a writer writes", "y y y"],
    ["liveness/readers-writers.ts", "who came first", "a reader reads", "y y y"],
    ["liveness/last-step.ts", "it may be too late", "who asks is served", "n n n"],
    ["classic/coffee-can.ts", "hundred beans", "one is left", "y y y"],
    ["classic/readers-writers.ts", "two actors", "the first reads and writes again and again", "n y y"],
  ])("%s, %s: %s: %s", async (file, scenario, property, verdicts) => {
    const path = join(SPECS, file);
    const { set } = (await loadSpec(path, {})).definition.scenarios.get(scenario)!;
    const program = lowerSpec(await loadSpec(path, set));
    const options = { ...plain, all: true, properties: new Set([property]) };
    const found: string[] = [];
    for (const most of ["none", "weak", null] as const) {
      const fair = limited(program, most);
      const { findings, live } = await exploreBreadthFirst(fair, options);
      const violated = findings.some(({ kind }) => kind === "temporal");
      expect(live!.size).toBe(violated ? 0 : 1);
      found.push(violated ? "n" : "y");
      if (file.startsWith("liveness")) {
        expect((await exploreReference(fair, options)).findings).toEqual(findings);
      }
    }
    expect(found.join(" ")).toBe(verdicts);
  });
});
