// `allways test --html DIR`: a page on all scenarios, and one for each counterexample. In, what came of each scenario, as it comes;
// out, files in the folder. The invariant: the page on all is written last, so that what it links to is there.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describeExpectation, describeFinding } from "../check/expectation.ts";
import type { Checked } from "../check/run.ts";
import type { Selection } from "../check/selection.ts";
import { readVersion } from "../check/version.ts";
import type { Outcome } from "../report/cases.ts";
import { rowOf, type Summary } from "../report/summary.ts";
import type { TestResult } from "../report/test-table.ts";
import { shellQuote } from "../report/words.ts";
import type { Scenario } from "../spec/definition.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { saveFile } from "./trace-file.ts";

type ScenarioReport = Summary["scenarios"][number];

/** How `allways test` ended. */
export type Ending = Pick<Summary, "skipped" | "interrupted" | "milliseconds">;

export class HtmlReport {
  readonly #folder: string;
  readonly #scenarios: ScenarioReport[] = [];
  readonly #names = new Set<string>();

  /** Makes the folder. @throws SpecError (151) if it cannot be made */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(join(folder, "traces"), { recursive: true });
    } catch (error) {
      throw usage(`${shownPath(folder)} cannot be written: ${(error as NodeJS.ErrnoException).code}`, []);
    }
  }

  /** A scenario that was checked, and the pages of its counterexamples. */
  async add(
    selection: Selection,
    { verdict, findings }: Checked,
    scenario: Pick<Scenario, "expect">,
    result: TestResult,
  ): Promise<void> {
    const [{ documentTrace }, { writeTracePage }] = await Promise.all([
      import("../report/trace-document.ts"),
      import("../trace/format/html.ts"),
    ]);
    const name = this.#nameOf(verdict.file, verdict.scenario);
    const expected = describeExpectation(scenario.expect);
    const pages = verdict.counterexamples.map((counterexample, index) => {
      const { trace } = findings[index]!;
      const page = `traces/${index === 0 ? name : this.#nameOf(verdict.file, verdict.scenario)}.html`;
      const document = documentTrace(selection, trace, counterexample, counterexample, verdict, process.cwd());
      const frame = {
        back: { href: `../index.html#${rowOf(name)}`, text: "All scenarios" },
        expectation: { met: describeFinding(counterexample) === expected, expected },
      };
      saveFile(join(this.#folder, page), writeTracePage(document, frame));
      return page;
    });
    const settings = selection.scenario?.set ?? null;
    this.#scenarios.push({ verdict, result, expected, settings, name, pages });
  }

  /** Gives the name of the page on all. */
  async finish(outcomes: readonly Outcome[], words: readonly string[], ending: Ending): Promise<string> {
    const { writeSummary } = await import("../report/summary-page.ts");
    const file = join(this.#folder, "index.html");
    const page = writeSummary({
      ...ending,
      scenarios: this.#scenarios,
      refused: outcomes.flatMap((outcome) => (outcome.kind === "refused" ? [outcome] : [])),
      tool: `allways ${readVersion()}`,
      time: timeWords(),
      machine: `Node.js ${process.version}, ${process.platform} ${process.arch}`,
      command: ["allways", "test", ...words].map(shellQuote).join(" "),
      folder: process.cwd(),
    });
    saveFile(file, page);
    return file;
  }

  /** Fit for files and addresses: `rework-3-double-rewait`, told apart by a number where two would be the same. */
  #nameOf(file: string, scenario: string | null): string {
    const stem = basename(file).replace(/\.[^.]*$/, "");
    const plain = [stem, ...(scenario === null ? [] : [scenario])]
      .join("-")
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 100);
    let name = plain;
    for (let n = 2; this.#names.has(name); n++) name = `${plain}-${n}`;
    this.#names.add(name);
    return name;
  }
}

/** `25 November 2026, 20:30 UTC`; of SOURCE_DATE_EPOCH where that is set, so that a report can be made again to the byte. */
function timeWords(): string {
  const { SOURCE_DATE_EPOCH: epoch } = process.env;
  const date = epoch !== undefined && /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
