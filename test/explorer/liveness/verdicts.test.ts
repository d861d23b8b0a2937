// Temporal properties from a spec's file to its verdict: what holds under which fairness, how a lasso is told, replayed and
// written, and what is left open under bounds.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_SEARCH, runCheck, type SearchFlags } from "../../../src/check/run.ts";
import { type SelectionFlags, select } from "../../../src/check/selection.ts";
import type { Verdict } from "../../../src/report/verdict.ts";
import { endingOf, endingWords } from "../../../src/trace/ending.ts";
import { followSchedule } from "../../../src/trace/follow.ts";
import { replayTrace } from "../../../src/trace/replay.ts";
import { parseSchedule, printSchedule } from "../../../src/trace/schedule.ts";

const calm = { signal: new AbortController().signal, exitCode: () => null } as Parameters<typeof runCheck>[2];
const fileOf = (name: string): string => join(import.meta.dirname, "../../../specs/liveness", `${name}.ts`);

async function check(
  name: string,
  flags: Partial<SelectionFlags> = {},
  search: Partial<SearchFlags> = {},
): Promise<Verdict> {
  const selection = await select(fileOf(name), { set: [], ...flags });
  return (await runCheck(selection, { ...DEFAULT_SEARCH, ...search }, calm, null)).verdict;
}

describe("a temporal property", () => {
  it("holds under strong fairness, and not under less: the verdict names what it relied on", async () => {
    const strong = await check("semaphore", { scenario: "strong" });
    expect([strong.verdict, strong.exitCode, strong.fairness]).toEqual(["holds", 0, ["strong fairness of worker"]]);
    const weak = await check("semaphore", { scenario: "strong", fairness: "weak" });
    expect([weak.verdict, weak.exitCode, weak.fairness]).toEqual(["violated", 13, ["weak fairness of worker"]]);
    const none = await check("lossy-channel", { scenario: "strongly fair", fairness: "none" });
    expect([none.verdict, none.exitCode, none.fairness]).toEqual(["violated", 13, ["no fairness"]]);
  });

  it("is shown violated by a loop that is fair, and shown to be", async () => {
    const [lasso] = (await check("semaphore", { scenario: "weak" })).counterexamples;
    expect(lasso!.schedule).toBe("@ worker[1]*2");
    expect(lasso!.trace.loop).toBe(0);
    expect(lasso!.replay).toEqual({ kind: "agrees" });
    const fairness = lasso!.fairness.map(({ name, step, held }) => [name, step, held]);
    expect(fairness).toEqual([
      ["worker[0]", null, 1],
      ["worker[1]", 1, null],
    ]);
  });

  it("is judged on the stay where a run ends", async () => {
    const [lasso] = (await check("last-step")).counterexamples;
    expect([lasso!.schedule, lasso!.trace.loop]).toEqual(["server client @", 2]);
  });

  it("comes out the same from the reference explorer", async () => {
    for (const [name, scenario] of [
      ["semaphore", "weak"],
      ["lossy-channel", "weakly fair"],
      ["peterson", "weakly fair"],
    ] as const) {
      const { remarks } = await check(name, { scenario }, { crossCheck: true });
      expect(remarks.join()).toMatch(/^cross-check: the two explorers agree on everything/);
    }
  });

  it("is inconclusive under a bound and in other orders of search, and never holds there", async () => {
    const bounded = await check("peterson", {}, { depth: 3 });
    expect([bounded.verdict, bounded.exitCode]).toEqual(["inconclusive", 3]);
    for (const search of ["dfs", "random"] as const) {
      const other = await check("peterson", {}, { search });
      expect([other.verdict, other.exitCode]).toEqual(["inconclusive", 3]);
      expect(other.remarks).toContain("temporal properties are checked by --search bfs alone");
    }
  });
});

describe("the schedule of a lasso", () => {
  it("is read as it is written, and replayed", async () => {
    const { program, loaded } = await select(fileOf("semaphore"), { set: [], scenario: "weak" });
    for (const line of ["@ worker[1]*2", "worker[0] @ worker[0] worker[0]", "worker[0]*2 @ worker[1]*2"]) {
      const schedule = parseSchedule(line);
      expect(parseSchedule(printSchedule(schedule))).toEqual(schedule);
    }
    const { trace } = followSchedule(program, parseSchedule("worker[0]*2 @ worker[1]*2"));
    const [finding] = endingOf(program, trace, null, null);
    expect(finding).toMatchObject({ kind: "temporal", property: 1 });
    expect(replayTrace(loaded, program, trace, finding!)).toEqual({ kind: "agrees" });
  });

  it("is no counterexample where it is unfair, and no run where it does not close", async () => {
    const { program } = await select(fileOf("peterson"), { set: [] });
    const { program: lossy } = await select(fileOf("lossy-channel"), { set: [], scenario: "strongly fair" });
    const { trace } = followSchedule(lossy, parseSchedule("@ send lose"));
    expect(endingOf(lossy, trace, null, null)).toEqual([]);
    expect(endingWords(lossy, trace)).toBe("no run that is fair: it goes on so for ever, and receive never moves");
    expect(() => followSchedule(program, parseSchedule("@ lock[0]"))).toThrow("do not lead back");
    expect(() => followSchedule(program, parseSchedule("lock[0] @"))).toThrow("lock[0] has to move");
  });
});
