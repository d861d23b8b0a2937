// Behind the tables of a report on a folder: of each scenario its setting, its command, every property, and what held for want of a
// case; folded, so that they cost no room.

import { showValue } from "../spec/program/value-text.ts";
import { relativePath } from "./json.ts";
import { grouped, plural } from "./layout.ts";
import { type Hole, html, type Markup } from "./markup.ts";
import { detailOf, placeMarkup, rowOf, type ScenarioReport, type Summary, stepItem } from "./summary.ts";
import type { PropertyVerdict } from "./verdict.ts";
import { extentWords, shellQuote } from "./words.ts";

export function detailsSection(specs: readonly (readonly ScenarioReport[])[], summary: Summary): Markup {
  return html`<section class="details"><h2>Details</h2>${specs.map((spec) =>
    spec.map((scenario) => detail(scenario, summary)),
  )}</section>`;
}

function detail(scenario: ScenarioReport, { folder }: Summary): Markup {
  const { verdict, result, expected, settings, name: id, pages } = scenario;
  const { counts, properties, vacuous, remarks, fairness, coverage } = verdict;
  const name = result.scenario === null ? [] : ["--scenario", result.scenario];
  const command = ["allways", "check", relativePath(verdict.file, folder), ...name].map(shellQuote).join(" ");
  const asked = properties.filter((property) => property.verdict !== "unchecked");
  const never = coverage?.steps.filter(({ taken }) => taken === 0) ?? [];
  const rows: readonly (readonly [string, Hole])[] = [
    ["expected", expected],
    [
      "came",
      html`${result.outcome}${pages.map((page, i) => html` <a href="${page}">counterexample${i > 0 ? ` ${i + 1}` : ""}</a>`)}`,
    ],
    [
      "search",
      `${plural(counts.distinct, "state")}, ${grouped(counts.generated)} generated, depth ${grouped(counts.depth)}; ${extentWords(verdict)}`,
    ],
    ...Object.entries(settings ?? {}).map(([key, value]): readonly [string, Hole] => [
      key,
      html`<code>${showValue(value)}</code>`,
    ]),
    ...result.differences.map(({ what, expected: wanted, actual }): readonly [string, Hole] => [
      "differs",
      html`<b class="broken">${what}: expected ${wanted}, came ${actual}</b>`,
    ]),
    ...[...fairness, ...remarks, ...result.remarks].map((remark): readonly [string, Hole] => ["note", remark]),
  ];
  return html`
<details>
<summary>${verdict.spec}${result.scenario === null ? null : ` · ${result.scenario}`}</summary>
<div class="detail" id="${detailOf(id)}">
<dl>${rows.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>
<pre>${command}</pre>
<p><a href="#${rowOf(id)}">Back to its row</a></p>
${asked.length === 0 ? null : html`<ul class="properties">${asked.map(propertyItem)}</ul>`}
${listOf(
  "Holds for want of a case",
  vacuous.map(
    ({ kind, text, place }) =>
      html`<li><span class="vacuity">${kind}</span> ${text}${place === null ? null : html` ${placeMarkup(place, folder)}`}</li>`,
  ),
)}
${
  verdict.verdict === "holds"
    ? null
    : listOf(
        "Labels never left in this search",
        never.map((step) => stepItem(step, folder)),
      )
}
</div>
</details>`;
}

function listOf(title: string, items: readonly Markup[]): Markup | null {
  return items.length === 0 ? null : html`<h3>${title}</h3><ul>${items}</ul>`;
}

function propertyItem({ name, kind, verdict, witness }: PropertyVerdict): Markup {
  const words = witness === null ? PROPERTY_WORDS[verdict] : `reached in ${plural(witness, "step")}`;
  return html`<li class="property-${verdict}"><b>${name}</b> <span class="path">${kind}</span> ${words}</li>`;
}

const PROPERTY_WORDS: Readonly<Record<PropertyVerdict["verdict"], string>> = {
  holds: "holds",
  bounded: "holds within the bounds",
  violated: "is violated",
  error: "cannot be evaluated",
  inconclusive: "is left open",
  unchecked: "was not asked for",
};
