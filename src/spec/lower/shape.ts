// How values of a domain are spread over cells. In: a domain and an allocator of runs of cells; out: a Shape, and the
// operations every composite needs, all in terms of its leaves in one fixed order: record fields as declared; a union's
// tag and then the fields of every variant; array elements; a list's length and then its slots; a set's membership
// cells; a map's presence cells and then its values. The invariant: equal values have equal leaves (unused leaves are 0).

import type { Domain, RecordDomain, ScalarDomain, UnionDomain, Value } from "../program/domain.ts";
import { isScalar } from "../program/domain.ts";
import { domainSize, indexOf } from "../program/enumerate.ts";
import type { Cell, Expr, Shape } from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";
import { binary, constant, ZERO } from "./expr.ts";
import type { Interval } from "./interval.ts";
import type { Hold, Location } from "./value.ts";

export type Allocate = (name: string, interval: Interval, count: number) => number;

/** A domain of numbers from 0 to `hi`: tags, lengths, memberships. */
function counter(hi: number): ScalarDomain {
  return { kind: "int", lo: 0, hi, initial: 0 };
}

export function scalarInterval(domain: ScalarDomain): Interval {
  if (domain.kind === "int") return domain;
  return { lo: 0, hi: domain.kind === "bool" ? 1 : domain.values.length - 1 };
}

/** The variant's fields without the tag. */
export function variantFields(union: UnionDomain, variant: RecordDomain): [string, Domain][] {
  return Object.entries(variant.fields).filter(([name]) => name !== union.tag);
}

/** The literal of the tag field in each variant. */
export function tagsOf(union: UnionDomain): string[] {
  return union.variants.map((variant) => {
    const tag = variant.fields[union.tag];
    return tag?.kind === "oneOf" ? tag.values[0]! : "";
  });
}

/** Lays a domain out; `sparse` where its cells can be unused and hold zero. */
export function shapeOf(domain: Domain, name: string, allocate: Allocate, count = 1, sparse = false): Shape {
  const scalar = (of: ScalarDomain, at: string): Shape & { kind: "scalar" } => {
    const { lo, hi } = scalarInterval(of);
    const interval = sparse ? { lo: Math.min(lo, 0), hi: Math.max(hi, 0) } : { lo, hi };
    return { kind: "scalar", domain: of, storage: allocate(at, interval, count) };
  };
  switch (domain.kind) {
    case "int":
    case "bool":
    case "oneOf":
      return scalar(domain, name);
    case "record": {
      const fields = Object.entries(domain.fields).map(([field, of]) => [
        field,
        shapeOf(of, `${name}.${field}`, allocate, count, sparse),
      ]);
      return { kind: "record", domain, fields: Object.fromEntries(fields) };
    }
    case "union": {
      const tag = scalar(
        { kind: "oneOf", values: tagsOf(domain), initial: tagsOf(domain)[0]! },
        `${name}.${domain.tag}`,
      );
      const variants = domain.variants.map((variant, i) =>
        Object.fromEntries(
          variantFields(domain, variant).map(([field, of]) => [
            field,
            shapeOf(of, `${name}<${tagsOf(domain)[i]}>.${field}`, allocate, count, true),
          ]),
        ),
      );
      return { kind: "union", domain, tag, variants };
    }
    case "array": {
      const element = shapeOf(domain.element, `${name}[]`, allocate, count * domain.length, sparse);
      return { kind: "array", domain, length: domain.length, element };
    }
    case "list": {
      const length = scalar(counter(domain.capacity), `${name}.length`);
      const element = shapeOf(domain.element, `${name}[]`, allocate, count * domain.capacity, true);
      return { kind: "list", domain, length, capacity: domain.capacity, element };
    }
    case "set": {
      const size = domainSize(domain.element);
      return { kind: "set", domain, member: allocate(`${name}{}`, { lo: 0, hi: 1 }, count * size), size };
    }
    case "map": {
      const size = domainSize(domain.key);
      const present = allocate(`${name}{}`, { lo: 0, hi: 1 }, count * size);
      return {
        kind: "map",
        domain,
        present,
        size,
        value: shapeOf(domain.value, `${name}{}`, allocate, count * size, true),
      };
    }
    default:
      return unreachable(domain);
  }
}

/** Index of cell `inner` of a run of `size` inside the outer index. */
export function nest(outer: Expr, size: number, inner: Expr): Expr {
  return binary("add", binary("mul", outer, constant(size)), inner);
}

export function cellAt(place: Pick<Location, "store" | "old">, id: number, index: Expr): Cell {
  if (place.store === "local") return { store: "local", id, index };
  return place.old ? { store: "state", id, index, old: true } : { store: "state", id, index };
}

/** One component of a composite place: a field, an element. */
export function part(
  place: Location,
  shape: Shape,
  index: Expr = place.index,
  loose: readonly Hold[] = place.loose,
): Location {
  return { ...place, shape, index, loose };
}

/** The cells of a place in leaf order. */
export function cellsOf(place: Location): Cell[] {
  const { shape, index } = place;
  const at = (id: number, i: Expr): Cell => cellAt(place, id, i);
  switch (shape.kind) {
    case "scalar":
      return [at(shape.storage, index)];
    case "record":
      return Object.values(shape.fields).flatMap((field) => cellsOf(part(place, field)));
    case "union":
      return [
        at(shape.tag.storage, index),
        ...shape.variants.flatMap((fields) => Object.values(fields).flatMap((field) => cellsOf(part(place, field)))),
      ];
    case "array":
      return range(shape.length).flatMap((i) =>
        cellsOf(part(place, shape.element, nest(index, shape.length, constant(i)))),
      );
    case "list":
      return [
        at(shape.length.storage, index),
        ...range(shape.capacity).flatMap((i) =>
          cellsOf(part(place, shape.element, nest(index, shape.capacity, constant(i)))),
        ),
      ];
    case "set":
      return range(shape.size).map((i) => at(shape.member, nest(index, shape.size, constant(i))));
    case "map":
      return [
        ...range(shape.size).map((i) => at(shape.present, nest(index, shape.size, constant(i)))),
        ...range(shape.size).flatMap((i) => cellsOf(part(place, shape.value, nest(index, shape.size, constant(i))))),
      ];
    default:
      return unreachable(shape);
  }
}

/** How many leaves a value of the domain has. */
export function leafCount(domain: Domain): number {
  switch (domain.kind) {
    case "int":
    case "bool":
    case "oneOf":
      return 1;
    case "record":
      return sum(Object.values(domain.fields).map(leafCount));
    case "union":
      return 1 + sum(domain.variants.flatMap((v) => variantFields(domain, v).map(([, field]) => leafCount(field))));
    case "array":
      return domain.length * leafCount(domain.element);
    case "list":
      return 1 + domain.capacity * leafCount(domain.element);
    case "set":
      return domainSize(domain.element);
    case "map":
      return domainSize(domain.key) * (1 + leafCount(domain.value));
    default:
      return unreachable(domain);
  }
}

/** The leaves of a value that is known. */
export function leavesOf(domain: Domain, value: Value): number[] {
  const zeros = (of: Domain): number[] => new Array<number>(leafCount(of)).fill(0);
  switch (domain.kind) {
    case "int":
      return [value as number];
    case "bool":
      return [Number(value)];
    case "oneOf":
      return [domain.values.indexOf(value as string)];
    case "record":
      return Object.entries(domain.fields).flatMap(([name, field]) => leavesOf(field, fieldOf(value, name)));
    case "union": {
      const active = tagsOf(domain).indexOf(fieldOf(value, domain.tag) as string);
      return [
        active,
        ...domain.variants.flatMap((variant, i) =>
          variantFields(domain, variant).flatMap(([name, field]) =>
            i === active ? leavesOf(field, fieldOf(value, name)) : zeros(field),
          ),
        ),
      ];
    }
    case "array":
      return (value as readonly Value[]).flatMap((item) => leavesOf(domain.element, item));
    case "list": {
      const items = value as readonly Value[];
      const unused = new Array<number>((domain.capacity - items.length) * leafCount(domain.element)).fill(0);
      return [items.length, ...items.flatMap((item) => leavesOf(domain.element, item)), ...unused];
    }
    case "set": {
      const leaves = zeros(domain);
      for (const item of value as ReadonlySet<Value>) leaves[indexOf(domain.element, item)] = 1;
      return leaves;
    }
    case "map": {
      const size = domainSize(domain.key);
      const leaves = zeros(domain);
      for (const [key, item] of value as ReadonlyMap<Value, Value>) {
        const at = indexOf(domain.key, key);
        leaves[at] = 1;
        leavesOf(domain.value, item).forEach((leaf, i, all) => {
          leaves[size + at * all.length + i] = leaf;
        });
      }
      return leaves;
    }
    default:
      return unreachable(domain);
  }
}

function fieldOf(value: Value, name: string): Value {
  return (value as Readonly<Record<string, Value>>)[name]!;
}

/** Whether two domains have the same values in the same order, whatever their defaults. */
export function sameDomain(a: Domain, b: Domain): boolean {
  const bare = (domain: Domain): string =>
    JSON.stringify(domain, (key, value) => (key === "initial" ? undefined : value));
  return a === b || (a.kind === b.kind && bare(a) === bare(b));
}

/**
 * The number of a composite value in domain order, from its leaves: the index of its membership cell in a set of such
 * values. The order is that of enumerate.ts.
 */
export function ordinal(domain: Domain, leaves: readonly Expr[]): Expr {
  if (isScalar(domain)) return binary("sub", leaves[0]!, constant(scalarInterval(domain).lo));
  return compositeOrdinal(domain, leaves);
}

function compositeOrdinal(domain: Exclude<Domain, ScalarDomain>, leaves: readonly Expr[]): Expr {
  // Mixed radix, the first part most significant.
  const digits = (parts: readonly (readonly [Domain, readonly Expr[]])[]): Expr =>
    parts.reduce<Expr>((sofar, [of, part]) => nest(sofar, domainSize(of), ordinal(of, part)), ZERO);
  const split = (domains: readonly Domain[], from: number): [Domain, Expr[]][] => {
    let at = from;
    return domains.map((of): [Domain, Expr[]] => {
      const first = at;
      at += leafCount(of);
      return [of, leaves.slice(first, at)];
    });
  };
  switch (domain.kind) {
    case "record":
      return digits(split(Object.values(domain.fields), 0));
    case "array":
      return digits(
        split(
          range(domain.length).map(() => domain.element),
          0,
        ),
      );
    case "union": {
      let base = 0;
      let at = 1;
      let result: Expr = ZERO;
      domain.variants.forEach((variant, i) => {
        const fields = variantFields(domain, variant).map(([, field]) => field);
        const value = binary("add", constant(base), digits(split(fields, at)));
        result =
          i === 0 ? value : { kind: "cond", test: binary("eq", leaves[0]!, constant(i)), then: value, else: result };
        base += fields.reduce((product, field) => product * domainSize(field), 1);
        at += sum(fields.map(leafCount));
      });
      return foldCond(result);
    }
    case "list": {
      let base = 0;
      let result: Expr = ZERO;
      for (let length = 0; length <= domain.capacity; length++) {
        const value = binary(
          "add",
          constant(base),
          digits(
            split(
              range(length).map(() => domain.element),
              1,
            ),
          ),
        );
        result =
          length === 0
            ? value
            : { kind: "cond", test: binary("eq", leaves[0]!, constant(length)), then: value, else: result };
        base += domainSize(domain.element) ** length;
      }
      return foldCond(result);
    }
    case "set":
      return leaves.reduceRight<Expr>((high, bit) => nest(high, 2, bit), ZERO);
    case "map": {
      const keys = domainSize(domain.key);
      const width = leafCount(domain.value);
      // Absent is digit 0, a present value its own number and one; the first key is the least significant.
      return range(keys).reduceRight<Expr>((high, key) => {
        const value = ordinal(domain.value, leaves.slice(keys + key * width, keys + (key + 1) * width));
        const digit = binary("mul", leaves[key]!, binary("add", value, constant(1)));
        return nest(high, domainSize(domain.value) + 1, digit);
      }, ZERO);
    }
    default:
      return unreachable(domain);
  }
}

/** Folds a chain of conditionals whose tests became constant. */
function foldCond(expr: Expr): Expr {
  if (expr.kind !== "cond") return expr;
  if (expr.test.kind === "const") return expr.test.value !== 0 ? expr.then : foldCond(expr.else);
  return { ...expr, else: foldCond(expr.else) };
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

const leafIntervalsOf = new WeakMap<Domain, readonly Interval[]>();

/** What the leaves of any value of the domain lie in, in leaf order. */
export function leafIntervals(domain: Domain): readonly Interval[] {
  const known = leafIntervalsOf.get(domain);
  if (known !== undefined) return known;
  const runs: Interval[] = [];
  const shape = shapeOf(domain, "", (_, interval) => runs.push(interval) - 1);
  const place: Location = { store: "local", shape, index: ZERO, old: false, loose: [], chosen: false };
  const intervals = cellsOf(place).map(({ id }) => runs[id]!);
  leafIntervalsOf.set(domain, intervals);
  return intervals;
}
