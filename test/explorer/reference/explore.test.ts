// The reference explorer passes the suite of all explorers; what only it promises is tested below.

import { describe, expect, it } from "vitest";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { SpecError } from "../../../src/spec/source/diagnostic.ts";
import { goto, local, makeBuilder, when } from "../builder.ts";
import { describeExplorer } from "../conformance.ts";
import { increment, peterson } from "../examples.ts";
import { plain, summary } from "../summary.ts";

describeExplorer({ name: "reference", explore: exploreReference });

describe("the reference explorer", () => {
  it("takes a level back when it would keep more states than it may", async () => {
    const program = increment(5, true);
    const exploration = await exploreReference(program, { ...plain, all: true, maxStates: 1000 });
    expect(summary(program, exploration)).toMatchInlineSnapshot(`
      "627 / 906 / 6
      cut 401 by states
      5 always every increment counts: thread[0] thread[1] thread[1] thread[0]"
    `);
    const complete = await exploreReference(program, { ...plain, all: true, maxDepth: 6 });
    expect(exploration.counts).toEqual(complete.counts);
    expect(exploration.coverage).toEqual(complete.coverage);
  });

  it("ends at once when it is interrupted, and says so", async () => {
    const exploration = await exploreReference(peterson(), { ...plain, signal: AbortSignal.abort() });
    expect(exploration.completeness.bounds).toEqual([{ name: "interrupt", limit: null, cut: 1 }]);
    expect(exploration.counts).toEqual({ distinct: 1, generated: 1, initial: 1, depth: 1 });
  });

  it("ends when its time is over", async () => {
    const exploration = await exploreReference(increment(5, true), { ...plain, all: true, maxTime: 1 });
    expect(exploration.completeness.bounds.map((bound) => bound.name)).toEqual(["time"]);
  });

  it("refuses other searches than breadth-first", async () => {
    await expect(exploreReference(peterson(), { ...plain, search: "dfs" })).rejects.toThrow(SpecError);
  });

  it("refuses a program that can start nowhere", async () => {
    const b = makeBuilder("nowhere");
    b.init([when(0), goto(0)]);
    await expect(exploreReference(b.program(), plain)).rejects.toThrow("`init` leaves no state to start from");
  });

  it("notices a program that reads a local without a value", async () => {
    const b = makeBuilder("dead read");
    const n = b.column("n", 0, 1);
    b.process("p", {
      locals: [{ name: "v", lo: 0, hi: 1 }],
      locations: [
        { label: "read", body: [{ kind: "set", cell: n(), value: { kind: "read", cell: local(0) } }, goto(0)] },
      ],
    });
    await expect(exploreReference(b.program(), plain)).rejects.toThrow("local 0[0] is read where it has no value");
  });
});
