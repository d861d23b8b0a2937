// HTML by templates: what goes into the holes stays text.

import { expect, test } from "vitest";
import { html } from "../../src/report/markup.ts";
import { HOSTILE } from "../trace/format/documents.ts";

test("escapes text in text and in attributes, and nothing twice", () => {
  const inner = html`<b title="${`"><i>`}">${"a & b"}</b>`;
  expect(html`<p>${[inner, " ", 3, null]}</p>`.text).toBe(`<p><b title="&#34;&#62;&#60;i&#62;">a &#38; b</b> 3</p>`);
});

test("lets no text through that would be more than text", () => {
  const { text } = html`${HOSTILE}`;
  expect(text).not.toMatch(/[<>"']/);
  expect(text.replace(/&#\d+;/g, "")).not.toContain("&");
});
