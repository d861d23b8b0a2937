// Suites to report: of a real verdict, and with every text hostile.

import type { Case, Suite } from "../../src/report/cases.ts";
import { suiteOf } from "../../src/report/cases.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER, pollCancel, verdictOn } from "./poll-cancel.ts";

/** The counterexample of poll-cancel.ts. */
export async function violatedSuite(): Promise<Suite> {
  return suiteOf({ kind: "checked", verdict: await verdictOn(pollCancel()), result: null }, FOLDER);
}

/** A case for each text, which stands wherever a text can; every third one failed, was in error, was skipped. */
export async function hostileSuite(): Promise<Suite> {
  const [real] = (await violatedSuite()).cases;
  const statuses = ["failed", "error", "skipped"] as const;
  const cases = HOSTILE.map((text, index): Case => {
    const found = real!.counterexample!;
    const steps = found.trace.steps.map((step) => ({ ...step, name: text, label: text, path: [text, text] }));
    return {
      group: text,
      name: text,
      type: text,
      status: statuses[index % 3]!,
      message: text,
      details: [text, `1. ${text}`],
      place: { file: `${FOLDER}/${text}.ts`, line: 3, column: 5 },
      gone: null,
      counterexample: { ...found, schedule: text, trace: { ...found.trace, steps } },
    };
  });
  const all = HOSTILE.join(" ");
  return { file: `${FOLDER}/${all}`, name: all, milliseconds: 1, omission: null, cases };
}

/** The same beside a baseline: what was skipped is known, and of each something is gone. */
export async function comparedSuite(): Promise<Suite> {
  const suite = await hostileSuite();
  const cases = suite.cases.map((one): Case => {
    const { fingerprint, schedule } = one.counterexample!;
    const gone = { file: one.place.file, scenario: one.name, kind: "always", property: one.name, steps: 3 } as const;
    const status = one.status === "skipped" ? "known" : one.status;
    return { ...one, status, gone: [{ ...gone, fingerprint, schedule }] };
  });
  return { ...suite, cases };
}
