// JUnit's XML, which every CI shows: in, suites; out, one testsuite each with a testcase a property or scenario. `failure` is what
// the spec got wrong, `error` what could not be evaluated, `skipped` what was left open, or is known to a baseline. The invariant: the text is well-formed
// XML 1.0, whatever characters labels hold.

import { DOMImplementation, type Element, XMLSerializer } from "@xmldom/xmldom";
import { printable } from "../trace/printable.ts";
import { knownWords } from "./baseline.ts";
import type { Case, CaseStatus, Suite } from "./cases.ts";
import { relativePath } from "./json.ts";

export function writeJunit(suites: readonly Suite[], folder: string): string {
  const document = new DOMImplementation().createDocument(null, "testsuites");
  const root = document.documentElement!;
  const add = (parent: Element, name: string, attributes: Readonly<Record<string, string>>): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, printable(value));
    parent.appendChild(document.createTextNode("\n"));
    parent.appendChild(element);
    return element;
  };
  const all = suites.flatMap(({ cases }) => cases);
  for (const [name, value] of Object.entries(counts(all))) root.setAttribute(name, value);
  for (const { file, name, milliseconds, omission, cases } of suites) {
    const path = relativePath(file, folder);
    const time = seconds(milliseconds);
    const suite = add(root, "testsuite", { name, file: path, time, ...counts(cases) });
    if (omission !== null) add(add(suite, "properties", {}), "property", { name: "omission", value: omission });
    cases.forEach((one, index) => {
      // The time of a search is that of all its cases; it is not counted twice.
      const spent = index === 0 ? time : "0";
      const element = add(suite, "testcase", { classname: path, name: nameOf(one, name), file: path, time: spent });
      const write = (parent: Element, lines: readonly string[]): void => {
        if (lines.length > 0)
          parent.appendChild(document.createTextNode(lines.map((line) => printable(line)).join("\n")));
      };
      const tag = TAGS[one.status];
      const type = one.status === "known" ? "known" : one.type;
      if (tag !== null) write(add(element, tag, { message: one.message, type }), one.details);
      const gone = (one.gone ?? []).map((known) => `gone since the baseline: ${knownWords(known)}`);
      if (gone.length > 0) write(add(element, "system-out", {}), gone);
    });
  }
  const xml = new XMLSerializer().serializeToString(document, { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

const TAGS: Readonly<Record<CaseStatus, string | null>> = {
  passed: null,
  known: "skipped",
  failed: "failure",
  error: "error",
  skipped: "skipped",
};

function nameOf({ group, name }: Case, suite: string): string {
  return group === suite ? name : `${group}: ${name}`;
}

function counts(cases: readonly Case[]): Record<string, string> {
  const of = (tag: string): string => String(cases.filter(({ status }) => TAGS[status] === tag).length);
  return { tests: String(cases.length), failures: of("failure"), errors: of("error"), skipped: of("skipped") };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
