// A trace for an issue, a pull request or a chat: a sequence diagram that GitHub and GitLab draw with Mermaid, and the same
// steps as a table. The invariant: whatever the author's labels hold, nothing of them is read as Markdown, as HTML or as Mermaid.

import { becauseSentences } from "../because-words.ts";
import { changeWords, type DocumentStep, headline, placeWords, stepWords, type TraceDocument } from "../document.ts";
import { printable } from "../printable.ts";
import { shellQuote } from "../shell-quote.ts";

/** More messages than this nobody reads as a diagram, and Mermaid draws slowly. */
const MOST_DRAWN = 200;
/** Characters that Mermaid takes at most, unless told otherwise, less some for what stands around the messages. */
const MOST_CHARACTERS = 50_000 - 500;
/** Characters of a line in a diagram, before it is written in Mermaid's way. */
const LONGEST_LINE = 160;

export function writeMarkdown(document: TraceDocument): string {
  const { spec, scenario, file, selection, schedule, finding, initialChoices, steps } = document;
  const title = scenario === null ? spec : `${spec}, ${scenario}`;
  const chosen = initialChoices.map(({ name, value }) => `${name} = ${value}`).join(", ");
  const command = ["allways", "replay", file, ...selection, schedule].map(shellQuote).join(" ");
  return [
    `# ${escapeMarkdown(title)}`,
    "",
    `**${escapeMarkdown(headline(document))}**`,
    ...becauseSentences(document).map((sentence, i) => `${i === 0 ? "\n" : ""}- ${escapeMarkdown(sentence)}`),
    ...(finding?.location ? ["", `${escapeMarkdown(finding.location.file)}:${finding.location.line}`] : []),
    ...(chosen === "" ? [] : ["", `Initially ${escapeMarkdown(chosen)}.`]),
    "",
    "```mermaid",
    writeMermaid(document).trimEnd(),
    "```",
    "",
    "| # | step | changes | at |",
    "|--:|---|---|---|",
    ...steps.map((step) => `| ${step.number} | ${rowOf(step).join(" | ")} |`),
    "",
    // States alone, of another model checker, have no schedule.
    ...(schedule === "" && steps.length > 0 ? [] : ["To see it again:", "", fence(printable(command)), ""]),
  ].join("\n");
}

function rowOf(step: DocumentStep): string[] {
  const place = placeWords(step.location);
  return [stepWords(step), changeWords(step).join(", "), place].map(escapeMarkdown);
}

/** Characters that mean something are entities: a backslash before @ and # does not keep GitHub from making links. */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(MARKS, (character) => `&#${character.charCodeAt(0)};`);
}

/** An underscore inside a word is itself. */
const MARKS = /[\\`*{}[\]<>#|~&!@$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** A block of code whose fence is longer than any run of backquotes in it. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}\n${text}\n${mark}`;
}

/**
 * The sequence diagram alone: one lane for each process, an arrow where a step changes shared state, a note where not. It says
 * at its end where it has left steps out.
 */
export function writeMermaid({ steps, initial }: TraceDocument): string {
  const movers = new Set(steps.map(({ process, action }) => (action ? ACTIONS : process)));
  const order = [...initial.processes.map(({ process }) => process), ACTIONS].filter((name) => movers.has(name));
  const lanes = new Map(order.map((name, index) => [name, `P${index}`]));
  const roots = Object.keys(initial.shared);
  const lines = [
    "sequenceDiagram",
    ...[...lanes].map(([name, id]) => `  participant ${id} as ${mermaid(name)}`),
    "  participant S as shared",
  ];
  let room = lines.reduce((rest, line) => rest - line.length, MOST_CHARACTERS);
  let drawn = 0;
  for (; drawn < Math.min(steps.length, MOST_DRAWN); drawn++) {
    const step = steps[drawn]!;
    const lane = lanes.get(step.action ? ACTIONS : step.process)!;
    const name = step.action ? stepWords(step) : stepWords(step).slice(step.process.length + 2);
    const words = mermaid(`${step.number}. ${name}`, ...changeWords(step));
    const changesShared = step.changes.some(({ path }) => isShared(path, roots));
    const line = changesShared ? `  ${lane}->>S: ${words}` : `  Note over ${lane}: ${words}`;
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  if (drawn < steps.length) lines.push(`  Note over S: ${drawn} of ${steps.length} steps are drawn`);
  return `${lines.join("\n")}\n`;
}

const ACTIONS = "actions";

function isShared(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`));
}

/** Mermaid writes a character as `#35;`, and a line end as `<br/>`, which stands between the lines and nowhere in them. */
function mermaid(...lines: readonly string[]): string {
  const odd = /[^\p{L}\p{N} .,()=_→]/gu;
  return lines
    .map((line) => clip(printable(line)).replace(odd, (character) => `#${character.codePointAt(0)};`))
    .join("<br/>");
}

/** A line of a diagram is as wide as its text, and so is everything else then. */
function clip(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`.replace(/[\ud800-\udbff]…$/, "…");
}
