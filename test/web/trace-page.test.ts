// The page of a trace in a real browser: what it shows, how one moves in it, and that nothing in it comes from anywhere else.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TraceDocument, TraceState } from "../../src/trace/document.ts";
import { writeHtml, writeTracePage } from "../../src/trace/format/html.ts";
import { ensureBuilt } from "../cli/bin.ts";
import { pollCancel } from "../report/poll-cancel.ts";
import { traceOf } from "../report/trace-of.ts";
import { HOSTILE, HOSTILE_DOCUMENT, longDocument } from "../trace/format/documents.ts";
import { seriousFindings } from "./accessible.ts";
import { type Desk, openBrowser, SKIP, type Watched } from "./browser.ts";

/** In the page: the name of what has the focus. */
const FOCUSED = `(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent).trim()`;

const INJECTION = `
  document.body.insertAdjacentHTML("beforeend", '<img src="x:" onerror="window.ran = true">');
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
`;

type Page = Watched["page"];

let desk: Desk;
let poll: TraceDocument;

async function textOf(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

/** The step that is looked at, by the controls, the list and the slider, which must agree. */
async function stepOf(page: Page): Promise<number> {
  const [shown] = await textOf(page, "output");
  const number = Number(/^\d+/.exec(shown!)![0]);
  expect(await page.locator("[role=option][aria-selected=true]").getAttribute("id")).toBe(`step-${number}`);
  expect(await page.locator("[role=listbox]").getAttribute("aria-activedescendant")).toBe(`step-${number}`);
  expect(await page.locator("input[type=range]").inputValue()).toBe(String(number));
  return number;
}

describe.skipIf(SKIP)("the page of a trace, in Chromium (skipped where there is none)", () => {
  beforeAll(async () => {
    await ensureBuilt();
    [desk, poll] = await Promise.all([openBrowser(), traceOf(pollCancel())]);
  });

  afterAll(() => desk?.close());

  test("shows what broke, the steps in their lanes, the state and the properties at the end", async () => {
    const { page, complaints, requests } = await desk.open(writeHtml(poll));
    expect(await page.title()).toBe("violated: completed once: req.completions <= 1 · poll_refs against cancellation");
    expect(await textOf(page, ".finding > p")).toEqual([
      "violated completed once req.completions <= 1 poll-cancel.ts:33",
    ]);
    expect(await textOf(page, ".lane-head")).toEqual(["cancel[0]", "taskWork"]);
    expect(await textOf(page, "[role=option]")).toMatchInlineSnapshot(`
      [
        "0 initial state",
        "1 taskWork run task_work req.queued 1 → 0",
        "2 taskWork read poll_refs v = 1",
        "3 cancel[0] mark cancelled req.cancelled false → true",
        "4 taskWork put poll_refs req.refs 1 → 0",
        "5 cancel[0] get ownership req.refs 0 → 1",
        "6 cancel[0] queue task_work req.queued 0 → 1",
        "7 taskWork read poll_refs req.completions 0 → 1",
        "8 taskWork run task_work req.queued 1 → 0",
        "9 taskWork read poll_refs req.completions 1 → 2",
      ]
    `);
    expect(await textOf(page, ".values tr.changed")).toEqual(["completions (the broken condition reads it) 1 → 2"]);
    expect(await textOf(page, ".property-list li")).toEqual([
      "✗ completed once is violated here always :33 req.completions <= 1",
    ]);
    expect(await page.locator(".strip svg").getAttribute("aria-label")).toBe(
      "steps 0 to 8 holds here; step 9 is violated here",
    );
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test("shows the source with the line of the step and of everybody who stands somewhere", async () => {
    const { page } = await desk.open(writeHtml(poll), {}, "#step=5");
    expect(await textOf(page, ".lines .focused")).toEqual(['6 yield "get ownership";']);
    const stands = await page.locator(".lines li:has(.stand)").allInnerTexts();
    expect(stands.map((text) => text.replace(/\s+/g, " "))).toEqual([
      '8 yield "queue task_work"; cancel[0]',
      '21 yield "read poll_refs"; taskWork',
    ]);
    expect(await page.locator(".lines li.focused .is-label").textContent()).toBe('"get ownership"');
  });

  test("is gone through with keys, buttons, the slider and a click, and the address says where one is", async () => {
    const { page } = await desk.open(writeHtml(poll), {}, "#step=7");
    expect(await stepOf(page)).toBe(7);
    const press = async (key: string): Promise<number> => {
      await page.keyboard.press(key);
      return stepOf(page);
    };
    expect(await press("ArrowRight")).toBe(8);
    expect(await press("ArrowLeft")).toBe(7);
    expect(await press("Home")).toBe(0);
    expect(await press("ArrowLeft")).toBe(0);
    expect(await press("Shift+ArrowRight")).toBe(1);
    expect(await press("Shift+ArrowRight")).toBe(3);
    expect(await press("Shift+ArrowLeft")).toBe(1);
    expect(await press("End")).toBe(9);
    expect(await press("k")).toBe(8);
    expect(await press("PageUp")).toBe(0);
    await page.getByRole("button", { name: "Step on" }).click();
    expect(await stepOf(page)).toBe(1);
    await page.getByRole("slider").fill("4");
    expect(await stepOf(page)).toBe(4);
    await page.locator("#step-2").click();
    expect(await stepOf(page)).toBe(2);
    await page.waitForURL(/#step=2$/);
    await page.evaluate("location.hash = '#step=6'");
    await page.waitForFunction("document.querySelector('output').innerText.startsWith('6')");
    expect(await stepOf(page)).toBe(6);
    expect(await textOf(page, "[aria-live=polite].aside")).toEqual([
      "Step 6 of 9: cancel[0], queue task_work. req.queued 0 → 1.",
    ]);
  });

  test("is used with the keyboard alone: everything is reached by Tab, and the slider goes by its own keys", async () => {
    const { page } = await desk.open(writeHtml(poll), {}, "#step=3");
    const met: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate<string>(FOCUSED);
      if (met.includes(name) && name === met[0]) break;
      met.push(name);
      if (name === "Step") {
        await page.keyboard.press("ArrowRight");
        expect(await stepOf(page)).toBe(4);
      }
    }
    for (const name of [
      "Copy as text",
      "Steps",
      "Lines of specs/poll-cancel.ts",
      "Values of the state",
      "First step",
      "Step",
    ]) {
      expect(met).toContain(name);
    }
  });

  test("leaves out steps by process and by variable", async () => {
    const { page } = await desk.open(writeHtml(poll));
    await page.getByText("Processes", { exact: true }).click();
    await page.getByRole("checkbox", { name: "taskWork" }).uncheck();
    expect(await textOf(page, "[role=option] .number")).toEqual(["0", "3", "5", "6"]);
    expect(await textOf(page, ".lane-head")).toEqual(["cancel[0]"]);
    expect(await textOf(page, ".left-out")).toEqual(["6 steps left out Show all"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("searchbox").fill("completions");
    expect(await textOf(page, "[role=option] .number")).toEqual(["0", "7", "9"]);
    expect(await textOf(page, ".values tbody tr")).toEqual(["completions (the broken condition reads it) 1 → 2"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowLeft");
    expect(await stepOf(page)).toBe(7);
  });

  test("is copied as text and as the command that runs it again", async () => {
    const { page } = await desk.open(writeHtml(poll), { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("button", { name: "Copy as text" }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toMatchInlineSnapshot(`
      "poll_refs against cancellation
        violated: completed once: req.completions <= 1

        1  taskWork   run task_work    specs/poll-cancel.ts:15
             req.queued 1 → 0
        2  taskWork   read poll_refs   specs/poll-cancel.ts:21
             v = 1
        3  cancel[0]  mark cancelled   specs/poll-cancel.ts:2
             req.cancelled false → true
        4  taskWork   put poll_refs    specs/poll-cancel.ts:27
             req.refs 1 → 0
        5  cancel[0]  get ownership    specs/poll-cancel.ts:6
             req.refs 0 → 1
        6  cancel[0]  queue task_work  specs/poll-cancel.ts:8
             req.queued 0 → 1
        7  taskWork   read poll_refs   specs/poll-cancel.ts:21
             req.completions 0 → 1
        8  taskWork   run task_work    specs/poll-cancel.ts:15
             req.queued 1 → 0
        9  taskWork   read poll_refs   specs/poll-cancel.ts:21
             req.completions 1 → 2

        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"
      "
    `);
    await page.getByRole("button", { name: "Copy command" }).click();
    await page.getByText("Copied").last().waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      `allways replay specs/poll-cancel.ts "${poll.schedule}"`,
    );
  });

  test("tells its keys when asked by one, and moves on by none of them until that is closed", async () => {
    const { page } = await desk.open(writeHtml(poll), {}, "#step=3");
    await page.keyboard.press("?");
    expect(await textOf(page, "dialog dt")).toEqual([
      "← →",
      "↑ ↓",
      "k j",
      "⇧ ← ⇧ →",
      "Page Up Page Down",
      "Home End",
      "/",
      "c",
      "?",
    ]);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await stepOf(page)).toBe(3);
    await page.keyboard.press("/");
    await page.keyboard.type("ref");
    expect(await textOf(page, "[role=option] .number")).toEqual(["0", "4", "5"]);
  });

  test("holds the trace as a document, which is saved as JSON and read from the page again", async () => {
    const { page } = await desk.open(writeHtml(poll));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as JSON" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("trace.json");
    expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toEqual(poll);
  });

  test("leads back to the report it is of, and says what the scenario expects", async () => {
    const back = { href: "../index.html#scenario-a", text: "All scenarios" };
    const met = { met: true, expected: 'violates "completed once"' };
    const { page } = await desk.open(writeTracePage(poll, { back, expectation: met }));
    expect(await page.getByRole("link", { name: "All scenarios" }).getAttribute("href")).toBe(back.href);
    expect(await textOf(page, ".expectation")).toEqual(["as the scenario expects"]);
    const unmet = await desk.open(writeTracePage(poll, { back, expectation: { met: false, expected: "holds" } }));
    expect(await textOf(unmet.page, ".expectation")).toEqual(["the scenario expects: holds"]);
  });

  test("says why, and leads to the step that made it so", async () => {
    const because = {
      values: [{ name: "req.refs", value: "0", before: null }],
      since: 4,
      changes: [{ name: "req.refs", value: "0", before: "1" }],
      waiting: [],
    };
    const { page } = await desk.open(writeHtml({ ...poll, finding: { ...poll.finding!, because } }));
    expect(await textOf(page, ".because li")).toEqual([
      "req.completions <= 1 is false: req.refs = 0",
      'made false by step 4, taskWork "put poll_refs": req.refs 1 → 0',
    ]);
    await page.getByRole("button", { name: "Go to step 4" }).click();
    expect(await stepOf(page)).toBe(4);
  });

  test("marks in a long value what of it changed", async () => {
    const grid = (n: number): TraceState => ({
      shared: {
        s: {
          grid: [
            [0, 1],
            [n, 3],
            [4, 5],
            [6, 7],
            [8, 9],
          ],
        },
      },
      processes: [],
    });
    const step = poll.steps[0]!;
    const document = { ...poll, loop: null, properties: [], initial: grid(2), steps: [{ ...step, state: grid(7) }] };
    const { page } = await desk.open(writeHtml(document));
    const lines = ["[[0, 1],", "[27, 3],", "[4, 5],", "[6, 7],", "[8, 9]]"];
    expect(await textOf(page, ".values td > span")).toEqual(lines);
    expect(await textOf(page, ".values del")).toEqual(["2"]);
    expect(await textOf(page, ".values ins")).toEqual(["7"]);
  });

  test("lays many processes out as dots, and tells of those together that wait for the same", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `philosopher[${i}]`);
    const state: TraceState = {
      shared: {},
      processes: names.map((process) => ({ process, label: "take the other fork", path: [], locals: [] })),
    };
    const steps = names.map((process, i) => ({ ...poll.steps[0]!, number: i + 1, process, changes: [], state }));
    const blocked = names.map((process) => ({ process, guards: ["when(!taken[second])"] }));
    const finding = { ...poll.finding!, kind: "deadlock", property: null, text: "", location: null, blocked };
    const { page } = await desk.open(writeHtml({ ...poll, finding, initial: state, steps }));
    expect(await textOf(page, ".finding li")).toEqual(["philosopher[0…7] waits for ever when(!taken[second])"]);
    expect(await textOf(page, ".lane-head")).toEqual(names);
    expect(await page.locator(".dot").count()).toBe(8);
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await textOf(page, ".layout-phone .who")).toEqual(names);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("draws the loop of a run without end from the last step back to where it goes on", async () => {
    const { page } = await desk.open(writeHtml({ ...poll, loop: 4 }));
    const loop = (await page.locator(".loop").boundingBox())!;
    const [first, last] = await Promise.all(["#step-5", "#step-9"].map((id) => page.locator(id).boundingBox()));
    expect([loop.y, loop.y + loop.height]).toEqual([first!.y, last!.y + last!.height]);
    expect(await textOf(page, ".verdict")).toEqual([
      "violated: completed once: req.completions <= 1; the run goes on with step 5, for ever",
    ]);
    expect((await textOf(page, ".facts"))[0]).toContain("goes round steps 5 to 9 for ever");
  });

  test("takes every text of a spec for text: nothing runs, nothing is fetched, nothing is lost", async () => {
    const html = writeHtml(HOSTILE_DOCUMENT);
    const { page, complaints, requests } = await desk.open(html);
    for (const key of ["Home", ...HOSTILE.map(() => "ArrowRight")]) await page.keyboard.press(key);
    expect(await stepOf(page)).toBe(HOSTILE.length);
    expect(await page.locator("script").count()).toBe(3);
    expect(await page.locator("img, iframe, object, embed, link, base").count()).toBe(0);
    await page.locator("#step-5").click();
    expect(await page.locator("#step-5 .label, #step-5 .what").textContent()).toBe(HOSTILE[4]);
    expect(await page.locator("#step-6 .label, #step-6 .what").textContent()).toBe(
      "\\u0000\\u0007\\u001b[31m\\u007f\\u0085",
    );
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test("has a policy under which an injected script does not run", async () => {
    const { page, complaints } = await desk.open(writeHtml(poll));
    await page.evaluate(INJECTION);
    await page.waitForTimeout(50);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(complaints.join("\n")).toContain("Content Security Policy");
  });

  test("draws no more of two thousand steps than is seen", async () => {
    const { page } = await desk.open(writeHtml(longDocument(2000)));
    expect(await page.locator("[role=option]").count()).toBeLessThan(60);
    expect(await page.locator("*").count()).toBeLessThan(1500);
    await page.keyboard.press("Home");
    expect(await page.locator("#step-0").isVisible()).toBe(true);
    await page.getByRole("slider").fill("1000");
    await page.waitForFunction("document.querySelector('#step-1003') !== null");
    expect(await page.locator("#step-1000").isVisible()).toBe(true);
    expect(await page.locator("[role=option]").count()).toBeLessThan(60);
  });

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`has no serious fault for axe and no text beyond the edge at ${width} pixels, ${colorScheme}`, async () => {
        const { page } = await desk.open(writeHtml(poll), { viewport: { width, height }, colorScheme });
        for (const tab of width < 500 ? ["steps", "source", "state", "properties"] : [null]) {
          if (tab !== null) await page.getByRole("button", { name: tab, exact: true }).click();
          expect(await seriousFindings(page)).toEqual([]);
          const wide = await page.evaluate("document.documentElement.scrollWidth");
          expect(wide).toBe(width);
        }
      });
    }
  }
});
