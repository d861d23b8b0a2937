// axe's opinion of a page: what keeps people from using it with a screen reader, with the keyboard, or with weak eyes.

import axe from "axe-core";
import type { Page } from "playwright-core";

/** Findings that are serious or worse, a line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the browser itself, which the page's policy does not keep from it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
