// A trace as a web page that needs nothing but itself: in, a document; out, the page that the build made of web/, with what
// it shows, and the document itself, as data in it. The invariant: no text of a spec can end the element it lies in or run as
// a script: it is JSON in which `<` and everything else that means something to HTML is escaped, and the page's policy runs
// its own script alone.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { headline, type TraceDocument } from "../document.ts";
import { ALONE, pageOf } from "../page.ts";
import type { PageFrame } from "../page-data.ts";
import { printable } from "../printable.ts";

export function writeHtml(document: TraceDocument): string {
  return writeTracePage(document, ALONE);
}

/** As part of a report on more than this trace. */
export function writeTracePage(document: TraceDocument, frame: PageFrame): string {
  const { spec, scenario } = document;
  const title = [headline(document), scenario === null ? spec : `${spec}, ${scenario}`].join(" · ");
  return fillPage("trace", {
    "{{title}}": escapeHtml(printable(title)),
    '"{{data}}"': escapeJson(pageOf(document, frame)),
    '"{{document}}"': escapeJson(document),
  });
}

const DOCUMENT = /<script type="application\/json" id="document">([^<]*)<\/script>/;

/** The JSON of the document that lies in a page. @throws SyntaxError if there is none */
export function documentText(page: string): string {
  const text = DOCUMENT.exec(page)?.[1];
  if (text === undefined) throw new SyntaxError("it is a page, but not one of ours with a trace in it");
  return text;
}

const templates = new Map<string, string>();

/** A page of web/ with its marks replaced, in one pass, so that nothing put in is looked at again. */
export function fillPage(name: "trace" | "summary", holes: Readonly<Record<string, string>>): string {
  const manifest = createRequire(import.meta.url).resolve("allways/package.json");
  const page = templates.get(name) ?? readFileSync(join(manifest, "..", "dist", "web", `${name}.html`), "utf8");
  templates.set(name, page);
  return page.replace(/"\{\{(?:data|document)\}\}"|\{\{(?:title|body)\}\}/g, (hole) => holes[hole]!);
}

/** As text of an element and as the value of an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that ends no element and opens no comment. */
export function escapeJson(value: unknown): string {
  const odd = /[<>&\u2028\u2029]/g;
  return JSON.stringify(value).replace(odd, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
