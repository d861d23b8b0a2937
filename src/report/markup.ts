// HTML written so that no text can be taken for more than text: in, a template and what goes into its holes; out, markup. The
// invariant: what is not markup already is escaped, whoever writes it.

import { escapeHtml } from "../trace/format/html.ts";
import { printable } from "../trace/printable.ts";

/** Text that is HTML. Only `html` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Hole = Markup | string | number | null | readonly Hole[];

/** Holes may stand in text and between the quotes of an attribute. Null is nothing. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + fill(holes[index - 1] ?? null) + part));
}

function fill(hole: Hole): string {
  if (hole === null) return "";
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === "object") return hole.map(fill).join("");
  return escapeHtml(printable(String(hole)));
}
