import { describe, expect, test } from "vitest";
import {
  array,
  asDomain,
  bool,
  int,
  isDomain,
  list,
  map,
  oneOf,
  record,
  set,
  union,
} from "../../../src/spec/runtime/domains.ts";
import { refusal } from "./running.ts";

/** What a spec without a type check could pass. */
const unchecked = (value: unknown): never => value as never;

describe("domains", () => {
  test("are plain frozen data with an initial value inside", () => {
    expect(int(0, 7, 1)).toEqual({ kind: "int", lo: 0, hi: 7, initial: 1 });
    expect(bool(true)).toEqual({ kind: "bool", initial: true });
    expect(oneOf("a", "b")).toEqual({ kind: "oneOf", values: ["a", "b"], initial: "a" });
    expect(record({ kind: "vote", by: int(2, 3) })).toEqual({
      kind: "record",
      fields: { kind: oneOf("vote"), by: int(2, 3) },
      initial: { kind: "vote", by: 2 },
    });
    expect(asDomain(union(record({ type: "x", n: int(0, 1) }), record({ type: "y" }))).initial).toEqual({
      type: "x",
      n: 0,
    });
    expect(asDomain(array(2, int(0, 3, 3))).initial).toEqual([3, 3]);
    expect(asDomain(list(2, bool())).initial).toEqual([]);
    expect(asDomain(set(bool())).initial).toEqual(new Set());
    expect(asDomain(map(bool(), bool())).initial).toEqual(new Map());
    expect(Object.isFrozen(int(0, 1))).toBe(true);
  });

  test("take initial values as arrays, sets, maps and parts of records", () => {
    expect(asDomain(array(2, int(0, 3), [1, 2])).initial).toEqual([1, 2]);
    expect(asDomain(list(3, oneOf("IN", "OUT"), ["OUT"])).initial).toEqual(["OUT"]);
    expect([...(asDomain(set(int(0, 3), [2, 0])).initial as Set<number>)]).toEqual([0, 2]);
    expect(asDomain(map(int(0, 3), bool(), new Map([[1, true]]))).initial).toEqual(new Map([[1, true]]));
    const node = record({ term: int(0, 3), log: list(2, int(0, 3)) }, { log: [1, 2] });
    expect(asDomain(node).initial).toEqual({ term: 0, log: [1, 2] });
    expect(asDomain(array(2, node)).initial).toEqual([
      { term: 0, log: [1, 2] },
      { term: 0, log: [1, 2] },
    ]);
  });

  test("are iterated in domain order, composites as values with methods", () => {
    expect([...int(1, 3)]).toEqual([1, 2, 3]);
    expect([...bool()]).toEqual([false, true]);
    expect([...record({ a: bool() })].map((value) => value.a)).toEqual([false, true]);
    expect([...set(int(0, 1))].map((value) => value.size)).toEqual([0, 1, 1, 2]);
  });

  test("are told from look-alikes", () => {
    expect(isDomain(int(0, 1))).toBe(true);
    expect(isDomain({ kind: "int", lo: 0, hi: 1, initial: 0 })).toBe(false);
    expect(isDomain(null)).toBe(false);
  });

  test("find a tag that is another literal in every variant, whatever it is called", () => {
    const domain = asDomain(union(record({ v: "1", type: "a" }), record({ v: "1", type: "b", n: bool() })));
    expect(domain.kind === "union" && domain.tag).toBe("type");
  });
});

describe("refused domains", () => {
  test.each([
    ["an empty interval", () => int(3, 1), "int(3, 1): the interval is empty\n  did you mean int(1, 3)?"],
    [
      "a fraction",
      () => int(0, 1.5),
      "int(0, 1.5): 1.5 is not an integer\n  write int(lo, hi), with both bounds included, or int(lo, hi, initial)",
    ],
    [
      "a missing bound",
      () => int(0, unchecked(undefined)),
      "int(0, undefined): undefined is not an integer\n  write int(lo, hi), with both bounds included, or int(lo, hi, initial)",
    ],
    [
      "an unsigned bound",
      () => int(0, 2 ** 32 - 1),
      "int(0, 4294967295): 4294967295 is outside 32 bits\n  integers go from -2147483648 to 2147483647",
    ],
    ["a start outside", () => int(0, 3, 4), "int(0, 3, 4): it starts outside its interval\n  it starts as one of 0…3"],
    [
      "a start that is no boolean",
      () => bool(unchecked(1)),
      "bool(1): it starts as true or false\n  write bool(), or bool(true)",
    ],
    ["no strings", () => oneOf(), 'oneOf(): it needs at least one string\n  write oneOf("a", "b")'],
    ["a string twice", () => oneOf("a", "b", "a"), 'oneOf(…): "a" is listed twice\n  leave it out'],
    [
      "an array for strings",
      () => oneOf(unchecked(["a"])),
      "oneOf(…): an array is not a string\n  write the strings themselves: oneOf(...strings)",
    ],
    [
      "a number for a field",
      () => record({ n: unchecked(3) }),
      "record({ n: … }): 3 is not a domain\n  domains are int, bool, oneOf, record, union, array, list, set and map",
    ],
    [
      "a field without a proper name",
      () => record({ "0": bool() }),
      'record({ "0": … }): the name of a field is an identifier\n  write it without spaces and signs',
    ],
    [
      "a record that starts outside",
      () => record({ n: int(0, 3) }, { n: 4 }),
      "record(…): it starts as {n: 4}, which is not a record {n}\n  give an initial value of the domain, or leave it out",
    ],
    [
      "a union without a tag",
      () => union(record({ a: bool() }), record({ a: oneOf("x") })),
      'union(…): no field tells its records apart\n  give each record a field that is another string in each, as in record({ kind: "commit" })',
    ],
    [
      "a union with a tag twice",
      () => union(record({ kind: "a" }), record({ kind: "a", n: bool() })),
      'union(…): no field tells its records apart\n  give each record a field that is another string in each, as in record({ kind: "commit" })',
    ],
    [
      "a union of something else",
      () => union(unchecked(bool())),
      'union(…): variant 1 is true or false, not a record\n  write record({ kind: "commit", … })',
    ],
    [
      "a negative length",
      () => array(-1, bool()),
      "array(-1, …): its length must be an integer from 0 to 1048576\n  write array(length, domain)",
    ],
    [
      "a negative capacity",
      () => list(-1, bool()),
      "list(-1, …): its capacity must be an integer from 0 to 1048576\n  write list(capacity, domain)",
    ],
    [
      "arguments the wrong way round",
      () => list(unchecked(bool()), unchecked(2)),
      "list(an object, …): its capacity must be an integer from 0 to 1048576\n  write list(capacity, domain)",
    ],
    [
      "too few elements",
      () => array(2, bool(), [true]),
      "array(…): it starts as [true], which is not an array of 2, each true or false\n  give an initial value of the domain, or leave it out",
    ],
    [
      "too many elements",
      () => list(1, int(0, 1), [0, 1]),
      "list(…): it starts as [0, 1], which is not a list of at most 1, each an integer from 0 to 1\n  give an initial value of the domain, or leave it out",
    ],
    [
      "a set of too much",
      () => set(int(0, 2 ** 20)),
      "set(…): its element has 1048577 values\n  every one of them takes room in every state; at most 1048576 are possible",
    ],
    [
      "a map with too many keys",
      () => map(list(40, bool()), bool()),
      "map(…): its key has more than 2^31 values\n  every one of them takes room in every state; at most 1048576 are possible",
    ],
    [
      "a walk through too much",
      () => [...list(40, bool())],
      "a list of at most 40, each true or false: more than 2^31 values cannot be listed\n  loop over a smaller domain",
    ],
  ])("%s", (_, make, message) => {
    expect(refusal(make)).toBe(message);
  });
});
