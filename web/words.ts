// The trace in words: for the clipboard, and for those who hear the page.

import type { PageStep, TracePage } from "../src/trace/page-data.ts";

/** `hash_del (via handler › eject)` is for people; the path comes first, as calls do. */
export function labelWords({ path, label }: Pick<PageStep, "path" | "label">): string {
  return [...path, label].join(" › ");
}

/** What a step did beside moving on. */
export function effectWords({ changes, notes, choices }: PageStep): string[] {
  return [...(choices === "" ? [] : [choices]), ...changes, ...notes.map((note) => `“${note}”`)];
}

export function findingWords({ finding }: TracePage): string {
  if (finding === null) return "nothing is violated where it ends";
  return [finding.head, finding.property ?? "", finding.text].filter((part) => part !== "").join(": ");
}

/** What somebody hears who has moved to a step. */
export function spokenStep(trace: TracePage, number: number): string {
  const step = trace.steps[number - 1];
  if (step === undefined) return `Initial state, before ${trace.steps.length} steps.`;
  const effects = effectWords(step).join(", ");
  const end = number === trace.steps.length && trace.finding !== null ? ` ${findingWords(trace)}.` : "";
  return `Step ${number} of ${trace.steps.length}: ${step.who}, ${labelWords(step)}. ${effects === "" ? "Nothing changes" : effects}.${end}`;
}

/** The trace for a mail: a line for each step, in columns. */
export function traceText(trace: TracePage, shown: readonly number[]): string {
  const { spec, scenario, command, loop, steps } = trace;
  const rows = shown.flatMap((number) => {
    const step = steps[number - 1];
    if (step === undefined) return [];
    const { who, place } = step;
    return [{ number, cells: [String(number), who, labelWords(step), `${place.file}:${place.line}`], step }];
  });
  const widths = [0, 1, 2].map((i) => Math.max(0, ...rows.map(({ cells }) => cells[i]!.length)));
  const lines = rows.flatMap(({ number, cells: [digits, who, label, place], step }) => {
    const head = `${digits!.padStart(widths[0]!)}  ${who!.padEnd(widths[1]!)}  ${label!.padEnd(widths[2]!)}  ${place}`;
    const indent = " ".repeat(widths[0]! + 4);
    const mark = loop !== null && number === loop + 1 ? ["  from here on for ever"] : [];
    return [...mark, `  ${head}`, ...effectWords(step).map((words) => `  ${indent}${words}`)];
  });
  const left = steps.length - rows.length;
  return [
    scenario === null ? spec : `${spec}, ${scenario}`,
    `  ${findingWords(trace)}`,
    "",
    ...lines,
    ...(left > 0 ? ["", `  ${left} of ${steps.length} steps are left out`] : []),
    "",
    `  again: ${command}`,
    "",
  ].join("\n");
}

export function count(number: number, noun: string, plural = "s"): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : plural}`;
}
