// The author's files as a page shows them: in, the sources of a document; out, their lines. The page does this itself, from the
// document that lies in it. The invariant: this file imports nothing but what makes text fit to be shown.

import type { PageSource } from "./page-data.ts";
import { printable } from "./printable.ts";

export function pageSources(sources: readonly { readonly file: string; readonly text: string }[]): PageSource[] {
  return sources.map(({ file, text }) => ({
    file: printable(file),
    lines: text.split(/\r?\n/).map((line) =>
      line
        .split("\t")
        .map((part) => printable(part))
        .join("\t"),
    ),
  }));
}
