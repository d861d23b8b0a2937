// What GitHub Actions shows: in, suites; out, workflow commands that become annotations on the lines of the spec, one for each case
// that did not pass, and a page of Markdown for the step's summary. The invariant: no text of an author's can end a command or
// begin another, and the summary stays below GitHub's limit.

import { escapeMarkdown } from "../trace/format/markdown.ts";
import { printable } from "../trace/printable.ts";
import { knownWords } from "./baseline.ts";
import type { Case, CaseStatus, Suite } from "./cases.ts";
import { relativePath } from "./json.ts";

/** A step's summary may have 1 MiB; room is left for what other tools write. */
const MOST_BYTES = 900_000;

/** `::error file=…,line=…::…`, a line each; none if all passed. What a baseline knows is a warning, what is gone a notice. */
export function writeAnnotations(suites: readonly Suite[], folder: string): string[] {
  const shown = casesOf(suites, ["failed", "error", "known"]).map((one) =>
    annotate(one.status === "known" ? "warning" : "error", one, [one.message, ...one.details], folder),
  );
  const gone = suites.flatMap(({ cases }) =>
    cases.flatMap((one) =>
      (one.gone ?? []).map((known) =>
        annotate("notice", one, [`gone since the baseline: ${knownWords(known)}`], folder),
      ),
    ),
  );
  const omitted = suites.flatMap(({ name, omission, cases: [first] }) =>
    omission === null || first === undefined
      ? []
      : [annotate("notice", { ...first, group: name, name: "lossy" }, [omission], folder)],
  );
  return [...shown, ...gone, ...omitted];
}

function annotate(command: string, one: Case, lines: readonly string[], folder: string): string {
  const { file, line, column } = one.place;
  const properties = {
    file: relativePath(file, folder),
    line: String(line),
    col: String(column),
    title: `${one.group}: ${one.name}`,
  };
  const shown = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${command} ${shown.join(",")}::${escapeData(lines.map((text) => printable(text)).join("\n"))}`;
}

/** As the runner reads it back: actions/toolkit, packages/core, command.ts. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** A table of all cases, then each that did not pass with its run. */
export function writeSummary(suites: readonly Suite[], folder: string): string {
  const rows = suites.flatMap(({ file, cases }) =>
    cases.map(({ status, group, name, message, gone }) => {
      const said = [...(message === "" ? [] : [message]), ...(gone ?? []).map((known) => `gone: ${knownWords(known)}`)];
      const cells = [`${SIGNS[status]} ${status}`, group, name, said.join("; "), relativePath(file, folder)];
      return `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
    }),
  );
  const details = casesOf(suites, ["failed", "error", "known"])
    .filter((one) => one.details.length > 0)
    .map((one) => {
      const steps = one.details.map((line) => `${/^\d+\. /.test(line) ? "" : "\n"}${escapeMarkdown(line)}\n`).join("");
      return `\n### ${escapeMarkdown(`${one.group}: ${one.name}`)}\n\n${escapeMarkdown(one.message)}\n\n${steps}`;
    });
  const head = "## allways\n\n| | spec | case | | file |\n|---|---|---|---|---|\n";
  return fill([head, ...rows, ...details]);
}

const SIGNS: Readonly<Record<CaseStatus, string>> = { passed: "✓", known: "=", failed: "✗", error: "✗", skipped: "?" };

/** As many parts as there is room for, and a word on the rest. */
function fill(parts: readonly string[]): string {
  let text = "";
  let bytes = 0;
  for (const [index, part] of parts.entries()) {
    bytes += Buffer.byteLength(part);
    if (bytes > MOST_BYTES) return `${text}\n${parts.length - index} more are left out.\n`;
    text += part;
  }
  return text;
}

function casesOf(suites: readonly Suite[], statuses: readonly CaseStatus[]): readonly Case[] {
  return suites.flatMap(({ cases }) => cases.filter(({ status }) => statuses.includes(status)));
}
