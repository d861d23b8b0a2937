// Runs pieces of authors' code in tests, as a step or a property would.

import { type Blocked, makeExecution, perform } from "../../../src/spec/runtime/execution.ts";
import { RuntimeFault } from "../../../src/spec/runtime/fault.ts";

/** Runs the body as a step with these options. */
export function step<T>(body: () => T, ...options: readonly number[]): T {
  return perform(makeExecution("step", [], options), body);
}

/** What the body fails with: `index: rm: index 3 in an array of 3`. */
export function faultOf(body: () => unknown): string {
  try {
    step(body);
  } catch (error) {
    if (error instanceof RuntimeFault) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "no fault";
}

/** The guard that ends the body as a step with these options; null if none does. */
export function blockedBy(body: () => unknown, ...options: readonly number[]): Blocked["guard"] | null {
  try {
    step(body, ...options);
  } catch (signal) {
    return (signal as Blocked).guard;
  }
  return null;
}

/** Message and hints of the SpecError that the body throws, one a line. */
export function refusal(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    const { diagnostics } = error as { diagnostics: readonly { message: string; hints: readonly string[] }[] };
    return diagnostics
      .map(({ message, hints }) => [message, ...hints.map((hint) => `  ${hint}`)].join("\n"))
      .join("\n");
  }
  return "no refusal";
}
