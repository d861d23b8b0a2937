// JUnit's XML, read by a strict parser.

import { type SaxesAttributeNS, SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { writeJunit } from "../../src/report/junit.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER } from "./poll-cancel.ts";
import { hostileSuite, violatedSuite } from "./suites.ts";

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
}

/** Elements in the order they begin; a text that is not well-formed throws. */
function parse(xml: string): Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]: [string, SaxesAttributeNS]) => [key, value]);
    const element = { name, attributes: Object.fromEntries(values) as Record<string, string>, text: "" };
    elements.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return elements;
}

test("has a testcase for each property, for deadlock and for errors", async () => {
  const elements = parse(writeJunit([await violatedSuite()], FOLDER));
  const counts = { tests: "3", failures: "1", errors: "0", skipped: "2" };
  expect(elements[0]).toMatchObject({ name: "testsuites", attributes: counts });
  expect(elements[1]).toMatchObject({
    name: "testsuite",
    attributes: { ...counts, name: "poll_refs against cancellation", file: "specs/poll-cancel.ts", time: "0.003" },
  });
  expect(elements.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes.name)).toEqual([
    "completed once",
    "no deadlock",
    "no error",
  ]);
  const failure = elements.find(({ name }) => name === "failure")!;
  expect(failure.attributes.message).toBe("violated after 9 steps: req.completions <= 1");
  expect(failure.text.split("\n")).toHaveLength(10);
  expect(failure.text).toContain("5. cancel[0]: get ownership | req.refs 0 → 1 (specs/poll-cancel.ts:6)\n");
  expect(failure.text).toContain(
    'again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"',
  );
});

test("is well-formed, whatever texts hold", async () => {
  const elements = parse(writeJunit([await hostileSuite()], FOLDER));
  expect(elements.filter(({ name }) => name === "testcase")).toHaveLength(HOSTILE.length);
  const messages = elements.filter(({ name }) => /failure|error|skipped/.test(name)).map((e) => e.attributes.message);
  expect(messages[3]).toBe("]]> --> */ {{x}} ==== ----");
  expect(messages[4]).toBe("</script><script>alert(1)</script><img src=x onerror=alert(1)>");
  expect(messages[5]).toBe("\\u0000\\u0007\\u001b[31m\\u007f\\u0085");
  expect(elements.map(({ name }) => name)).not.toContain("script");
});

test("is a file of its own where nothing was checked", () => {
  expect(parse(writeJunit([], FOLDER))).toEqual([
    { name: "testsuites", attributes: { tests: "0", failures: "0", errors: "0", skipped: "0" }, text: "" },
  ]);
});
