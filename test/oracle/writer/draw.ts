// Decisions of the generator of specs, all taken through fast-check, so that a seed names a spec. What comes in is a value
// source of fast-check; what goes out is whole decisions: a number below another, one of several, one of several by weight.

import fc from "fast-check";

type Source = Parameters<Parameters<ReturnType<typeof fc.gen>["map"]>[0]>[0];

export interface Draw {
  /** 0 … n-1 */
  below(n: number): number;
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A result of one of the makers, by weight; makers that give null are left out. Null if all of them do. */
  oneOf<T>(makers: readonly Weighted<T>[]): T | null;
}

export type Weighted<T> = readonly [weight: number, make: () => T | null];

/** 0 … n-1, all as likely as each other: fast-check prefers the ends of a range. */
const evenly = (n: number): fc.Arbitrary<number> => fc.noBias(fc.nat({ max: n - 1 }));

export function drawFrom(source: Source): Draw {
  const below = (n: number): number => (n <= 1 ? 0 : source(evenly, n));
  const draw: Draw = {
    below,
    chance: (percent) => below(100) < percent,
    pick: (items) => items[below(items.length)]!,
    oneOf(makers) {
      const left = makers.filter(([weight]) => weight > 0);
      while (left.length > 0) {
        let at = below(left.reduce((sum, [weight]) => sum + weight, 0));
        const chosen = left.findIndex(([weight]) => {
          at -= weight;
          return at < 0;
        });
        const made = left[chosen]![1]();
        if (made !== null) return made;
        left.splice(chosen, 1);
      }
      return null;
    },
  };
  return draw;
}
