// The report on a folder, as `allways test --html` writes it, in a real browser and as files.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "../cli/bin.ts";
import { LOST_UPDATE } from "../cli/specs.ts";
import { seriousFindings } from "./accessible.ts";
import { type Desk, openBrowser, SKIP } from "./browser.ts";

const HOSTILE_NAME = `</title><script>window.ran = true</script><img src="x:" onerror="window.ran = true">`;

const SCENARIOS = `import { int, params, shared, spec, when } from "allways";
const { limit } = params({ limit: int(0, 3, 1) });
const s = shared({ n: int(0, 3) });
function* count() {
  yield "one";
  s.n++;
  yield "two";
  s.n++;
}
function* idle() {
  yield "wait";
  when(s.n === 3);
  yield "never";
}
export default spec(${JSON.stringify(HOSTILE_NAME)}, {
  processes: { count, idle },
  always: { small: () => s.n <= limit, ${JSON.stringify(HOSTILE_NAME)}: () => s.n >= 0 },
  mayEnd: true,
  scenarios: {
    "as it is": { expect: { violates: "small" }, states: 3, steps: 2 },
    "with more room": { set: { limit: 2 }, expect: "holds", states: 3 },
    [${JSON.stringify(HOSTILE_NAME)}]: { set: { limit: 0 }, expect: "holds", states: 7 },
  },
});
`;

let folder = "";
let page = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "specs/lost-update.ts": LOST_UPDATE,
    "specs/scenarios.ts": SCENARIOS,
    "specs/refused.ts": `import { spec } from "allways";\nexport default spec("refused", { processes: { p: function* () { yield; } } });\n`,
  });
  const result = await allways(folder, ["test", "specs", "--html", "out/report"], {
    env: { SOURCE_DATE_EPOCH: "1764102600" },
  });
  expect(result.stderr).toContain("report written to out/report/index.html\n");
  expect(result.code).toBe(150);
  page = join(folder, "out", "report", "index.html");
});

describe("test --html", () => {
  test("writes a page for each counterexample, and links that lead to them", () => {
    const html = readFileSync(page, "utf8");
    const links = new Set([...html.matchAll(/href="(traces\/[^"]+)"/g)].map(([, href]) => href!));
    expect([...links].sort()).toEqual([
      "traces/lost-update-two-threads.html",
      "traces/scenarios-as-it-is.html",
      "traces/scenarios-title-script-window.ran-true-script-img-src-x-onerror-window.ran-true.html",
    ]);
    for (const link of links) expect(existsSync(join(folder, "out", "report", link))).toBe(true);
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor!);
    expect(anchors).toHaveLength(17);
    for (const anchor of anchors) expect(html).toContain(`id="${anchor}"`);
  });

  test("says when a folder cannot be made", async () => {
    const { code, stderr } = await allways(folder, ["test", "specs/lost-update.ts", "--html", "specs/lost-update.ts"]);
    expect({ code, stderr }).toEqual({
      code: 151,
      stderr: "error: specs/lost-update.ts cannot be written: ENOTDIR\n",
    });
  });

  test("leaves what other reporters say as it is", async () => {
    const [plain, reported] = await Promise.all(
      [[], ["--html", "other"]].map((words) => allways(folder, ["test", "specs/scenarios.ts", "--json", ...words])),
    );
    expect(reported!.stdout).toBe(plain!.stdout);
  });
});

describe.skipIf(SKIP)("the report on a folder, in Chromium (skipped where there is none)", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openBrowser();
  });

  afterAll(() => desk?.close());

  test("has what came of every scenario, what was expected, and what was never done", async () => {
    const { page: opened, complaints, requests } = await desk.visit(page);
    const text = (await opened.locator("body").allInnerTexts())
      .join()
      .replaceAll(HOSTILE_NAME, "HOSTILE")
      .replace(/\b[\d.]+ m?s\b/g, "N ms")
      .replace(/Node\.js \S+, \w+ \w+/, "NODE");
    expect(text).toMatchInlineSnapshot(`
      "Auto

      VERIFICATION REPORT

      lost update, HOSTILE

      ✗ 6 scenarios, 1 not as expected, 1 spec refused

      allways 0.1.0 · 25 November 2025, 20:30 UTC · NODE

      allways test specs
      scenarios
      6
      hold
      3
      counterexamples
      3
      states
      36
      steps explored
      43
      in all
      N ms

      A scenario is a spec with one setting of its parameters. Unless a row says otherwise, every interleaving of its steps was explored, in sequentially consistent memory. Labels are those that some step left, of all; vacuous is what held for want of a case, such as a branch that always went one way: the details tell. A scenario that expects a violation shows a known fault: it comes out as expected if that fault is found. A violation ends the search at the depth of the shortest counterexample, and the counts are those up to there.

      lost update
      specs/lost-update.ts
      3 scenarios
      HOSTILE
      specs/scenarios.ts
      1 of 3 not as expected
      all outcomes
      holds
      counterexamples
      not as expected
      6 scenarios
      specs/refused.ts

      The spec was refused.

      this yield has no label specs/refused.ts:2
      lost update specs/lost-update.ts
      As expected
      	Scenario	Outcome	Steps	States	Depth	Labels	Vacuous	Time
      ✓	two threads	violates "nothing lost" expected	4	12	5	2/2		N ms
      ✓	in one step	holds		4	3	1/1	1	N ms
      ✓	range only	holds		12	5	2/2	1	N ms

      2 of 2 labels were left by a step in some scenario.

      HOSTILE specs/scenarios.ts
      As expected
      	Scenario	Outcome	Steps	States	Depth	Labels	Vacuous	Time
      ✓	as it is	violates "small" expected	2	3	3	2/4		N ms
      ✓	with more room	holds		3	3	2/4	3	N ms
      ✗	HOSTILE	violates "small"
      expected: holds; states 7, came 2
      	1	2	2	1/4		N ms

      2 of 4 labels were left by a step in some scenario; never:

      idle › wait specs/scenarios.ts:11
      idle › never specs/scenarios.ts:13
      Details
      lost update · two threads
      lost update · in one step
      lost update · range only
      HOSTILE · as it is
      HOSTILE · with more room
      HOSTILE · HOSTILE"
    `);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test("takes every text of a spec for text, and has no script but its own", async () => {
    const { page: opened } = await desk.visit(page);
    expect(await opened.evaluate("window.ran")).toBeUndefined();
    expect(await opened.locator("script").count()).toBe(1);
    expect(await opened.locator("img").count()).toBe(0);
    expect(await opened.locator("h2", { hasText: HOSTILE_NAME }).count()).toBe(1);
    await opened.getByRole("link", { name: 'violates "small"' }).first().click();
    await opened.locator("h1", { hasText: HOSTILE_NAME }).waitFor();
    expect(await opened.evaluate("window.ran")).toBeUndefined();
    expect(await opened.locator(".expectation").textContent()).toBe("as the scenario expects");
    await opened.getByRole("link", { name: "All scenarios" }).click();
    await opened.locator("#scenario-scenarios-as-it-is:target").waitFor();
  });

  test("is sorted by a click on a head, and filtered by words and outcome", async () => {
    const { page: opened } = await desk.visit(page);
    const names = (): Promise<string[]> => opened.locator("tbody th:visible").allInnerTexts();
    const shown = async (): Promise<string[]> => (await names()).map((name) => name.replace(HOSTILE_NAME, "HOSTILE"));
    const checked = ["two threads", "in one step", "range only", "as it is", "with more room", "HOSTILE"];
    expect(await shown()).toEqual(checked);
    const head = opened.locator("th", { hasText: "States" }).first();
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    expect((await shown()).slice(0, 3)).toEqual(["in one step", "two threads", "range only"]);
    await head.getByRole("button").click();
    expect((await shown()).slice(0, 3)).toEqual(["two threads", "range only", "in one step"]);
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe(null);
    expect(await shown()).toEqual(checked);
    await opened.keyboard.press("/");
    await opened.keyboard.type("small");
    expect(await shown()).toEqual(["as it is", "HOSTILE"]);
    expect(await opened.locator(".tools output").textContent()).toBe("2 of 6 scenarios");
    expect(await opened.locator("section.spec:visible").count()).toBe(1);
    await opened.getByRole("searchbox").fill("");
    await opened.getByRole("combobox", { name: "Outcome" }).selectOption("unmet");
    expect(await shown()).toEqual(["HOSTILE"]);
    await opened.getByRole("combobox", { name: "Outcome" }).selectOption("holds");
    expect(await shown()).toEqual(["in one step", "range only", "with more room"]);
    await opened.getByRole("link", { name: "with more room" }).click();
    expect(await opened.locator("#details-scenarios-with-more-room").isVisible()).toBe(true);
  });

  test("has no serious fault for axe, no text beyond the edge, and prints its tables", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page: opened } = await desk.visit(page, { colorScheme });
      for (const width of [1440, 390]) {
        await opened.setViewportSize({ width, height: 900 });
        expect(await seriousFindings(opened)).toEqual([]);
        expect(await opened.evaluate("document.documentElement.scrollWidth")).toBe(width);
      }
      await opened.emulateMedia({ media: "print" });
      expect(await opened.locator("table").first().isVisible()).toBe(true);
      expect(await opened.locator(".details").isVisible()).toBe(false);
    }
  });
});
