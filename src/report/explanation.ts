// Why a run ends as it does: in, the run, what it shows, which of its steps matter, and who else is there; out, lines for people.
// Told are the values that the broken conjunct reads and the step that made it false; the steps, with a mark at those that matter;
// which must keep their order; and for everybody else where they stand then and the guard that holds them.

import { showChange } from "../explorer/state-diff.ts";
import type { Bystander } from "../trace/bystanders.ts";
import type { Reasons } from "../trace/reasons.ts";
import type { StepView } from "../trace/view.ts";
import { layReasons } from "./because.ts";
import { layLoop } from "./fairness.ts";
import { layFinding } from "./finding.ts";
import { grouped, padEnd, plural, printable, textWidth, wrap } from "./layout.ts";
import type { ReportContext } from "./pretty.ts";
import { processColor, type Style } from "./style.ts";
import { type Column, itemsCell, layTable, plain, type Row, textCell } from "./table.ts";
import { forEver } from "./trace-table.ts";
import type { Counterexample, FindingKind } from "./verdict.ts";
import { layBystanders } from "./waiting.ts";

export interface Explanation {
  readonly reasons: Reasons;
  /** The pairs of numbers of steps, from 1, from which the others follow; null: not decided. */
  readonly order: readonly (readonly [number, number])[] | null;
  readonly others: readonly Bystander[];
}

export function explain(finding: Counterexample, reasons: Reasons, others: readonly Bystander[]): Explanation {
  const numbered = reasons.ordered?.map(([a, b]) => [a + 1, b + 1] as const) ?? null;
  const order = numbered && withoutFollowing(numbered, finding.trace.steps);
  return { reasons, order, others };
}

/** Without pairs that follow from others and from the order in which each process goes its own steps. */
function withoutFollowing(
  ordered: readonly (readonly [number, number])[],
  steps: readonly { readonly number: number; readonly process: number }[],
): readonly (readonly [number, number])[] {
  const own = steps.flatMap((step, i) => {
    const next = steps.slice(i + 1).find(({ process }) => process === step.process);
    return next ? [[step.number, next.number] as const] : [];
  });
  const all = [...ordered, ...own];
  return ordered.filter(([from, to]) => {
    // Every arrow leads to a later step, so one pass in order finds what is reached without this one.
    const reached = new Set([from]);
    for (const { number } of steps) {
      const arrives = all.some(([a, b]) => b === number && reached.has(a) && !(a === from && b === to));
      if (arrives) reached.add(number);
    }
    return !reached.has(to);
  });
}

/** The report, without a newline at its end. */
export function printExplanation(
  explanation: Explanation,
  finding: Counterexample,
  file: string,
  context: ReportContext,
  style: Style,
): string {
  const { steps, loop } = finding.trace;
  const { reasons, order, others } = explanation;
  const lines = [...layFinding(finding, file, context, style), ...layReasons(finding, file, style)];
  const put = (text: string, indent: string): void => {
    const width = Math.max(8, style.width - indent.length);
    lines.push(...wrap(printable(text, style.ascii), width).map((line) => indent + line));
  };
  lines.push("");
  if (steps.length === 0) put("it is so at the start: no step is needed", "  ");
  else {
    for (const sentence of mattersWords(reasons, finding)) put(sentence, "  ");
    lines.push(...laySteps(steps, reasons.matters, loop, style));
    if (loop !== null) lines.push(...layLoop(loop, steps.length, finding.fairness, style));
  }
  if (order !== null && order.length > 0) {
    lines.push("");
    put("must keep their order (what follows from these pairs is left out)", "  ");
    lines.push(...layOrder(order, steps, style));
  }
  if (others.length > 0) {
    const isRound = loop !== null && loop < steps.length;
    lines.push(
      "",
      `  ${isRound ? "who takes no step of it" : loop === null ? "the others, where it ends" : "where it stays"}`,
    );
    lines.push(...layBystanders(others, file, style));
  }
  return lines.join("\n");
}

/** By the definition of what matters, so that nobody has to look it up. */
function mattersWords({ matters, ordered, states, cut }: Reasons, { kind, trace }: Counterexample): string[] {
  const count = plural(matters.length, "step");
  const length = trace.loop === null || trace.loop === matters.length ? count : `${count}, once round its loop,`;
  const most = `no run to this ${NOUNS[kind] ?? "violation"} of at most ${length} does without`;
  const open = matters.filter((each) => each === null).length;
  const kept = matters.filter((each) => each === true).length;
  if (open > 0) {
    const what = open === matters.length ? "which steps matter" : "whether steps marked ? matter";
    return [`not decided, ${cutWords(cut, states)}: ${what}, and which must keep their order`];
  }
  const words =
    kept === 0
      ? "no step matters: for each there is a run, no longer than this one, that does without it"
      : kept < matters.length
        ? `steps that matter are marked *: ${most} ${kept === 1 ? "it" : "any of them"}`
        : `every step matters: ${most} ${kept === 1 ? "it" : "any of them"}`;
  return ordered === null ? [words, `not decided, ${cutWords(cut, states)}: which must keep their order`] : [words];
}

/** Where it is no violation of a property. */
const NOUNS: Partial<Record<FindingKind, string>> = {
  deadlock: "deadlock",
  error: "error",
  assert: "failed assertion",
};

function cutWords(cut: Reasons["cut"], states: number): string {
  switch (cut) {
    case "condition":
      return "because a condition of the property fails on another run";
    case "property":
      return "because the property is too large";
    case "states":
      return `because there are more states within as many steps than the ${grouped(states)} looked at (--max-states N)`;
    default:
      return `because the time was up after ${grouped(states)} states (--time T)`;
  }
}

function laySteps(
  steps: readonly StepView[],
  matters: Reasons["matters"],
  loop: number | null,
  style: Style,
): readonly string[] {
  const { dim } = style.color;
  const columns: readonly Column[] = [
    { header: "", paint: dim, least: null },
    { header: "#", paint: dim, least: null, alignRight: true },
    { header: "process", paint: dim, least: null },
    { header: "step", paint: dim, least: 16 },
    { header: "changes", paint: dim, least: 24 },
  ];
  const text = (words: string): string => printable(words, style.ascii);
  const markOf = (i: number): string => (matters[i] === null ? "?" : matters[i] ? "*" : " ");
  const rows = steps.map((step, i): Row => {
    const paint = processColor(style, step.process);
    const changes = step.changes.map((change) => text(showChange(change, style.symbols.arrow)));
    const cells = [
      textCell(markOf(i), plain),
      textCell(String(step.number), dim),
      textCell(text(step.name), paint),
      textCell(stepWords(step, style), plain),
      itemsCell(changes, plain),
    ];
    return { cells, heading: null, above: i === loop ? [`  ${forEver(style)}`] : [] };
  });
  const table = layTable(columns, rows, style);
  if (table !== null) return table;
  const wide = Math.max(...steps.map(({ name }) => textWidth(text(name))));
  const digits = String(steps.length).length;
  return steps.flatMap((step, i) => {
    const line = `  ${markOf(i)} ${String(step.number).padStart(digits)}  ${padEnd(text(step.name), wide)}  `;
    return [...(i === loop ? [`  ${forEver(style)}`] : []), `${line}${stepWords(step, style)}`.trimEnd()];
  });
}

/** The label and what was chosen; of an action, whose name is its label, the latter alone. */
function stepWords({ label, choices, isAction }: StepView, { ascii }: Style): string {
  const chosen = choices.map(({ name, value }) => `${name}=${value}`).join(" ");
  return printable([isAction ? "" : label, chosen].filter((part) => part !== "").join("  "), ascii);
}

/** `2  taskWork "read poll_refs"  before   3  cancel[0] "mark cancelled"`. */
function layOrder(order: readonly (readonly [number, number])[], steps: readonly StepView[], style: Style): string[] {
  const digits = String(steps.length).length;
  const nameOf = (number: number): string => {
    const { name, label, isAction } = steps[number - 1]!;
    return printable(`${String(number).padStart(digits)} ${name}${isAction ? "" : ` "${label}"`}`, style.ascii);
  };
  const rows = order.map(([a, b]) => [nameOf(a), nameOf(b)] as const);
  const wide = Math.max(...rows.map(([first]) => textWidth(first)));
  const fits = rows.every(([, second]) => 4 + wide + 9 + textWidth(second) <= style.width);
  return rows.flatMap(([first, second]) => {
    if (fits) return [`    ${padEnd(first, wide)}  before ${second}`];
    const wrapped = wrap(`${first} before ${second.trim()}`, Math.max(8, style.width - 6));
    return wrapped.map((line, i) => `${i === 0 ? "    " : "      "}${line}`);
  });
}
