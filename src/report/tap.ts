// The Test Anything Protocol, version 14: in, suites; out, a test point for each case, with what went wrong as a YAML block whose
// values are JSON strings. What a baseline knows is a TODO, which fails nobody. The invariant: a test point is one line, and a `#` in a name is no directive.

import { printable } from "../trace/printable.ts";
import { knownWords } from "./baseline.ts";
import type { Case, Suite } from "./cases.ts";
import { relativePath } from "./json.ts";

export function writeTap(suites: readonly Suite[], folder: string): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const lines = cases.flatMap((one, index) => pointOf(one, index + 1, folder));
  const omissions = suites.flatMap(({ name, omission }) =>
    omission === null ? [] : [`# ${printable(name)}: ${omission}`],
  );
  return `${["TAP version 14", `1..${cases.length}`, ...lines, ...omissions].join("\n")}\n`;
}

function pointOf(one: Case, number: number, folder: string): string[] {
  const { status, place, gone } = one;
  const name = printable(`${one.group}: ${one.name}`).replace(/[\\#]/g, "\\$&");
  const point = `${status === "passed" || status === "skipped" ? "ok" : "not ok"} ${number} - ${name}`;
  const missed = (gone ?? []).map((known) => `# gone since the baseline: ${printable(knownWords(known))}`);
  if (status === "passed") return [point, ...missed];
  if (status === "skipped") return [`${point} # SKIP ${printable(one.message)}`];
  const values = {
    severity: status === "error" ? "error" : status === "known" ? "todo" : "fail",
    message: one.message,
    at: `${relativePath(place.file, folder)}:${place.line}`,
    ...(one.counterexample && { fingerprint: one.counterexample.fingerprint }),
  };
  return [
    status === "known" ? `${point} # TODO the same as in the baseline` : point,
    "  ---",
    ...Object.entries(values).map(([key, value]) => `  ${key}: ${JSON.stringify(printable(value))}`),
    ...(one.details.length > 0 ? ["  trace:"] : []),
    ...one.details.map((line) => `    - ${JSON.stringify(printable(line))}`),
    "  ...",
    ...missed,
  ];
}
