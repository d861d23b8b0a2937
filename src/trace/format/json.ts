// Our own format: the document as it is, held to schema/trace.schema.json when it is read. The invariant: what is read has
// every name the types promise, or is refused in one line that says where it differs.

import { decodeValue, type TraceDocument, type TraceState } from "../document.ts";
import { validate } from "./schema.ts";

export function writeJson(document: TraceDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @throws SyntaxError saying where the value differs from a trace of ours */
export function readJson(value: unknown): TraceDocument {
  validate("trace", value);
  const document = value as TraceDocument;
  checkRun(document);
  checkState(document.initial);
  for (const { state } of document.steps) if (state !== null) checkState(state);
  return document;
}

/** What a schema cannot say: steps in order, only the last of which may fail, and a loop back to a state that is there. */
function checkRun({ steps, loop = null, properties = [] }: TraceDocument): void {
  steps.forEach(({ number, state }, index) => {
    if (number !== index + 1) throw new SyntaxError(`steps/${index}/number must be ${index + 1}`);
    if (state === null && index < steps.length - 1) throw new SyntaxError(`steps/${index}/state must be object`);
  });
  const states = steps.at(-1)?.state === null ? steps.length : steps.length + 1;
  if (loop !== null && !(loop >= 0 && loop < states))
    throw new SyntaxError(`loop must be the number of a state, from 0 to ${states - 1}`);
  properties.forEach(({ values }, index) => {
    if (values.length > states)
      throw new SyntaxError(`properties/${index}/values must be at most ${states}, one a state`);
  });
}

/** Every value can be shown. */
function checkState({ shared, processes }: TraceState): void {
  for (const value of Object.values(shared)) decodeValue(value);
  for (const { locals } of processes) for (const { value } of locals) decodeValue(value);
}
