// Places: paths with their indices filled in. What comes in is a scope and a wish; what goes out is text that names a place
// which is mostly there.

import { writeInt } from "./number.ts";
import { type Path, pathsOf, type Scope } from "./scope.ts";
import type { Type } from "./types.ts";
import { writeValue } from "./value.ts";

export interface Found {
  readonly text: string;
  readonly path: Path;
}

/** Some place that is wanted; null if there is none. */
export function findPlace(scope: Scope, wanted: (path: Path) => boolean, depth: number): Found | null {
  const { draw, profile } = scope;
  const allowRisk = draw.chance(5 * profile.risks);
  // Keys of maps are values, which are found in places: at some depth there are no more indices.
  const isShallow = ({ holes }: Path): boolean => depth > -3 || holes.length === 0;
  const paths = pathsOf(scope.names).filter((path) => (allowRisk || !path.risky) && isShallow(path) && wanted(path));
  if (paths.length === 0) return null;
  const path = draw.pick(paths);
  const indices = path.holes.map((hole) => writeIndex(scope, hole, depth - 1));
  if (indices.includes(null)) return null;
  let hole = 0;
  return { text: path.text.replace(/#/g, () => indices[hole++]!), path };
}

/** The text of a place of that kind. */
export function readPlace(scope: Scope, kind: Type["kind"], depth: number): string | null {
  return findPlace(scope, (path) => path.type.kind === kind, depth)?.text ?? null;
}

/** A number of a domain inside the bounds. */
export function placeWithin(scope: Scope, lo: number, hi: number, depth = 0): string | null {
  return findPlace(scope, ({ type }) => type.kind === "int" && type.lo >= lo && type.hi <= hi, depth)?.text ?? null;
}

/** An index of an array or a list, a key of a map. */
function writeIndex(scope: Scope, type: Type, depth: number): string | null {
  if (type.kind === "map") return writeValue(scope, type.key, depth - 1);
  const { draw, profile } = scope;
  const n = type.kind === "array" ? type.length : type.kind === "list" ? type.capacity : 1;
  const top = type.kind === "list" ? 1 + draw.below(n) : n;
  return (
    draw.oneOf<string>([
      [4, () => `${draw.below(top)}`],
      [3, () => placeWithin(scope, 0, top - 1, Math.min(depth - 1, 0))],
      [depth > 0 ? 2 : 0, () => `${writeInt(scope, depth - 1)} & ${top > 3 ? 3 : top > 1 ? 1 : 0}`],
      [depth > 0 ? 1 : 0, () => `Math.abs(${writeInt(scope, depth - 1)}) % ${top}`],
      [depth > 0 && scope.effects && scope.choices && draw.chance(30) ? 1 : 0, () => `choose(int(0, ${top - 1}))`],
      [draw.chance(8 * profile.risks) ? 1 : 0, () => writeInt(scope, depth - 1)],
    ]) ?? "0"
  );
}

/** Whether a number can be counted up for a while: a wide domain, or a local outside all loops but its own. */
export function isWide({ type, root, text }: Path, scope: Scope): boolean {
  if (type.kind !== "int") return false;
  return isInferred(root.text === text, root) ? root.loops === scope.loops : type.hi - type.lo > 20;
}

/** Whether a place is a whole local whose domain is inferred. */
export function isInferred(whole: boolean, { kind, declared }: Path["root"]): boolean {
  return whole && kind === "local" && !declared;
}
