// An explanation as one JSON object: in, the report on a run and why it ends so; out, plain data under the names that
// schema/explanation.schema.json lays down.

import type { Explanation } from "./explanation.ts";
import { runToJson, standerToJson, subjectToJson } from "./json.ts";
import type { RunReport, Verdict } from "./verdict.ts";
import type { ExplanationReportObject } from "./verdict-object.ts";

/** Paths are relative to the folder. */
export function explanationToJson(
  report: RunReport,
  { reasons, others }: Explanation,
  folder: string,
): ExplanationReportObject {
  const { matters, ordered, states, cut } = reasons;
  return {
    ...runToJson(report, folder),
    explanation: {
      matters,
      ordered: ordered?.map(([a, b]) => [a + 1, b + 1] as const) ?? null,
      states,
      cut,
      others: others.map((other) => ({
        ...standerToJson(other, folder),
        waits: other.waits,
        sometimes: other.sometimes,
      })),
    },
  };
}

/** Of a check that found no run to explain. */
export function nothingToExplain(verdict: Verdict, folder: string): ExplanationReportObject {
  return {
    ...subjectToJson(verdict, folder),
    exitCode: verdict.exitCode,
    finding: null,
    run: null,
    explanation: null,
  };
}
