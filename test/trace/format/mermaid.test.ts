// Mermaid's own parser and renderer, in a browser: what it makes of a diagram of ours, whatever texts hold.

import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeMermaid } from "../../../src/trace/format/markdown.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { type Desk, openBrowser, SKIP } from "../../web/browser.ts";
import { HOSTILE, HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

describe.skipIf(SKIP)("a sequence diagram", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openBrowser();
  });

  afterAll(() => desk.close());

  /** The texts of the picture; a diagram that is not understood throws. */
  async function draw(diagram: string): Promise<{ texts: string[]; odd: number; complaints: readonly string[] }> {
    const { page, complaints } = await desk.open("<!doctype html><title>diagram</title><body>");
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("@mermaid-js/tiny/dist/mermaid.tiny.js") });
    await page.evaluate(`(async (source) => {
      mermaid.initialize({ startOnLoad: false });
      const { diagramType } = await mermaid.parse(source);
      if (diagramType !== "sequence") throw new Error("it is a " + diagramType);
      document.body.innerHTML = (await mermaid.render("drawn", source)).svg;
    })(${JSON.stringify(diagram)})`);
    const texts = await page.locator("svg text").allTextContents();
    const odd = await page.locator("script:not([src]):not(head script), img, a[href], [onerror]").count();
    return { texts, odd, complaints };
  }

  test("has a lane for each process and a message or note for each step", async () => {
    const { texts, odd } = await draw(writeMermaid(await traceOf(pollCancel())));
    for (const text of ["cancel[0]", "taskWork", "shared", "3. mark cancelled", "req.cancelled false → true", "v = 1"])
      expect(texts).toContain(text);
    expect(odd).toBe(0);
  });

  test("is understood, and shows hostile texts as text", async () => {
    const { texts, odd, complaints } = await draw(writeMermaid(HOSTILE_DOCUMENT));
    expect(odd).toBe(0);
    expect(complaints).toEqual([]);
    expect(texts.filter((text) => /^\d+\. /.test(text))).toHaveLength(HOSTILE.length);
    expect(texts.some((text) => text.includes("</script><script>alert(1)</script><img src=x onerror=alert(1)>"))).toBe(
      true,
    );
  });

  test("of 200 steps is drawn", async () => {
    const { texts } = await draw(writeMermaid(longDocument(300)));
    expect(texts.filter((text) => /^\d+\. /.test(text))).toHaveLength(200);
  });
});
