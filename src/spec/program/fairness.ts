// How much of the fairness that a spec declares is taken for granted, and how that is said. In: a Program; out: one with
// less, and words.

import type { Fairness, Process, Program } from "./program.ts";

export type FairnessMode = "declared" | "weak" | "none";

/** The program with no more fairness than asked for. */
export function limitFairness(program: Program, mode: FairnessMode): Program {
  if (mode === "declared") return program;
  const limit = (fairness: Fairness): Fairness => (mode === "none" || fairness === "none" ? "none" : "weak");
  return { ...program, processes: program.processes.map((p) => ({ ...p, fairness: limit(p.fairness) })) };
}

/** Whom it is granted to, most first: `strong fairness of lock[0]`, `weak fairness of worker, server`. */
export function fairnessWords({ processes }: Program): readonly string[] {
  return (["strong", "weak"] as const).flatMap((fairness) => {
    const names = namesOf(processes, fairness);
    return names.length === 0 ? [] : [`${fairness} fairness of ${names.join(", ")}`];
  });
}

/** By family where all of it is meant, else one by one. */
function namesOf(processes: readonly Process[], fairness: Fairness): string[] {
  const isWhole = ({ family, kind }: Process): boolean =>
    processes.every((other) => other.family !== family || other.kind !== kind || other.fairness === fairness);
  const own = processes.filter((process) => process.fairness === fairness);
  return [...new Set(own.map((process) => (isWhole(process) ? process.family : process.name)))];
}
