// Why a run violates what it violates, in sentences: in, a trace document; out, plain text, a sentence an item, for the formats
// that people read. The invariant: it says what the report on the terminal says.

import type { DocumentFact, TraceDocument } from "./document.ts";

/** None where there is nothing to say, or the document is older than what is told here. */
export function becauseSentences({ finding, steps }: TraceDocument, arrow = "→"): string[] {
  const because = finding?.because ?? null;
  if (finding === null || because === null) return [];
  const { values, since, changes, waiting } = because;
  const step = since === null ? undefined : steps[since - 1];
  const read = values.map((fact) => factText(fact, arrow)).join(", ");
  const sentences: string[] = [];
  if (finding.kind === "assert") sentences.push(read);
  else if (finding.kind !== "deadlock") sentences.push(`${finding.text} is false${read === "" ? "" : `: ${read}`}`);
  if (since === 0 && finding.kind !== "quiescent") sentences.push("false from the start");
  if (step !== undefined && finding.kind !== "step") {
    const verb = finding.kind === "quiescent" ? "false since" : "made false by";
    const name = step.action ? step.process : `${step.process} "${step.label}"`;
    const changed = changes.map((fact) => factText(fact, arrow)).join(", ");
    sentences.push(`${verb} step ${since}, ${name}${changed === "" ? "" : `: ${changed}`}`);
  }
  for (const { process, label, waits, guards } of waiting) {
    const held = guards.map(({ text, values: reads }) =>
      reads.length === 0 ? text : `${text}, with ${reads.map(nameAndValue).join(", ")}`,
    );
    const why = waits === "free" ? "could move, and need not" : `waits: ${held.join("; ")}`;
    sentences.push(`${process} at "${label}" ${why}`);
  }
  return sentences.filter((sentence) => sentence !== "");
}

/** `req.refs = 1`, or `req.refs 0 → 1` where that is what the step did. */
export function factText({ name, value, before }: DocumentFact, arrow = "→"): string {
  return before === null ? nameAndValue({ name, value }) : `${name} ${before} ${arrow} ${value}`;
}

/** `req.refs = 1`; a process is where it stands: `cancel[0] at "wait"`. */
export function nameAndValue({ name, value }: { readonly name: string; readonly value: string }): string {
  return /^at "|^ended$/.test(value) && !name.includes(".") ? `${name} ${value}` : `${name} = ${value}`;
}
