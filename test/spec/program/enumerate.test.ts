import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../../src/spec/program/domain.ts";
import {
  canonical,
  contains,
  domainSize,
  equalValues,
  indexOf,
  initialValue,
  showValue,
  valueAt,
} from "../../../src/spec/program/enumerate.ts";
import { array, asDomain, bool, int, list, map, oneOf, record, set, union } from "../../../src/spec/runtime/domains.ts";
import type { DomainOf } from "../../../src/spec/runtime/types.ts";
import { domains } from "./random-domain.ts";

/** All values in domain order, as text. */
function shown(domain: DomainOf<unknown>): string {
  const data = asDomain(domain);
  return Array.from({ length: domainSize(data) }, (_, i) => showValue(valueAt(data, i))).join(" ");
}

describe("domain order", () => {
  test("counts integers up from the lower bound, and false before true", () => {
    expect(shown(int(-1, 2))).toBe("-1 0 1 2");
    expect(shown(bool())).toBe("false true");
  });

  test("takes strings as they are listed", () => {
    expect(shown(oneOf("OUT", "IN"))).toBe("OUT IN");
  });

  test("has the first field and element 0 most significant", () => {
    expect(shown(record({ a: bool(), n: int(0, 1) }))).toBe(
      "{a: false, n: 0} {a: false, n: 1} {a: true, n: 0} {a: true, n: 1}",
    );
    expect(shown(array(2, int(0, 1)))).toBe("[0, 0] [0, 1] [1, 0] [1, 1]");
  });

  test("takes the variants of a union one after the other", () => {
    expect(shown(union(record({ kind: "vote", by: int(0, 1) }), record({ kind: "abort" })))).toBe(
      '{kind: "vote", by: 0} {kind: "vote", by: 1} {kind: "abort"}',
    );
  });

  test("has shorter lists first", () => {
    expect(shown(list(2, oneOf("a", "b")))).toBe('[] ["a"] ["b"] ["a", "a"] ["a", "b"] ["b", "a"] ["b", "b"]');
  });

  test("counts sets in binary, the first value being the lowest bit", () => {
    expect(shown(set(int(1, 3)))).toBe("{} {1} {2} {1, 2} {3} {1, 3} {2, 3} {1, 2, 3}");
  });

  test("counts maps with the first key least significant and absence as zero", () => {
    expect(shown(map(int(0, 1), bool()))).toBe(
      "{} {0: false} {0: true} {1: false} {0: false, 1: false} {0: true, 1: false} {1: true} {0: false, 1: true} {0: true, 1: true}",
    );
  });

  test("is found again from every value of a random domain", () => {
    fc.assert(
      fc.property(domains(3000), (domain) => {
        for (let i = 0; i < domainSize(domain); i++) {
          const value = valueAt(domain, i);
          expect(contains(domain, value)).toBe(true);
          expect(indexOf(domain, value)).toBe(i);
          expect(equalValues(canonical(domain, value), value)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("tells any two values of a random domain apart, in text and by equality", () => {
    fc.assert(
      fc.property(domains(60), (domain) => {
        const values = Array.from({ length: domainSize(domain) }, (_, i) => valueAt(domain, i));
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries()) expect(equalValues(a, b)).toBe(i === j);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("sizes", () => {
  test("are exact up to 2^31 and infinite above", () => {
    expect(domainSize(asDomain(set(int(0, 30))))).toBe(2 ** 31);
    expect(domainSize(asDomain(set(int(0, 31))))).toBe(Number.POSITIVE_INFINITY);
    expect(domainSize(asDomain(list(1000, int(0, 1))))).toBe(Number.POSITIVE_INFINITY);
    expect(domainSize(asDomain(list(1000, int(7, 7))))).toBe(1001);
  });

  test("of empty arrays are one, of sets of nothing likewise", () => {
    expect(shown(array(0, bool()))).toBe("[]");
    expect(shown(list(0, bool()))).toBe("[]");
  });

  test("at the limit still have their last value", () => {
    const domain = asDomain(set(int(0, 30)));
    const last = valueAt(domain, 2 ** 31 - 1) as ReadonlySet<Value>;
    expect(last.size).toBe(31);
    expect(indexOf(domain, last)).toBe(2 ** 31 - 1);
  });

  test("that are infinite have no indices, which is said", () => {
    const domain = asDomain(set(int(0, 31)));
    expect(() => indexOf(domain, new Set())).toThrow("has no indices; please report this");
    expect(contains(domain, new Set([3]))).toBe(true);
  });
});

describe("membership", () => {
  const Vote = union(record({ kind: "vote", by: int(0, 1) }), record({ kind: "abort" }));
  const vote = asDomain(Vote);

  test("refuses values of another kind, and those just outside", () => {
    const small = asDomain(int(0, 3));
    for (const value of [-1, 4, 1.5, Number.NaN, true, "1", [], {}] as Value[]) {
      expect(indexOf(small, value)).toBe(-1);
    }
    expect(indexOf(asDomain(bool()), 1)).toBe(-1);
    expect(indexOf(asDomain(list(1, int(0, 1))), [0, 0])).toBe(-1);
  });

  test("refuses records with a field too few, too many or of another variant", () => {
    expect(indexOf(vote, { kind: "vote" })).toBe(-1);
    expect(indexOf(vote, { kind: "abort", by: 0 })).toBe(-1);
    expect(indexOf(vote, { kind: "commit" })).toBe(-1);
    expect(indexOf(vote, { by: 1, kind: "vote" })).toBe(1);
  });

  test("refuses a set that has a member twice", () => {
    expect(contains(asDomain(set(Vote)), new Set<Value>([{ kind: "abort" }, { kind: "abort" }]))).toBe(false);
  });
});

describe("canonical form", () => {
  test("puts fields, members and keys in domain order, and has no negative zero", () => {
    const domain = asDomain(record({ n: int(0, 3), s: set(int(0, 3)), m: map(bool(), int(0, 3)) }));
    const value = canonical(domain, {
      m: new Map([
        [true, 1],
        [false, 2],
      ]),
      s: new Set([3, 1]),
      n: -0,
    });
    expect(showValue(value)).toBe("{n: 0, s: {1, 3}, m: {false: 2, true: 1}}");
    expect(Object.is((value as Record<string, Value>).n, 0)).toBe(true);
  });

  test("is what initial values have", () => {
    const domain = asDomain(set(int(0, 3), new Set([2, 0])));
    expect(showValue(initialValue(domain))).toBe("{0, 2}");
  });
});
