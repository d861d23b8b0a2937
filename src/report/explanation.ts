// Why a run ends as it does: in, the run, what its end shows, and which of its steps matter; out, lines for people or one
// object. Told are the values that the broken conjunct reads, the last step, which steps matter, which must keep their order,
// and for everybody else where they stand then and the guard that holds them.

import type { Finding, Trace } from "../explorer/exploration.ts";
import { showChange } from "../explorer/state-diff.ts";
import type { Program } from "../spec/program/program.ts";
import { viewWaiting } from "../trace/because.ts";
import { nameAndValue } from "../trace/because-words.ts";
import type { Reasons } from "../trace/reasons.ts";
import { layFinding } from "./finding.ts";
import { padEnd, printable, textWidth, wrap } from "./layout.ts";
import type { ReportContext } from "./pretty.ts";
import type { Style } from "./style.ts";
import type { Counterexample } from "./verdict.ts";

export interface OtherProcess {
  readonly process: string;
  /** Null for one that has ended. */
  readonly label: string | null;
  readonly canMove: boolean;
  /** The guards that hold it, each with the values it reads. */
  readonly held: readonly { readonly guard: string; readonly values: readonly string[] }[];
}

export interface Explanation {
  /** What the broken conjunct reads, at the end. */
  readonly reads: readonly string[];
  /** By step: whether it matters; null if that was not decided. */
  readonly matters: readonly boolean[] | null;
  /** Numbers of steps, from 1. */
  readonly ordered: readonly (readonly [number, number])[] | null;
  /** Everybody but who moved last, where the run ends. */
  readonly others: readonly OtherProcess[];
}

export function explain(
  program: Program,
  trace: Trace,
  finding: Finding,
  shown: Counterexample,
  reasons: Reasons | null,
): Explanation {
  const end = trace.steps.findLast(({ state }) => state !== null)?.state ?? trace.initial;
  const last = trace.steps.at(-1)?.process ?? null;
  const waiting = new Map(viewWaiting(program, end).map((view) => [view.process, view]));
  const others = program.processes.filter(
    ({ id, kind }) => kind === "process" && (id !== last || finding.kind === "deadlock"),
  );
  return {
    reads: (shown.because?.values ?? []).map(nameAndValue),
    matters: reasons?.matters ?? null,
    ordered: reasons?.ordered.map(([a, b]) => [a + 1, b + 1] as const) ?? null,
    others: others.map(({ id, name }) => {
      const { label = null, waits, guards = [] } = waiting.get(id) ?? {};
      const held = guards.map(({ text, values }) => ({ guard: text, values: values.map(nameAndValue) }));
      return { process: name, label, canMove: waits === "free", held };
    }),
  };
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
  const { steps } = finding.trace;
  const { matters, ordered, others, reads } = explanation;
  const lines = layFinding(finding, file, context, style);
  const put = (text: string, indent: string): void => {
    const width = Math.max(8, style.width - indent.length);
    lines.push(...wrap(printable(text, style.ascii), width).map((line) => indent + line));
  };
  if (reads.length > 0) put(`it reads ${reads.join(", ")}`, "    ");
  const last = steps.at(-1);
  if (last !== undefined) {
    const changes = last.changes.map((change) => showChange(change)).join(", ");
    put(`by step ${last.number}: ${last.name} "${last.label}"${changes === "" ? "" : `, ${changes}`}`, "    ");
  }
  lines.push(
    "",
    matters === null
      ? "  which steps matter: not decided, there are too many states"
      : "  steps that matter are marked *",
  );
  const names = steps.map(({ name }) => printable(name, style.ascii));
  const wide = Math.max(0, ...names.map(textWidth));
  for (const [i, { label, number }] of steps.entries()) {
    const mark = matters?.[i] ? "*" : " ";
    const digits = String(number).padStart(String(steps.length).length);
    lines.push(`  ${mark} ${digits}  ${padEnd(names[i]!, wide)}  ${printable(label, style.ascii)}`);
  }
  if (ordered !== null && ordered.length > 0) {
    lines.push("");
    const pairs = withoutFollowing(ordered, steps).map(([a, b]) => `${a} before ${b}`);
    put(`must keep their order, with what follows from it: ${pairs.join(", ")}`, "  ");
  }
  if (others.length > 0) lines.push("", "  the others, at its end");
  for (const { process, label, canMove, held } of others) {
    const where = label === null ? "has ended" : `at "${label}"`;
    const why = held.map(({ guard, values }) => `${guard}${values.length > 0 ? `, with ${values.join(", ")}` : ""}`);
    put(`${process} ${where}${canMove ? ", can move" : why.length > 0 ? `, held by ${why.join("; ")}` : ""}`, "    ");
  }
  return lines.join("\n");
}
