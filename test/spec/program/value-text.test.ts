import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../../src/spec/program/domain.ts";
import { domainSize, equalValues, parseValue, showValue, valueAt } from "../../../src/spec/program/enumerate.ts";
import { showDomain } from "../../../src/spec/program/value-text.ts";
import { array, asDomain, bool, int, list, map, oneOf, record, set, union } from "../../../src/spec/runtime/domains.ts";
import type { DomainOf } from "../../../src/spec/runtime/types.ts";
import { domains } from "./random-domain.ts";

const events = list(3, oneOf("IN", "OUT", "HUP"));

function parse(domain: DomainOf<unknown>, text: string): string {
  const parsed = parseValue(asDomain(domain), text);
  return parsed.ok ? showValue(parsed.value) : [parsed.message, ...parsed.hints].join(" / ");
}

describe("values as text", () => {
  test("show a string bare when it is alone, and quoted inside", () => {
    expect(showValue("working")).toBe("working");
    expect(showValue(["working", 1, true])).toBe('["working", 1, true]');
  });

  test("show the composites on one line", () => {
    const value: Value = { q: [{ kind: "vote", by: 1 }], seen: new Set([0, 2]), held: new Map([["a", false]]) };
    expect(showValue(value)).toBe('{q: [{kind: "vote", by: 1}], seen: {0, 2}, held: {"a": false}}');
  });
});

describe("settings as text", () => {
  test("are numbers, words and lists by commas", () => {
    expect(parse(int(0, 3), "2")).toBe("2");
    expect(parse(int(-3, 3), " -2 ")).toBe("-2");
    expect(parse(bool(), "true")).toBe("true");
    expect(parse(oneOf("6.0", "6.1"), "6.1")).toBe("6.1");
    expect(parse(events, "IN,OUT")).toBe('["IN", "OUT"]');
    expect(parse(events, "IN, HUP")).toBe('["IN", "HUP"]');
    expect(parse(events, "")).toBe("[]");
    expect(parse(array(2, int(0, 9)), "7,8")).toBe("[7, 8]");
    expect(parse(set(int(0, 3)), "3,1,3")).toBe("{1, 3}");
  });

  test("may be JSON, and must be for records and maps", () => {
    expect(parse(events, '["IN"]')).toBe('["IN"]');
    expect(parse(map(int(0, 3), set(bool())), "[[2, [true]], [0, []]]")).toBe("{0: {}, 2: {true}}");
    expect(parse(union(record({ kind: "a", n: int(0, 1) }), record({ kind: "b" })), '{"kind": "a", "n": 1}')).toBe(
      '{kind: "a", n: 1}',
    );
  });

  test("outside the domain are refused with what would be inside", () => {
    expect(parse(int(0, 3), "4")).toBe('"4" is not an integer from 0 to 3');
    expect(parse(int(0, 3), "two")).toBe('"two" is not an integer from 0 to 3');
    expect(parse(int(0, 3), "1.5")).toBe('"1.5" is not an integer from 0 to 3');
    expect(parse(bool(), "ture")).toBe('"ture" is not true or false / did you mean "true"?');
    expect(parse(events, "IN,OTU")).toBe('"OTU" is not one of "IN", "OUT", "HUP" / did you mean "OUT"?');
    expect(parse(events, "IN,IN,IN,IN")).toBe(
      '"IN,IN,IN,IN" is not a list of at most 3, each one of "IN", "OUT", "HUP"',
    );
    expect(parse(record({ n: int(0, 1) }), "{n: 1}")).toBe(
      '"{n: 1}" is not a record {n} / write it as JSON, a map as an array of pairs',
    );
    expect(parse(record({ n: int(0, 1) }), "null")).toBe('"null" is not a record {n}');
    expect(parse(list(2, bool()), "[null]")).toBe('"[null]" is not a list of at most 2, each true or false');
  });

  test("read back every value of a random domain from its JSON", () => {
    const json = (value: Value): unknown => {
      if (value instanceof Set) return [...value].map(json);
      if (value instanceof Map) return [...value].map(([k, v]) => [json(k), json(v)]);
      if (Array.isArray(value)) return value.map(json);
      if (typeof value !== "object") return value;
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, json(v)]));
    };
    fc.assert(
      fc.property(domains(2 ** 31), fc.nat(), (domain, seed) => {
        const value = valueAt(domain, seed % domainSize(domain));
        const text = typeof value === "string" ? value : JSON.stringify(json(value));
        const parsed = parseValue(domain, text);
        expect(parsed.ok && equalValues(parsed.value, value)).toBe(true);
      }),
    );
  });
});

test("domains are described in words", () => {
  expect(showDomain(asDomain(map(int(0, 3), array(2, bool()))))).toBe(
    "a map from an integer from 0 to 3 to an array of 2, each true or false",
  );
  expect(showDomain(asDomain(set(union(record({ kind: "a" }), record({ kind: "b" })))))).toBe(
    'a set of values, each a record whose kind is one of "a", "b"',
  );
});
