// The counterexample of the small model of poll-cancel.ts as a document.

import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { documentTrace } from "../../src/report/trace-document.ts";
import type { Program } from "../../src/spec/program/program.ts";
import type { TraceDocument } from "../../src/trace/document.ts";
import { EVERYTHING, FOLDER, verdictOn } from "./poll-cancel.ts";

export async function traceOf(program: Program): Promise<TraceDocument> {
  const verdict = await verdictOn(program);
  const { findings } = await exploreReference(program, EVERYTHING);
  const [counterexample] = verdict.counterexamples;
  return documentTrace(
    { program, checked: null },
    findings[0]!.trace,
    counterexample!,
    counterexample!,
    verdict,
    FOLDER,
  );
}
