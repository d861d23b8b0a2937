// What both explorers say of a spec whose `init` leaves no state to start from. What comes in is the program; what goes out
// is a fault of the spec's, at the first guard of `init`.

import type { Place, Program, Statement } from "../../spec/program/program.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";

export function noStart({ initial }: Program): SpecError {
  const place = firstGuard(initial.step?.body ?? []);
  return new SpecError([
    {
      message: "`init` leaves no state to start from: whatever it chooses, one of its guards is false",
      hints: ["let `init` choose among values for which its guards hold"],
      ...(place !== null && place),
    },
  ]);
}

function firstGuard(body: readonly Statement[]): Place | null {
  for (const statement of body) {
    if (statement.kind === "guard" || statement.kind === "choose") return statement.place;
    const inner =
      statement.kind === "block"
        ? firstGuard(statement.body)
        : statement.kind === "if"
          ? (firstGuard(statement.then) ?? firstGuard(statement.else))
          : null;
    if (inner !== null) return inner;
  }
  return null;
}
