import { describe, expect, it } from "vitest";
import { formatDiagnostics } from "../../../src/spec/source/format-diagnostic.ts";

const file = "/home/specs/a.ts";

/** The diagnostic on the part of the text between `[` and `]`. */
function frame(marked: string, width = 60): string {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  const text = marked.replace("[", "").replace("]", "");
  const diagnostic = { message: "no", span: { file, start, end }, hints: [] };
  return formatDiagnostics([diagnostic], new Map([[file, text]]), { width, cwd: "/home" });
}

describe("a diagnostic", () => {
  it("shows place, message, line, hints and calls", () => {
    const text = "const a = 1;\nconst b = a + c;\nb();\n";
    const span = { file, start: 27, end: 28 };
    const call = { file, start: 30, end: 33 };
    const diagnostics = [
      { message: "c is not defined", span, hints: ['did you mean "a"?'], calls: [call] },
      { message: "there is no parameter rms", hints: [] },
    ];
    expect(formatDiagnostics(diagnostics, new Map([[file, text]]), { cwd: "/home" })).toMatchInlineSnapshot(`
      "specs/a.ts:2:15: error: c is not defined
         2 | const b = a + c;
           |               ^
      hint: did you mean "a"?
      called from specs/a.ts:3:1

      error: there is no parameter rms"
    `);
  });

  it("names files outside the working directory by their whole path", () => {
    const diagnostic = { message: "no", span: { file, start: 0, end: 1 }, hints: [] };
    expect(formatDiagnostics([diagnostic], new Map([[file, "x"]]), { cwd: "/elsewhere" })).toMatchInlineSnapshot(`
      "/home/specs/a.ts:1:1: error: no
         1 | x
           | ^"
    `);
  });

  it("is coloured by whoever prints it", () => {
    const diagnostic = {
      message: "no",
      span: { file, start: 0, end: 1 },
      hints: ["try"],
      calls: [{ file, start: 0, end: 1 }],
    };
    const color = (part: string, text: string): string => `<${part}>${text}</>`;
    expect(formatDiagnostics([diagnostic], new Map([[file, "x"]]), { cwd: "/home", color })).toMatchInlineSnapshot(`
      "<place>specs/a.ts:1:1:</> <error>error:</> <message>no</>
      <gutter>   1 |</> x
      <gutter>     |</> <caret>^</>
      <hint>hint:</> try
      <call>called from specs/a.ts:1:1</>"
    `);
  });
});

describe("the carets of a diagnostic", () => {
  it("stand below the span", () => {
    expect(frame("let [abc] = 1;")).toMatchInlineSnapshot(`
      "specs/a.ts:1:5: error: no
         1 | let abc = 1;
           |     ^^^"
    `);
  });

  it("are one for a span without length, also at the end of a line", () => {
    expect(frame("let a =[]\n;")).toMatchInlineSnapshot(`
      "specs/a.ts:1:8: error: no
         1 | let a =
           |        ^"
    `);
    expect(frame("let a =\n[]")).toMatchInlineSnapshot(`
      "specs/a.ts:2:1: error: no
         2 |
           | ^"
    `);
  });

  it("end with the first line of a longer span", () => {
    expect(frame("a([() => {\n  b();\n}]);")).toMatchInlineSnapshot(`
      "specs/a.ts:1:3: error: no
         1 | a(() => {
           |   ^^^^^^^"
    `);
  });

  it("count tabs as they are shown", () => {
    expect(frame("\tif\t([x])")).toMatchInlineSnapshot(`
      "specs/a.ts:1:6: error: no
         1 |     if  (x)
           |          ^"
    `);
  });

  it("count wide characters and emoji as two columns, and joined ones once", () => {
    expect(frame('f("日本", [x])')).toMatchInlineSnapshot(`
      "specs/a.ts:1:9: error: no
         1 | f("日本", x)
           |           ^"
    `);
    expect(frame('f("👩‍👩‍👧é", [x])')).toMatchInlineSnapshot(`
      "specs/a.ts:1:16: error: no
         1 | f("👩‍👩‍👧é", x)
           |          ^"
    `);
    expect(frame("f([日本])")).toMatchInlineSnapshot(`
      "specs/a.ts:1:3: error: no
         1 | f(日本)
           |   ^^^^"
    `);
  });

  it("replace what could control the terminal", () => {
    expect(frame("f('\u001b[31m', x)".replace("[31m", "(31m").replace("x", "[x]"))).toMatchInlineSnapshot(`
      "specs/a.ts:1:12: error: no
         1 | f('?(31m', x)
           |            ^"
    `);
  });

  it("stay in view in a long line", () => {
    const long = "abcdefghij".repeat(20);
    expect(frame(`${long}[xyz]${long}`)).toMatchInlineSnapshot(`
      "specs/a.ts:1:201: error: no
         1 | ...bcdefghijabcdefghijabcdefghijxyzabcdefghijabcde...
           |                                 ^^^"
    `);
    expect(frame(`[xyz]${long}`)).toMatchInlineSnapshot(`
      "specs/a.ts:1:1: error: no
         1 | xyzabcdefghijabcdefghijabcdefghijabcdefghijabcd...
           | ^^^"
    `);
    expect(frame(`${long}[xyz]`)).toMatchInlineSnapshot(`
      "specs/a.ts:1:201: error: no
         1 | ...bcdefghijabcdefghijabcdefghijxyz
           |                                 ^^^"
    `);
    expect(frame(`${long}[${long}]${long}`)).toMatchInlineSnapshot(`
      "specs/a.ts:1:201: error: no
         1 | ...fghijabcdefghijabcdefghijabcdefghijabcdefghijab...
           |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });
});
