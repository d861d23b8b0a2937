// What was found, in the author's words, before the run that shows it: the property and the conjunct that broke, the
// source line of a failure with a caret, or who waits for ever on which guard.

import { plural, printable, textWidth, wrap } from "./layout.ts";
import type { ReportContext } from "./pretty.ts";
import type { Style } from "./style.ts";
import type { Counterexample, FindingKind } from "./verdict.ts";
import { layWaiting } from "./waiting.ts";

/** How each kind of finding begins. */
const HEADS: Readonly<Record<FindingKind, string>> = {
  error: "error",
  assert: "assertion failed",
  deadlock: "deadlock",
  always: "violated",
  quiescent: "violated at rest",
  step: "violated by a step",
  temporal: "violated by a run",
  reachable: "never reached",
};

/** Lines below the title; the same for every run that ends this way. */
export function layFinding(finding: Counterexample, file: string, context: ReportContext, style: Style): string[] {
  const head = `${HEADS[finding.kind]}: `;
  if (finding.kind === "deadlock") return layDeadlock(finding, file, head, style);
  if (finding.kind === "error" || finding.kind === "assert") return layFailure(finding, head, context, style);
  const name = printable(finding.property ?? "", style.ascii);
  const { conjunct } = finding;
  const part = conjunct && conjunct.of > 1 ? ` (part ${conjunct.number} of ${conjunct.of})` : "";
  const text = printable(finding.text, style.ascii) + part;
  const start = `  ${style.color.red(head)}${style.color.bold(name)}`;
  const width = 2 + textWidth(head) + textWidth(name);
  const gap = " ".repeat(Math.max(2, GAP_TO_TEXT - width));
  if (width + gap.length + textWidth(text) <= style.width) return [start + gap + text];
  return [start, ...wrap(text, Math.max(8, style.width - 4)).map((line) => `    ${line}`)];
}

/** The conjunct stands at least here, so that short names line up from run to run. */
const GAP_TO_TEXT = 32;

function layFailure(finding: Counterexample, head: string, context: ReportContext, style: Style): string[] {
  const within = finding.property === null ? "" : ` (in the property ${finding.property})`;
  const text = printable(finding.text + within, style.ascii);
  const lines = wrap(head + text, Math.max(8, style.width - 2)).map((line) => `  ${style.color.red(line)}`);
  if (finding.site === null || context.format === null) return lines;
  const diagnostic = { message: "", span: finding.site.span, calls: finding.site.calls, hints: [] };
  const frame = context.format([diagnostic], context.sources, { width: style.width - 2, cwd: context.folder });
  const [place, ...rest] = frame.split("\n");
  const shown = [`${place!.replace(/: error:\s*$/, "")}`, ...rest];
  return [...lines, ...shown.map((line) => `  ${style.ascii ? printable(line, true) : line}`)];
}

function layDeadlock(finding: Counterexample, file: string, head: string, style: Style): string[] {
  const { blocked } = finding;
  const { color } = style;
  if (blocked.length === 0) return [`  ${color.red(`${head}no action is enabled, and the spec may not end here`)}`];
  const who = `${plural(blocked.length, "process waits", "processes wait")} for ever`;
  return [`  ${color.red(head + who)}`, ...layWaiting(blocked, file, style)];
}
