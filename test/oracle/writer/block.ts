// Blocks: a few statements one after the other, each seeing the names declared before it. What comes in is a scope; what
// goes out is lines.

import { writeAssignment, writeChange, writeHelperStatement } from "./assignment.ts";
import { writeIf, writeJump, writeLabelledBlock, writeSwitch } from "./branch.ts";
import { writeDeclaration } from "./declaration.ts";
import { writeBoundedLoop, writeEndlessLoop } from "./loop.ts";
import type { Made } from "./made.ts";
import { writeInt } from "./number.ts";
import { afterYield, readOnly, type Scope, someDepth, withNames } from "./scope.ts";
import { writeProcedureCall, writeStep } from "./step.ts";
import { writeBool } from "./truth.ts";

/** Up to so many statements, as long as the function has some left. */
export function writeBlock(scope: Scope, most: number): string[] {
  const { body, draw } = scope;
  const lines: string[] = [];
  let here = scope;
  const count = 1 + draw.below(most);
  for (let i = 0; i < count && body.budget > 0; i++) {
    body.budget--;
    const made = writeStatement(here);
    if (made === null) continue;
    lines.push(...made.lines);
    if (made.lines.some((text) => text.includes("yield"))) here = afterYield(here);
    here = withNames(here, made.names ?? []);
    if (made.leaves) break;
  }
  return lines;
}

function writeStatement(scope: Scope): Made | null {
  const { draw, profile } = scope;
  const { effects, yields } = scope;
  return draw.oneOf<Made>([
    [effects ? 8 : 0, () => writeAssignment(scope)],
    [effects ? 5 : 0, () => writeChange(scope)],
    [5, () => writeDeclaration(scope)],
    [3 * profile.calls, () => writeHelperStatement(scope)],
    [5, () => writeIf(scope)],
    [2, () => writeSwitch(scope)],
    [1, () => writeLabelledBlock(scope)],
    [3, () => writeBoundedLoop(scope)],
    [yields && scope.loops < 2 ? 3 : 0, () => writeEndlessLoop(scope)],
    [yields ? 5 * profile.yields : 0, () => ({ lines: writeStep(afterYield(scope), 2) })],
    [yields ? 3 * profile.calls : 0, () => writeProcedureCall(scope)],
    [scope.jumps.length > 0 || draw.chance(15) ? 2 : 0, () => writeJump(scope)],
    [scope.inside !== "setup" && draw.chance(25) ? 1 : 0, () => writeAssertion(scope)],
    [1, () => writeNote(scope)],
  ]);
}

function writeAssertion(scope: Scope): Made {
  const { draw } = scope;
  // Mostly something that holds, so that there is more to see.
  const test = `${writeBool(scope, someDepth(scope))}${draw.chance(60) ? " || true" : ""}`;
  return { lines: [`assert(${test}, "claim ${scope.body.names++}");`] };
}

function writeNote(scope: Scope): Made {
  const value = scope.draw.chance(50) ? writeInt(readOnly(scope), 1) : writeBool(readOnly(scope), 1);
  return { lines: [`note("seen", ${value});`] };
}
