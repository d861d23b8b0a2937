// JUnit's XML, read by a strict parser.

import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { type SaxesAttributeNS, SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { writeJunit } from "../../src/report/junit.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER } from "./poll-cancel.ts";
import { comparedSuite, hostileSuite, violatedSuite } from "./suites.ts";

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

/** What Jenkins, GitLab and Ant agree on, and the attribute `file`, which GitLab and CircleCI read. */
const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
  </xs:attributeGroup>
  <xs:complexType name="reason"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="message" type="xs:string"/>
    <xs:attribute name="type" type="xs:string"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="testsuites"><xs:complexType><xs:sequence>
    <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:choice minOccurs="0">
          <xs:element name="skipped" type="reason"/>
          <xs:element name="failure" type="reason"/>
          <xs:element name="error" type="reason"/>
        </xs:choice>
        <xs:element name="system-out" type="xs:string" minOccurs="0"/>
      </xs:sequence>
        <xs:attribute name="classname" type="xs:string" use="required"/>
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="file" type="xs:string"/>
        <xs:attribute name="time" type="xs:decimal" use="required"/>
      </xs:complexType></xs:element>
    </xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="file" type="xs:string"/>
      <xs:attribute name="time" type="xs:decimal" use="required"/>
      <xs:attributeGroup ref="counts"/>
    </xs:complexType></xs:element>
  </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
</xs:schema>`;

test("is valid by a schema, whatever texts hold, beside a baseline or not", async () => {
  using schema = XmlDocument.fromString(SCHEMA);
  using validator = XsdValidator.fromDoc(schema);
  for (const suite of [await violatedSuite(), await hostileSuite(), await comparedSuite()]) {
    using document = XmlDocument.fromString(writeJunit([suite], FOLDER));
    validator.validate(document);
  }
  using wrong = XmlDocument.fromString("<testsuites><testsuite/></testsuites>");
  expect(() => validator.validate(wrong)).toThrow("testsuite");
});
