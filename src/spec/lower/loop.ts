// Loops are unrolled: each round is lowered again with what is known by then, until the condition is known to fail or the
// body always leaves (at a `yield`, most often). A step that starts inside a loop runs the rest of that round first. The
// hidden position of a for-of is a register like a local, so that a loop that yields finds its place again. The invariant:
// a loop that would run without end or bound inside one step is refused.

import type { Expression, Node, Statement as Syntax } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import { domainSize } from "../program/enumerate.ts";
import type { Expr, Statement } from "../program/program.ts";
import { isDomain } from "../runtime/domains.ts";
import { elementAt, memberCell, valueAtPlace, valueByOrdinal } from "./composite.ts";
import { assumeHere } from "./condition.ts";
import {
  type Cursor,
  cellInterval,
  collect,
  emit,
  emitSet,
  grow,
  interval,
  localCell,
  markEffect,
  newLabel,
  refuse,
} from "./context.ts";
import { elementOf, lengthOf } from "./element.ts";
import { binary, constant, literal, not, ONE, read } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { type Interval, sameInterval } from "./interval.ts";
import { breakable, leave } from "./jump.ts";
import { toPlace } from "./member.ts";
import { slotFor } from "./slot.ts";
import { attempt, hasYield, ifElse, lowerStatement, lowerTest, resumesIn, unknownTest } from "./statement.ts";
import { branchAt, countSide, noteVarying, tallyDecided } from "./tally.ts";
import { describe, int, known, type Location, type Val } from "./value.ts";
import { declare } from "./variable.ts";

/** Rounds of one loop in one step. */
const MOST_ROUNDS = 5_000;

/** Rounds that begin with the same knowledge; in the first of them variables may still be given their registers. */
const MOST_REPEATED = 8;

const ROUND = "a round of a loop";

interface Rounds {
  readonly node: Syntax;
  readonly names: readonly string[];
  /** The condition under which a round runs; 1 for none. */
  readonly test: () => Expr;
  readonly body: () => void;
  readonly update: () => void;
  /** The first round starts with the body: of do-while, and where the step starts inside the body. */
  readonly bodyFirst: boolean;
  /** The step starts inside the update or the condition: the first body is behind us. */
  readonly afterBody?: boolean;
}

function unroll(cursor: Cursor, rounds: Rounds): void {
  const entered = cursor.resume === null;
  const faults = cursor.program.diagnostics.length;
  let count = 0;
  let decided = true;
  let before: ReadonlyMap<string, Interval> = new Map();
  let repeated = 0;
  const condition = "test" in rounds.node ? (rounds.node.test as Node | null) : null;
  const head = { start: rounds.node.start, end: rounds.node.start + headOf(rounds.node) };
  breakable(cursor, [...rounds.names, ""], (jump) => {
    let skipTest = rounds.bodyFirst;
    while (cursor.env !== null) {
      grow(cursor, head);
      const { known } = cursor.env;
      // Rounds that begin with the same knowledge are lowered the same: this one would go on for ever.
      repeated = [...before].every(([key, now]) => sameInterval(known.get(key), now)) ? repeated + 1 : 0;
      before = new Map(known);
      if (++count > MOST_ROUNDS || repeated > MOST_REPEATED) {
        if (repeated <= MOST_REPEATED && decided && !isEndless(rounds.node)) {
          const message = `this loop goes round more than ${MOST_ROUNDS} times in one step`;
          return refuse(cursor, head, message, 'make it shorter, or write yield "label" in it');
        }
        return refuse(
          cursor,
          head,
          "this loop can go round without a yield, and no bound of it can be seen",
          'yield "label" on every path of it, or loop over a range: for (let i = 0; i < 4; i++)',
        );
      }
      if (!skipTest) {
        const test = attempt(cursor, rounds.node, rounds.test) ?? unknownTest(cursor);
        const now = interval(cursor, test);
        const counted = condition === null ? null : branchAt(cursor, "loop", condition);
        if (now.lo === 0 && now.hi === 0) {
          tallyDecided(cursor, counted, false);
          return;
        }
        if (now.lo <= 0 && now.hi >= 0) {
          decided = false;
          const out = cursor.env?.copy() ?? null;
          noteVarying(cursor, counted);
          const then: Statement[] = [...countSide(counted, false), { kind: "break", label: jump.breakLabel }];
          emit(cursor, { kind: "if", test: not(test), then, else: countSide(counted, true) });
          const inside = cursor.env;
          cursor.env = out;
          assumeHere(cursor, test, false);
          jump.breaks.push(cursor.env);
          cursor.env = inside;
          assumeHere(cursor, test, true);
        } else tallyDecided(cursor, counted, true);
      }
      skipTest = false;
      jump.continueLabel = newLabel(cursor);
      jump.continues = [];
      const list = collect(cursor, rounds.body);
      leave(cursor, jump.continueLabel, list, jump.continues);
      if (cursor.env === null) return;
      // What is wrong in one round is wrong in the next.
      if (cursor.program.diagnostics.length > faults) return;
      rounds.update();
      if (entered || count > 1) markEffect(cursor, ROUND);
    }
  });
  if (!entered && count <= 1) return;
  if (cursor.env?.effect?.what === ROUND) cursor.env.effect = null;
  markEffect(cursor, "a loop");
}

/** Whether a loop has no condition by its form. */
function isEndless(node: Syntax): boolean {
  if (!("test" in node)) return false;
  return node.test === null || (node.test.type === "Literal" && node.test.value !== false && node.test.value !== 0);
}

/** The length of a loop's first word. */
function headOf(node: Syntax): number {
  return node.type === "WhileStatement" ? 5 : node.type === "DoWhileStatement" ? 2 : 3;
}

export function lowerWhile(cursor: Cursor, node: Syntax & { type: "WhileStatement" }, names: readonly string[]): void {
  unroll(cursor, {
    node,
    names,
    test: () => lowerTest(cursor, node.test),
    body: () => lowerStatement(cursor, node.body),
    update: () => {},
    bodyFirst: resumesIn(cursor, node.body),
  });
}

export function lowerDoWhile(
  cursor: Cursor,
  node: Syntax & { type: "DoWhileStatement" },
  names: readonly string[],
): void {
  unroll(cursor, {
    node,
    names,
    test: () => lowerTest(cursor, node.test),
    body: () => lowerStatement(cursor, node.body),
    update: () => {},
    bodyFirst: !resumesIn(cursor, node.test),
  });
}

export function lowerFor(cursor: Cursor, node: Syntax & { type: "ForStatement" }, names: readonly string[]): void {
  const inBody = resumesIn(cursor, node.body);
  const inTest = resumesIn(cursor, node.test);
  if (!inBody && !inTest && node.init !== null) {
    if (node.init.type === "VariableDeclaration") lowerStatement(cursor, node.init);
    else lowerExpression(cursor, node.init);
  }
  unroll(cursor, {
    node,
    names,
    test: () => (node.test === null ? ONE : lowerTest(cursor, node.test)),
    body: () => lowerStatement(cursor, node.body),
    update: () => {
      if (node.update === null) return;
      const update = unwrap(node.update);
      // The value of the update is not used, so `i++` needs no copy of what i was.
      lowerExpression(cursor, update.type === "UpdateExpression" ? { ...update, prefix: true } : update);
    },
    bodyFirst: inBody,
  });
}

/** What a for-of runs over, by position. */
interface Series {
  readonly length: () => Expr;
  /** Whether there is an element at a position below the length; 1 for all. */
  readonly there: (at: Expr) => Expr;
  readonly get: (at: Val & { kind: "int" }) => Val;
}

export function lowerForOf(cursor: Cursor, node: Syntax & { type: "ForOfStatement" }, names: readonly string[]): void {
  const { left } = node;
  if (left.type !== "VariableDeclaration") {
    return refuse(
      cursor,
      left,
      "a for-of assigns a variable from outside",
      "declare it in the head: for (const x of …)",
    );
  }
  const inside = resumesIn(cursor, node.body);
  const yields = hasYield(node.body);
  // The series is the same in every round; a step that starts inside finds it again by lowering it anew.
  const resume = cursor.resume;
  cursor.resume = null;
  const series = seriesOf(cursor, node.right, yields);
  cursor.resume = resume;
  const slot = slotFor(cursor, node, "position", { holds: "int" });
  const cell = localCell(slot.locals[0]!);
  if (!inside) emitSet(cursor, cell, constant(0));
  const position = (): Val & { kind: "int" } => {
    const now = cellInterval(cursor, cell);
    return int(now.lo === now.hi ? constant(now.lo) : read(cell), now) as Val & { kind: "int" };
  };
  const pattern = left.declarations[0]!.id;
  unroll(cursor, {
    node,
    names,
    test: () => binary("lt", position().expr, series.length()),
    body: () => {
      if (resumesIn(cursor, node.body)) return lowerStatement(cursor, node.body);
      const at = position();
      ifElse(
        cursor,
        series.there(at.expr),
        () => {
          declare(cursor, pattern, series.get(at), { fixed: left.kind === "const" });
          lowerStatement(cursor, node.body);
        },
        () => {},
      );
    },
    update: () => emitSet(cursor, cell, binary("add", position().expr, constant(1))),
    bodyFirst: inside,
  });
}

function seriesOf(cursor: Cursor, expression: Expression, yields: boolean): Series {
  const always = (): Expr => constant(1);
  const entries = entriesOf(cursor, expression);
  if (entries !== null) return entries;
  const val = lowerExpression(cursor, expression);
  if (val.kind === "known" && isDomain(val.value)) {
    const domain = val.value as Domain;
    return {
      length: () => constant(domainSize(domain)),
      there: always,
      get: (at) => valueByOrdinal(cursor, domain, at.expr),
    };
  }
  if (val.kind === "known" && (Array.isArray(val.value) || val.value instanceof Set || val.value instanceof Map)) {
    const values: unknown[] = [...(val.value as Iterable<unknown>)];
    return {
      length: () => constant(values.length),
      there: always,
      get: (at) =>
        values.length === 0 ? known(undefined) : elementOf(cursor, known(values), at, expression, "the array"),
    };
  }
  if (val.kind === "items") {
    if (yields) {
      return refuse(
        cursor,
        expression,
        "a loop with a yield over an array literal that is not constant",
        "store it in a local(array(n, domain)) first, and loop over the indices",
      );
    }
    return {
      length: () => constant(val.items.length),
      there: always,
      get: (at) => val.items[literal(at.expr) ?? 0]!,
    };
  }
  const place = toPlace(cursor, val);
  if (place === null) return refuseSeries(cursor, val, expression);
  if (yields && literal(place.index) === null) {
    return refuse(
      cursor,
      expression,
      "a loop with a yield over one of several parts of the state",
      "loop over the indices: for (let i = 0; i < n; i++)",
    );
  }
  return placeSeries(cursor, place, expression);
}

function placeSeries(cursor: Cursor, place: Location, expression: Expression): Series {
  if (place.merged !== undefined) {
    return refuse(
      cursor,
      expression,
      "a loop over a field that several variants have",
      "ask for the tag first, or loop over copy(…) of it",
    );
  }
  const { shape } = place;
  if (shape.kind === "array" || shape.kind === "list") {
    return {
      length: () => lengthOf(place),
      there: () => constant(1),
      get: (at) => valueAtPlace(cursor, elementAt(place, at.expr)),
    };
  }
  if (shape.kind === "set" && shape.domain.kind === "set") {
    const { element } = shape.domain;
    return {
      length: () => constant(shape.size),
      there: (at) => read(memberCell(place, at)),
      get: (at) => valueByOrdinal(cursor, element, at.expr),
    };
  }
  if (shape.kind === "map") return mapSeries(cursor, place, "entries");
  return refuseSeries(cursor, { kind: "place", place }, expression);
}

function refuseSeries(cursor: Cursor, val: Val, expression: Expression): never {
  return refuse(
    cursor,
    expression,
    `${describe(val)} has no elements to loop over`,
    "for … of runs over arrays, lists, sets, maps and domains",
  );
}

function mapSeries(cursor: Cursor, place: Location, what: "entries" | "keys" | "values"): Series {
  const { shape } = place;
  if (shape.kind !== "map" || shape.domain.kind !== "map") throw new Error("not a map; please report this");
  const { key } = shape.domain;
  const keyAt = (at: Val & { kind: "int" }): Val => valueByOrdinal(cursor, key, at.expr);
  const valueAt = (at: Val & { kind: "int" }): Val => valueAtPlace(cursor, elementAt(place, at.expr));
  return {
    length: () => constant(shape.size),
    there: (at) => read(memberCell(place, at)),
    get: (at) =>
      what === "keys"
        ? keyAt(at)
        : what === "values"
          ? valueAt(at)
          : { kind: "items", items: [keyAt(at), valueAt(at)] },
  };
}

/** `m.keys()`, `m.values()`, `m.entries()` of a map, which exist only as what a for-of runs over. */
function entriesOf(cursor: Cursor, expression: Expression): Series | null {
  const node = unwrap(expression);
  if (node.type !== "CallExpression" || node.arguments.length > 0) return null;
  const callee = unwrap(node.callee as Expression);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return null;
  const { name } = callee.property;
  if (name !== "keys" && name !== "values" && name !== "entries") return null;
  const object = lowerExpression(cursor, callee.object);
  return object.kind === "place" && object.place.shape.kind === "map" ? mapSeries(cursor, object.place, name) : null;
}
