// SARIF 2.1.0, for GitHub's code scanning and for editors: in, suites; out, one run with a result for each case that did not pass.
// A counterexample is a code flow with one thread flow for each process, whose `executionOrder` tells how they interleave. The
// invariant: every result has a place, a rule that is declared, and, if it has a trace, the trace's fingerprint.

import type { CodeFlow, Location, Log, Notification, ReportingDescriptor, Result, ThreadFlowLocation } from "sarif";
import { showChange } from "../explorer/state-diff.ts";
import { stepWords } from "../trace/document.ts";
import { printable } from "../trace/printable.ts";
import type { PlaceView } from "../trace/view.ts";
import { type KnownCounterexample, knownWords } from "./baseline.ts";
import { type Case, NOT_DECIDED, type Suite } from "./cases.ts";
import { relativePath } from "./json.ts";
import type { Counterexample } from "./verdict.ts";

export function writeSarif(suites: readonly Suite[], folder: string, version: string): string {
  const all = suites.flatMap(({ cases }) => cases);
  const failed = all.filter(({ status }) => status === "failed" || status === "error" || status === "known");
  const absent = all.filter(({ gone }) => gone !== null && gone.length > 0);
  // A state is said of all results or of none (3.27.24).
  const isCompared = all.some(({ gone }) => gone !== null);
  const omissions = suites.flatMap(({ name, omission }): Notification[] =>
    omission === null ? [] : [{ level: "note", message: { text: printable(`${name}: ${omission}`) } }],
  );
  // What a bound left open is no result, and is said all the same.
  const open = all.filter(({ status, message }) => status === "skipped" && message === NOT_DECIDED);
  const notifications = [
    ...omissions,
    ...open.map(({ group, name, message }): Notification => {
      return { level: "warning", message: { text: printable(`${group}: ${name}: ${message}`) } };
    }),
  ];
  const rules = new Map<string, ReportingDescriptor>();
  for (const one of [...failed, ...absent]) {
    const id = ruleOf(one);
    rules.set(id, { id, shortDescription: { text: printable(`${one.type}: ${one.name}`) } });
  }
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "allways", version, rules: [...rules.values()] } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
          },
        ],
        results: [
          ...failed.map((one) => ({ ...resultOf(one, folder), ...(isCompared && stateOf(one)) })),
          ...absent.flatMap((one) => one.gone!.map((known) => absentOf(one, known, folder))),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Deadlocks are one rule, as are errors; each property is one of its own. */
function ruleOf({ type, name }: Case): string {
  return type === "deadlock" || type === "error" ? type : printable(`${type}/${name}`);
}

function resultOf(one: Case, folder: string): Result {
  const { counterexample } = one;
  return {
    ruleId: ruleOf(one),
    level: "error",
    kind: "fail",
    message: { text: printable(`${one.group}: ${one.name}: ${one.message}`) },
    locations: [locationOf(one.place, folder)],
    ...(counterexample && {
      partialFingerprints: { "allwaysTrace/v1": counterexample.fingerprint },
      ...(counterexample.trace.steps.length > 0 && { codeFlows: [flowOf(counterexample, folder)] }),
    }),
  };
}

/** Of what is known, code scanning must not make an alert again. */
function stateOf({ status }: Case): Pick<Result, "baselineState" | "suppressions"> {
  if (status !== "known") return { baselineState: "new" };
  return { baselineState: "unchanged", suppressions: [SUPPRESSION] };
}

const SUPPRESSION = { kind: "external", justification: "It is in the baseline." } as const;

/** What a baseline has and was not found again. */
function absentOf(one: Case, known: KnownCounterexample, folder: string): Result {
  return {
    ruleId: ruleOf(one),
    level: "none",
    kind: "pass",
    message: { text: printable(`${one.group}: ${one.name}: gone since the baseline: ${knownWords(known)}`) },
    locations: [locationOf(one.place, folder)],
    partialFingerprints: { "allwaysTrace/v1": known.fingerprint },
    baselineState: "absent",
    suppressions: [SUPPRESSION],
  };
}

/** Threads come in the order in which they first move. */
function flowOf({ trace, schedule }: Counterexample, folder: string): CodeFlow {
  const threads = new Map<string, ThreadFlowLocation[]>();
  for (const step of trace.steps) {
    const locations = threads.get(step.name) ?? [];
    threads.set(step.name, locations);
    const words = stepWords({ ...step, process: step.name, action: step.isAction });
    const changes = [...step.changes.map((change) => showChange(change)), ...(step.failed ? ["fails"] : [])];
    const text = printable([words, ...changes].join(" | "));
    locations.push({
      executionOrder: step.number,
      location: { ...locationOf(step.place, folder), message: { text } },
    });
  }
  return {
    message: { text: printable(schedule) },
    threadFlows: [...threads].map(([name, locations]) => ({ id: printable(name), locations })),
  };
}

function locationOf({ file, line, column }: PlaceView, folder: string): Location {
  const uri = relativePath(file, folder).split("/").map(encodeSegment).join("/");
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } } };
}

/** Half a surrogate pair has no encoding. */
function encodeSegment(name: string): string {
  return encodeURIComponent(name.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}
