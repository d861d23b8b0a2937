// The fingerprint of a counterexample: the same for the same run of the same functions, another for any other.

import { expect, test } from "vitest";
import { type FingerprintStep, fingerprintOf } from "../../src/trace/fingerprint.ts";
import { placeIn, pollCancel, TEXT, verdictOn } from "../report/poll-cancel.ts";

const STEP: FingerprintStep = { name: "cancel[0]", path: ["cancel", "wake"], label: "go", choices: [] };

test("is told by property, process, instance, function, label and choices", () => {
  const of = (changes: Partial<FingerprintStep>, property = "p"): string =>
    fingerprintOf("always", property, [], [{ ...STEP, ...changes }]);
  const all = [
    of({}),
    of({}, "q"),
    of({ name: "cancel[1]" }),
    of({ path: ["cancel", "sleep"] }),
    of({ label: "stop" }),
    of({ choices: [{ name: "v", value: "1" }] }),
    of({ choices: [{ name: "v", value: "2" }] }),
    fingerprintOf("deadlock", null, [], [STEP]),
    fingerprintOf("always", "p", [], [STEP, STEP]),
    fingerprintOf("always", "p", [{ name: "v", value: "1" }], [STEP]),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(all[0]).toMatch(/^[0-9a-f]{32}$/);
});

test("does not depend on lines, on values or on the bounds of the search", async () => {
  const [first] = (await verdictOn(pollCancel())).counterexamples;
  const moved = placeIn(pollCancel(), "/elsewhere/spec.ts", `\n\n${TEXT}`);
  const [second] = (await verdictOn(moved)).counterexamples;
  const [third] = (await verdictOn(pollCancel({ room: 5 }), { all: true, maxDepth: 20 })).counterexamples;
  expect(second!.trace.steps[0]!.place).not.toEqual(first!.trace.steps[0]!.place);
  expect(second!.fingerprint).toBe(first!.fingerprint);
  expect(third!.fingerprint).toBe(first!.fingerprint);
});
