// Random Programs with random temporal properties: in, a Program and a source of randomness; out, the same with formulas over
// conditions that it has anyhow, and with fairness.

import type { Random } from "../../../src/explorer/search/random.ts";
import type { Atom, Fairness, Program } from "../../../src/spec/program/program.ts";
import { at, give, place, predicate } from "../builder.ts";
import { randomFormula } from "./formulas.ts";

/** The program with temporal properties over the conditions of its own, and with random fairness. */
export function withTemporal(program: Program, random: Random): Program {
  const own = program.properties.flatMap(({ kind, conjuncts }): Atom[] =>
    conjuncts.map((condition) => ({ over: kind === "step" ? "step" : "state", predicate: condition })),
  );
  const standing = program.processes
    .filter(({ kind }) => kind === "process")
    .map(
      ({ id, locations }): Atom => ({
        over: "state",
        predicate: predicate([give(at(id, random.below(locations.length)))]),
      }),
    );
  const atoms = [...own, ...standing].slice(0, 12);
  const kinds: readonly Fairness[] = ["none", "weak", "weak", "strong"];
  const temporal = Array.from({ length: atoms.length === 0 ? 0 : 3 }, (_, i) => ({
    name: `temporal ${i}`,
    kind: "temporal" as const,
    place,
    conjuncts: [],
    temporal: { formula: randomFormula(random, atoms.length, 1 + random.below(3)), atoms, text: "" },
  }));
  return {
    ...program,
    processes: program.processes.map((process) => ({ ...process, fairness: kinds[random.below(4)]! })),
    properties: [...program.properties, ...temporal],
  };
}
