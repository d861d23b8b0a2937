// Properties of random specs: conditions on the state, on where processes stand, on steps. What comes in is a scope that only
// reads and the functions that can be asked about; what goes out is lines of the definition.

import { writeInt } from "./number.ts";
import { type Scope, someDepth } from "./scope.ts";
import { writeBool } from "./truth.ts";

/** A function that properties can ask about. */
export interface Asked {
  readonly name: string;
  readonly labels: number;
  readonly kind: "process" | "procedure" | "action";
  readonly instances: number;
}

export function writeProperties(scope: Scope, asked: readonly Asked[]): string[] {
  const { draw } = scope;
  const condition = (): string => {
    const own = writeBool(scope, 2);
    const other = draw.chance(40) ? writeStanding(scope, asked) : null;
    return other === null ? own : `${own} ${draw.pick(["&&", "||"])} ${other}`;
  };
  const lines: string[] = [];
  const group = (kind: string, percent: number, make: () => string): void => {
    if (!draw.chance(percent)) return;
    const count = 1 + draw.below(2);
    const texts = Array.from({ length: count }, (_, i) => `${kind}${i}: () => ${make()}`);
    lines.push(`  ${kind}: { ${texts.join(", ")} },`);
  };
  group("always", 70, condition);
  group("quiescent", 40, condition);
  group("reachable", 40, condition);
  if (asked.length > 0) group("step", 40, () => writeStepProperty(scope, asked));
  if (draw.chance(12)) lines.push(`  within: () => ${condition()},`);
  if (draw.chance(15)) lines.push(`  mayEnd: ${draw.chance(50) ? "true" : `() => ${condition()}`},`);
  return lines;
}

function labelOf(scope: Scope, { labels }: Asked): string {
  return JSON.stringify(String.fromCharCode(97 + scope.draw.below(Math.min(labels, 26))));
}

/** Where processes stand, which have ended, which could move. */
function writeStanding(scope: Scope, asked: readonly Asked[]): string | null {
  const { draw } = scope;
  if (asked.length === 0) return null;
  const one = draw.pick(asked);
  const { name, kind, labels, instances } = one;
  const i = draw.below(instances);
  return draw.oneOf<string>([
    [labels > 0 ? 2 : 0, () => `at(${name}, ${labelOf(scope, one)}) ${draw.pick(["< 2", "=== 0", "> 0"])}`],
    [
      labels > 0 && kind === "process" ? 2 : 0,
      () => `${draw.pick(["", "!"])}at(${name}, ${i}, ${labelOf(scope, one)})`,
    ],
    [kind === "process" ? 1 : 0, () => `ended(${name}) ${draw.pick(["=== 0", "> 0"])}`],
    [kind === "process" ? 1 : 0, () => `!ended(${name}, ${i})`],
    [
      labels > 0 && kind !== "action" ? 1 : 0,
      () => `enabled(${name}, ${labelOf(scope, one)}) ${draw.pick(["=== 0", "> 0"])}`,
    ],
    [kind !== "procedure" ? 1 : 0, () => `enabled(${name}) ${draw.pick(["=== 0", "> 0"])}`],
    [kind !== "procedure" ? 1 : 0, () => `enabled(${name}, ${i})`],
  ]);
}

function writeStepProperty(scope: Scope, asked: readonly Asked[]): string {
  const { draw } = scope;
  const one = draw.pick(asked);
  const { name, kind, labels, instances } = one;
  const mover = draw.oneOf<string>([
    [1, () => (kind === "procedure" ? null : `by(${name})`)],
    [1, () => (kind === "procedure" ? null : `by(${name}, ${draw.below(instances)})`)],
    [labels > 0 && kind !== "action" ? 2 : 0, () => `by(${name}, ${labelOf(scope, one)})`],
  ]);
  const past = (): string =>
    draw.oneOf<string>([
      [3, () => `old(() => ${writeInt(scope, 1)}) ${draw.pick(["<=", ">="])} ${writeInt(scope, 1)}`],
      [2, () => `old(() => ${writeBool(scope, 1)}) === ${writeBool(scope, 1)}`],
      [
        1,
        () => {
          const where = writeStanding(scope, asked);
          // Which steps were enabled before is not known.
          return where === null || where.includes("enabled") ? null : `old(() => ${where})`;
        },
      ],
    ])!;
  const now = writeBool(scope, someDepth(scope) - 1);
  if (mover === null) return past();
  return draw.pick([() => past(), () => `!${mover} || ${now}`, () => `${mover} || ${past()}`])();
}
