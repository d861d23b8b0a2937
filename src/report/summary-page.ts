// The report on a folder of specs as one page of HTML: in, what came of every scenario; out, the page. Its script only sorts
// and filters what stands there. The invariant: every number is of a search that was made, and what a search left open is said
// beside it.

import { fillPage } from "../trace/format/html.ts";
import type { StepCoverage } from "./coverage.ts";
import { relativePath } from "./json.ts";
import { grouped, plural } from "./layout.ts";
import { html, type Markup } from "./markup.ts";
import {
  bySpec,
  detailOf,
  isUnmet,
  placeMarkup,
  rowOf,
  type ScenarioReport,
  type Summary,
  stepItem,
} from "./summary.ts";
import { detailsSection } from "./summary-details.ts";
import type { TestResult } from "./test-table.ts";
import { duration, extentWords } from "./words.ts";

/** The whole page. */
export function writeSummary(summary: Summary): string {
  const title = `${titleOf(bySpec(summary.scenarios), summary.folder)}: ${summaryTitle(summary)}`;
  return fillPage("summary", { "{{title}}": html`${title}`.text, "{{body}}": bodyOf(summary) });
}

function bodyOf(summary: Summary): string {
  const { scenarios, refused, tool, time, machine, command } = summary;
  const specs = bySpec(scenarios);
  return html`
<header>
  <p class="kind">Verification report</p>
  <h1>${titleOf(specs, summary.folder)}</h1>
  ${headWords(summary)}
  <p class="made">${tool} · ${time} · ${machine}</p>
  <pre>${command}</pre>
</header>
<main>
${totals(summary)}
<p class="reading">A scenario is a spec with one setting of its parameters. Unless a row says otherwise, every interleaving of its
steps was explored, in sequentially consistent memory. Labels are those that some step left, of all; vacuous is what held for
want of a case, such as a branch that always went one way: the details tell. A scenario that expects a violation shows a known fault: it comes out as
expected if that fault is found. A violation ends the search at the depth of the shortest counterexample, and the counts are
those up to there.</p>
${specs.length > 1 ? contents(specs, summary) : null}
${scenarios.length > 1 ? tools(summary) : null}
${refused.map((one) => refusal(one, summary))}
${specs.map((spec, number) => specSection(spec, number, summary))}
${scenarios.length > 0 ? detailsSection(specs, summary) : null}
</main>
`.text;
}

function summaryTitle({ scenarios, refused }: Summary): string {
  const failed = scenarios.filter(isUnmet).length;
  const outcome = failed === 0 ? "all as expected" : `${grouped(failed)} not as expected`;
  const refusals = refused.length === 0 ? "" : `, ${plural(refused.length, "spec")} refused`;
  return `${plural(scenarios.length, "scenario")}, ${outcome}${refusals}`;
}

function titleOf(specs: readonly (readonly ScenarioReport[])[], folder: string): string {
  const names = specs.map(([first]) => first!.verdict.spec);
  if (names.length === 0) return "No scenario was checked";
  if (names.length <= 2) return names.join(", ");
  const paths = specs.map(([first]) => relativePath(first!.verdict.file, folder).split("/").slice(0, -1));
  const common = paths[0]!.filter((_, i) =>
    paths.every((path) => path.slice(0, i + 1).join("/") === paths[0]!.slice(0, i + 1).join("/")),
  );
  const place = common.length === 0 ? "" : ` in ${common.join("/")}`;
  return `${plural(names.length, "spec")}${place}`;
}

function headWords(summary: Summary): Markup {
  const { scenarios, refused, skipped, interrupted } = summary;
  const fine = !interrupted && refused.length === 0 && !scenarios.some(isUnmet);
  const left = skipped > 0 ? `; ${grouped(skipped)} slow left out` : "";
  const ended = interrupted ? "; interrupted before the end" : "";
  return html`<p class="outcome ${fine ? "fine" : "broken"}">${fine ? "✓" : "✗"} ${summaryTitle(summary)}${left}${ended}</p>`;
}

function totals({ scenarios, milliseconds }: Summary): Markup {
  const sum = (numbers: readonly number[]): string => grouped(numbers.reduce((a, b) => a + b, 0));
  const found = scenarios.filter(({ verdict }) => verdict.counterexamples.length > 0).length;
  const rows: readonly (readonly [string, string])[] = [
    [grouped(scenarios.length), "scenarios"],
    [grouped(scenarios.filter(({ verdict }) => verdict.verdict === "holds").length), "hold"],
    [grouped(found), "counterexamples"],
    [sum(scenarios.map(({ verdict }) => verdict.counts.distinct)), "states"],
    [sum(scenarios.map(({ verdict }) => verdict.counts.generated)), "steps explored"],
    [duration(milliseconds), "in all"],
  ];
  return html`<dl class="totals">${rows.map(([number, name]) => html`<div><dt>${name}</dt><dd>${number}</dd></div>`)}</dl>`;
}

function contents(specs: readonly (readonly ScenarioReport[])[], { folder }: Summary): Markup {
  return html`<nav aria-label="Specs"><ul>${specs.map((spec, number) => {
    const { verdict } = spec[0]!;
    const failed = spec.filter(isUnmet).length;
    const words =
      failed > 0
        ? html`<b class="broken">${failed} of ${spec.length} not as expected</b>`
        : plural(spec.length, "scenario");
    return html`<li><a href="#spec-${number}">${verdict.spec}</a> <span class="path">${relativePath(verdict.file, folder)}</span> <span>${words}</span></li>`;
  })}</ul></nav>`;
}

/** Shown by the script that they need. */
function tools({ scenarios }: Summary): Markup {
  const kinds = ["holds", "counterexample", "open"].filter((kind) => scenarios.some((one) => outcomeOf(one) === kind));
  const unmet = scenarios.some(isUnmet) ? ["unmet"] : [];
  const options = ["all", ...kinds, ...unmet];
  return html`
<search class="tools" hidden>
<input type="search" placeholder="Filter scenarios" aria-label="Filter scenarios by their names and outcomes" />
<select aria-label="Outcome">${options.map((kind) => html`<option value="${kind}">${KIND_WORDS[kind]!}</option>`)}</select>
<output aria-live="polite">${plural(scenarios.length, "scenario")}</output>
</search>`;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  all: "all outcomes",
  holds: "holds",
  counterexample: "counterexamples",
  open: "left open",
  unmet: "not as expected",
};

function refusal({ file, faults }: Summary["refused"][number], { folder }: Summary): Markup {
  return html`<section class="refused"><h2>${relativePath(file, folder)}</h2><p class="broken">The spec was refused.</p><ul>${faults.map(
    ({ message, place }) => html`<li>${message}${place === null ? null : html` ${placeMarkup(place, folder)}`}</li>`,
  )}</ul></section>`;
}

function specSection(spec: readonly ScenarioReport[], number: number, { folder }: Summary): Markup {
  const { verdict } = spec[0]!;
  return html`
<section id="spec-${number}" class="spec">
<h2>${verdict.spec} <span class="path">${relativePath(verdict.file, folder)}</span></h2>
<div class="wide" tabindex="0" role="region" aria-label="Scenarios of ${verdict.spec}">
<table>
<thead><tr>
<th scope="col" class="sign"><span class="aside">As expected</span></th>
<th scope="col">Scenario</th>
<th scope="col">Outcome</th>
<th scope="col" class="number">Steps</th>
<th scope="col" class="number">States</th>
<th scope="col" class="number">Depth</th>
<th scope="col" class="number">Labels</th>
<th scope="col" class="number">Vacuous</th>
<th scope="col" class="number">Time</th>
</tr></thead>
<tbody>${spec.map(row)}</tbody>
</table>
</div>
${untaken(spec, folder)}
</section>`;
}

function row(scenario: ScenarioReport): Markup {
  const { verdict, result, name } = scenario;
  const unmet = isUnmet(scenario);
  const steps = verdict.coverage?.steps ?? [];
  const taken = steps.filter((step) => step.taken > 0).length;
  const { milliseconds } = verdict.statistics;
  const idle = verdict.verdict === "holds" ? verdict.vacuous.length : 0;
  return html`
<tr id="${rowOf(name)}" class="${unmet ? "unmet" : "met"}" data-outcome="${outcomeOf(scenario)}">
<td class="sign" data-sort="${unmet ? 0 : 1}"><span role="img" aria-label="${unmet ? "not as expected" : "as expected"}">${unmet ? "✗" : "✓"}</span></td>
<th scope="row"><a href="#${detailOf(name)}">${result.scenario ?? "must hold"}</a></th>
<td class="${verdict.verdict}">${outcomeWords(scenario)}</td>
<td class="number" data-unit="steps" data-sort="${result.steps ?? -1}">${result.steps}</td>
<td class="number" data-unit="states" data-sort="${verdict.counts.distinct}">${grouped(verdict.counts.distinct)}</td>
<td class="number" data-unit="deep" data-sort="${verdict.counts.depth}">${grouped(verdict.counts.depth)}</td>
<td class="number" data-unit="labels" data-sort="${steps.length === 0 ? 0 : taken / steps.length}">${taken}/${steps.length}</td>
<td class="number" data-unit="vacuous" data-sort="${idle}">${idle === 0 ? null : html`<a href="#${detailOf(name)}">${idle}</a>`}</td>
<td class="number" data-sort="${milliseconds}">${duration(milliseconds)}</td>
</tr>`;
}

/** What the rows are filtered by. */
function outcomeOf({ verdict }: ScenarioReport): string {
  if (verdict.counterexamples.length > 0) return "counterexample";
  return verdict.verdict === "holds" ? "holds" : "open";
}

function outcomeWords(scenario: ScenarioReport): Markup {
  const { verdict, result, expected, pages } = scenario;
  const { extent } = verdict;
  const unmet = isUnmet(scenario);
  const outcome = pages.length === 0 ? html`${result.outcome}` : html`<a href="${pages[0]!}">${result.outcome}</a>`;
  const known = pages.length > 0 && !unmet ? html` <span class="known">expected</span>` : null;
  const isOpen = extent !== "exhaustive" && extent !== "level";
  const open = isOpen ? html` <span class="bound">${extentWords(verdict)}</span>` : null;
  const wanted = unmet ? html`<span class="expected">expected: ${differenceWords(result, expected)}</span>` : null;
  return html`${outcome}${known}${open}${wanted}`;
}

function differenceWords({ differences }: TestResult, expected: string): string {
  const words = differences.map((one) =>
    one.what === "verdict" ? expected : `${one.what} ${one.expected}, came ${one.actual}`,
  );
  return words.join("; ");
}

/** Labels that no scenario's search has ever left. */
function untaken(spec: readonly ScenarioReport[], folder: string): Markup {
  const known = new Map<string, StepCoverage>();
  for (const { verdict } of spec) {
    for (const step of verdict.coverage?.steps ?? []) {
      const key = `${step.place.file}:${step.place.line} ${step.label}`;
      const before = known.get(key);
      known.set(key, { ...step, taken: step.taken + (before?.taken ?? 0) });
    }
  }
  const never = [...known.values()].filter(({ taken }) => taken === 0);
  const scope = spec.length === 1 ? "the search" : "some scenario";
  const words = `${grouped(known.size - never.length)} of ${plural(known.size, "label")} were left by a step in ${scope}`;
  if (never.length === 0) return html`<p class="coverage">${words}.</p>`;
  return html`<p class="coverage">${words}; never:</p><ul class="never">${never.map((step) => stepItem(step, folder))}</ul>`;
}
