// Traces to write: a real one, and one in which every text is as hostile as texts come.

import type { DocumentStep, TraceDocument, TraceState } from "../../../src/trace/document.ts";

/** What breaks formats: quotes, ends of lines, separators, ends of comments and of sections, marks of direction. */
export const HOSTILE: readonly string[] = [
  `"'\`\\`,
  "a\nb\r\nc\u2028d",
  "|,;:%%#%0A%25",
  "]]> --> */ {{x}} ==== ----",
  "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u0000\u0007\u001b[31m\u007f\u0085",
  "Ünïcödé 進む 🚀 \u202egnirts\u202c",
  "\ud800 \udfff \ufffe",
  "=1+1",
  "@octocat #1 [x](javascript:alert(1)) **b** _i_ ~~s~~ $x$",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
  "${{ github.token }} $(touch pwned) `touch pwned` ::error::x",
  "\u202e\u0645\u0631\u062d\u0628\u0627 \u2066nested\u2069 \u200f",
  "long".repeat(2500),
  "end",
  "",
  "__proto__",
];

export const HOSTILE_DOCUMENT: TraceDocument = makeDocument(HOSTILE);

/** A step for each text, which stands wherever a text can. */
function makeDocument(texts: readonly string[]): TraceDocument {
  const state = (text: string, number: number): TraceState => ({
    shared: {
      s: Object.fromEntries([
        ["n", 3 - number],
        ["text", text],
        [text === "" ? "odd" : text.replace(/^#/, "-"), true],
        ["set", { "#set": [text, "x"] }],
        ["map", { "#map": [[text, { "#record": [["#a", 1]] }]] }],
        ["list", [text, [number]]],
      ]),
    },
    processes: texts.map((name, i) => ({
      process: `${name}[${i}]`,
      label: i % 2 === 0 ? text : null,
      path: [text],
      locals: [{ name: text, value: text }],
    })),
  });
  const steps = texts.map((text, index): DocumentStep => {
    const failed = index === texts.length - 1;
    return {
      number: index + 1,
      process: `${text}[${index}]`,
      action: index % 3 === 2,
      label: text,
      path: [text, text],
      location: { file: `${text}.ts`, line: 1, column: 1 },
      choices: [
        { name: text, value: text },
        { name: text, value: "again" },
      ],
      changes: failed ? [] : [{ path: `s.${text}`, kind: "changed", before: text, after: text }],
      notes: [{ text, value: text }],
      state: failed ? null : state(text, index + 1),
    };
  });
  const all = texts.join(" ");
  return {
    format: "allways trace",
    version: 1,
    spec: all,
    file: all,
    scenario: all,
    parameters: [{ name: all, value: all }],
    selection: ["--scenario", all],
    schedule: all,
    finding: {
      kind: "always",
      property: all,
      text: all,
      location: { file: all, line: 1, column: 1 },
      fingerprint: "0",
      reads: texts.map((text) => `s.${text}`),
      blocked: texts.map((text) => ({ process: text, guards: [text, all] })),
    },
    initialChoices: [{ name: all, value: all }],
    initial: state("", 0),
    loop: null,
    steps,
    properties: texts.map((text, index) => ({
      name: `${text}${index}`,
      kind: index % 2 === 0 ? "always" : "step",
      text: all,
      location: { file: all, line: 1, column: 1 },
      checked: index < 5,
      values: steps.map((_, number) => (number === index ? false : number < index ? null : true)),
    })),
    sources: [{ file: all, text: texts.join("\n") }],
  };
}

/** So many steps of two processes. */
export function longDocument(count: number): TraceDocument {
  const state = (n: number): TraceState => ({
    shared: { s: { n } },
    processes: ["a", "b"].map((process) => ({ process, label: "go", path: [process], locals: [] })),
  });
  return {
    ...HOSTILE_DOCUMENT,
    properties: [],
    sources: [],
    initial: state(0),
    steps: Array.from({ length: count }, (_, i) => ({
      number: i + 1,
      process: i % 2 === 0 ? "a" : "b",
      action: false,
      label: "go",
      path: ["a"],
      location: { file: "a.ts", line: 3, column: 3 },
      choices: [],
      changes: [{ path: "s.n", kind: "changed", before: String(i), after: String(i + 1) }],
      notes: [],
      state: state(i + 1),
    })),
  };
}
