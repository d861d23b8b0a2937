// What a step changed, by the author's names: `req.refs 1 → 2`. What comes in is two states of a Program; what goes out is
// one change per place, in order of declaration, shared records first. The invariant: applying the changes to what the
// first state shows gives what the second shows, except that locals which died are not mentioned.
//
// Records, arrays and maps are followed to the field, element or key that changed. Sets show what was added and removed.
// A list shows elements pushed at its end (added) or taken from its front or its end (removed), elements replaced in
// place, and anything else as a whole. A union that became another variant is shown as a whole.

import type { Value } from "../spec/program/domain.ts";
import { equalValues } from "../spec/program/enumerate.ts";
import type { Program, Shape } from "../spec/program/program.ts";
import { showInside, showValue } from "../spec/program/value-text.ts";
import { unreachable } from "../spec/source/diagnostic.ts";
import type { State } from "./state.ts";
import {
  activeVariant,
  type Cells,
  decode,
  elementOf,
  liveVariables,
  localCells,
  memberPositions,
  sharedCells,
} from "./state-value.ts";

/** Values are texts as `showValue` writes them. */
export interface Change {
  /** `req.refs`, `s.rm[1]`, `cancel[0].v` */
  readonly path: string;
  /** `added` and `removed` speak of members of a set and elements of a list, `changed` of the place itself. */
  readonly kind: "changed" | "added" | "removed";
  /** Null where there was nothing: an added member, a new key, a local that came to life. */
  readonly before: string | null;
  /** Null where there is nothing any more. */
  readonly after: string | null;
}

/** `req.refs 1 → 2`, `taskWork.v = 1`, `s.sent +{kind: "commit"}`, `m["a"] 1 → none`; without arrows beyond ASCII if asked. */
export function showChange({ path, kind, before, after }: Change, arrow = "→"): string {
  if (kind === "added") return `${path} +${after}`;
  if (kind === "removed") return `${path} -${before}`;
  return before === null ? `${path} = ${after}` : `${path} ${before} ${arrow} ${after ?? "none"}`;
}

/** What differs between two states, shared values first, then the locals of each process by its name. */
export function diffStates(program: Program, before: State, after: State): readonly Change[] {
  const changes: Change[] = [];
  for (const { name, shape } of program.roots) {
    diff({ shape, path: name, before: sharedCells(before), after: sharedCells(after), index: 0 }, changes);
  }
  for (const process of program.processes) {
    const known = new Set(liveVariables(process, before));
    const cells = { before: localCells(before, process.id), after: localCells(after, process.id) };
    for (const variable of liveVariables(process, after)) {
      const path = `${process.name}.${variable.name}`;
      if (known.has(variable)) {
        diff({ shape: variable.shape, path, ...cells, index: 0 }, changes);
      } else {
        const value = showValue(decode(variable.shape, cells.after, 0));
        changes.push({ path, kind: "changed", before: null, after: value });
      }
    }
  }
  return changes;
}

/** One place in both states. */
interface Pair {
  readonly shape: Shape;
  readonly path: string;
  readonly before: Cells;
  readonly after: Cells;
  readonly index: number;
}

function diff(pair: Pair, changes: Change[]): void {
  const { shape, path, before, after, index } = pair;
  switch (shape.kind) {
    case "scalar":
      replace(pair, changes);
      break;
    case "record":
      diffFields(shape.fields, pair, changes);
      break;
    case "union":
      if (before(shape.tag.storage, index) !== after(shape.tag.storage, index)) replace(pair, changes);
      else diffFields(activeVariant(shape, after, index).variant, pair, changes);
      break;
    case "array":
      diffElements(shape.element, shape.length, shape.length, pair, changes);
      break;
    case "list":
      diffList(shape, pair, changes);
      break;
    case "set": {
      const were = new Set(memberPositions(shape, before, index));
      const are = new Set(memberPositions(shape, after, index));
      const show = (i: number): string => showInside(elementOf(shape, i));
      for (const i of were) if (!are.has(i)) changes.push({ path, kind: "removed", before: show(i), after: null });
      for (const i of are) if (!were.has(i)) changes.push({ path, kind: "added", before: null, after: show(i) });
      break;
    }
    case "map":
      diffMap(shape, pair, changes);
      break;
    default:
      unreachable(shape);
  }
}

function diffFields(fields: Readonly<Record<string, Shape>>, pair: Pair, changes: Change[]): void {
  for (const [name, shape] of Object.entries(fields)) diff({ ...pair, shape, path: `${pair.path}.${name}` }, changes);
}

function diffElements(element: Shape, length: number, room: number, pair: Pair, changes: Change[]): void {
  for (let i = 0; i < length; i++) {
    diff({ ...pair, shape: element, path: `${pair.path}[${i}]`, index: pair.index * room + i }, changes);
  }
}

function diffList(shape: Shape & { kind: "list" }, pair: Pair, changes: Change[]): void {
  const { path, before, after, index } = pair;
  const were = decode(shape, before, index) as readonly Value[];
  const are = decode(shape, after, index) as readonly Value[];
  const grown = are.length - were.length;
  if (grown === 0) {
    diffElements(shape.element, are.length, shape.capacity, pair, changes);
  } else if (grown > 0 && equalValues(were, are.slice(0, were.length))) {
    for (const value of are.slice(were.length)) {
      changes.push({ path, kind: "added", before: null, after: showInside(value) });
    }
  } else if (grown < 0 && equalValues(are, were.slice(-grown))) {
    for (const value of were.slice(0, -grown)) {
      changes.push({ path, kind: "removed", before: showInside(value), after: null });
    }
  } else if (grown < 0 && equalValues(are, were.slice(0, are.length))) {
    for (const value of were.slice(are.length)) {
      changes.push({ path, kind: "removed", before: showInside(value), after: null });
    }
  } else {
    replace(pair, changes);
  }
}

function diffMap(shape: Shape & { kind: "map" }, pair: Pair, changes: Change[]): void {
  const { before, after, index } = pair;
  const were = new Set(memberPositions(shape, before, index));
  const are = new Set(memberPositions(shape, after, index));
  for (let i = 0; i < shape.size; i++) {
    const path = `${pair.path}[${showInside(elementOf(shape, i))}]`;
    const place: Pair = { ...pair, shape: shape.value, path, index: index * shape.size + i };
    if (were.has(i) && are.has(i)) diff(place, changes);
    else if (were.has(i)) changes.push({ path, kind: "changed", before: textOf(place, before), after: null });
    else if (are.has(i)) changes.push({ path, kind: "changed", before: null, after: textOf(place, after) });
  }
}

/** Shows a place as a whole, if its value is another. */
function replace(pair: Pair, changes: Change[]): void {
  const [before, after] = [textOf(pair, pair.before), textOf(pair, pair.after)];
  if (before !== after) changes.push({ path: pair.path, kind: "changed", before, after });
}

function textOf({ shape, index }: Pair, cells: Cells): string {
  return showValue(decode(shape, cells, index));
}
