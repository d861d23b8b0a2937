// JUnit's XML, which every CI shows: in, suites; out, one testsuite each with a testcase a property or scenario. `failure` is what
// the spec got wrong, `error` what could not be evaluated, `skipped` what was left open. The invariant: the text is well-formed
// XML 1.0, whatever characters labels hold.

import { DOMImplementation, type Element, XMLSerializer } from "@xmldom/xmldom";
import { printable } from "../trace/printable.ts";
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
  for (const { file, name, milliseconds, cases } of suites) {
    const path = relativePath(file, folder);
    const time = seconds(milliseconds);
    const suite = add(root, "testsuite", { name, file: path, time, ...counts(cases) });
    cases.forEach((one, index) => {
      // The time of a search is that of all its cases; it is not counted twice.
      const spent = index === 0 ? time : "0";
      const element = add(suite, "testcase", { classname: path, name: nameOf(one, name), file: path, time: spent });
      const tag = TAGS[one.status];
      if (tag === null) return;
      const reason = add(element, tag, { message: one.message, type: one.type });
      if (one.details.length > 0)
        reason.appendChild(document.createTextNode(one.details.map((line) => printable(line)).join("\n")));
    });
  }
  const xml = new XMLSerializer().serializeToString(document, { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

const TAGS: Readonly<Record<CaseStatus, string | null>> = {
  passed: null,
  failed: "failure",
  error: "error",
  skipped: "skipped",
};

function nameOf({ group, name }: Case, suite: string): string {
  return group === suite ? name : `${group}: ${name}`;
}

function counts(cases: readonly Case[]): Record<string, string> {
  const of = (status: CaseStatus): string => String(cases.filter((one) => one.status === status).length);
  return { tests: String(cases.length), failures: of("failed"), errors: of("error"), skipped: of("skipped") };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
