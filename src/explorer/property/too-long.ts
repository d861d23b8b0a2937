// Runs that nobody could read: in, what was found and after how many steps; out, the fault that says so. To show a run takes
// kilobytes for each step, so from some length on there would be no memory for it, and that must not end in a crash.

import type { Program } from "../../spec/program/program.ts";
import { usage } from "../../spec/source/diagnostic.ts";
import type { Goal } from "./goals.ts";

/** Steps of a run that are shown. */
export const MOST_STEPS: number = 2 ** 18;

/** @throws SpecError for a run that is too long */
export function refuseTooLong(program: Program, { kind, property }: Goal, steps: number, search: "bfs" | "dfs"): void {
  if (steps <= MOST_STEPS) return;
  const name = property === null ? null : `"${program.properties[property]!.name}"`;
  const end = kind === "reachable" ? "is reached" : "is violated";
  const what = name === null ? `there is ${FOUND[kind]}` : `${name} ${end}`;
  throw usage(`${what} after ${steps} steps: too long a run to be shown`, [
    ...(search === "dfs" ? ["--search bfs finds a shortest run"] : []),
    `--depth ${MOST_STEPS} looks no further than can be shown`,
  ]);
}

const FOUND: Readonly<Partial<Record<Goal["kind"], string>>> = {
  error: "an error",
  assert: "a failed assertion",
  deadlock: "a deadlock",
};
