import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  array,
  bool,
  copy,
  int,
  list,
  local,
  map,
  oneOf,
  record,
  same,
  set,
  shared,
  union,
} from "../../../src/spec/index.ts";
import type { Value } from "../../../src/spec/program/domain.ts";
import { domainSize, equalValues, indexOf, showValue, valueAt } from "../../../src/spec/program/enumerate.ts";
import { plain } from "../../../src/spec/runtime/plain.ts";
import { isSharedPart, resetShared, restore, sharedOf, snapshot } from "../../../src/spec/runtime/shared.ts";
import { detached, domainOfView } from "../../../src/spec/runtime/view.ts";
import { composites } from "../program/random-domain.ts";
import { faultOf, refusal, step } from "./running.ts";

const shown = (object: object): string => showValue(snapshot(object));

const Message = union(
  record({ kind: "vote", by: int(0, 3) }),
  record({ kind: "commit" }),
  record({ kind: "log", log: list(2, bool()) }),
);

describe("shared records", () => {
  test("start with their initial values and are written by steps", () => {
    const s = shared({ refs: int(0, 7, 1), phase: oneOf("init", "done"), ok: bool() });
    expect(shown(s)).toBe('{refs: 1, phase: "init", ok: false}');
    step(() => {
      s.refs++;
      s.phase = "done";
      s.ok = s.refs === 2;
    });
    expect(shown(s)).toBe('{refs: 2, phase: "done", ok: true}');
  });

  test("are not written at module level or in an initialiser", () => {
    const s = shared({ n: int(0, 1) });
    expect(refusal(() => (s.n = 1))).toBe(
      "writing shared state has no meaning at module level\n  it belongs in steps or in init",
    );
    expect(s.n).toBe(0);
  });

  test("fail where a domain is left, and keep their value", () => {
    const s = shared({ n: int(0, 3), rm: array(2, record({ p: oneOf("a", "b"), n: int(0, 1) })) });
    expect(faultOf(() => (s.n = 4))).toBe("domain: n: 4 is not an integer from 0 to 3");
    expect(faultOf(() => s.n--)).toBe("domain: n: -1 is not an integer from 0 to 3");
    expect(faultOf(() => (s.n = 0.5))).toBe("domain: n: 0.5 is not an integer from 0 to 3");
    expect(faultOf(() => (s.rm[1]!.n = 2))).toBe("domain: rm[1].n: 2 is not an integer from 0 to 1");
    expect(
      faultOf(
        () =>
          (s.rm = [
            { p: "a", n: 0 },
            { p: "c" as "a", n: 0 },
          ]),
      ),
    ).toBe('domain: rm[1].p: c is not one of "a", "b"');
    expect(faultOf(() => (s.rm = []))).toBe("domain: rm: [] is not an array of 2, each a record {p, n}");
    expect(shown(s)).toBe('{n: 0, rm: [{p: "a", n: 0}, {p: "a", n: 0}]}');
  });

  test("have no negative zero", () => {
    const s = shared({ n: int(-3, 3) });
    step(() => (s.n = -4 % 2));
    expect(Object.is(s.n, 0)).toBe(true);
  });

  test("are put back by snapshots, whatever happened since", () => {
    const s = shared({ q: list(3, Message), seen: set(Message) });
    const before = snapshot(s);
    step(() => {
      s.q.push({ kind: "vote", by: 2 });
      s.seen.add({ kind: "commit" });
    });
    const after = snapshot(s);
    expect(showValue(before)).toBe("{q: [], seen: {}}");
    restore(s, before);
    expect(s.q.length).toBe(0);
    restore(s, after);
    expect(shown(s)).toBe('{q: [{kind: "vote", by: 2}], seen: {{kind: "commit"}}}');
    resetShared(s);
    expect(shown(s)).toBe("{q: [], seen: {}}");
  });

  test("are known by identity, and their parts as parts", () => {
    const s = shared({ inner: record({ n: int(0, 1) }) });
    expect(sharedOf(s)?.object).toBe(s);
    expect(sharedOf(s.inner)).toBe(null);
    expect(isSharedPart(s.inner)).toBe(true);
    expect(isSharedPart(copy(s.inner))).toBe(false);
    expect(domainOfView(s.inner)).toMatchObject({ kind: "record" });
    expect(domainOfView({ n: 0 })).toBe(null);
  });

  test("have no other fields", () => {
    const s = shared({ n: int(0, 1) });
    expect(() => step(() => Object.assign(s, { m: 1 }))).toThrow("object is not extensible");
  });
});

describe("value semantics", () => {
  test("assigning a composite copies it", () => {
    const s = shared({ a: record({ n: int(0, 3) }), b: record({ n: int(0, 3) }), rows: array(2, array(2, int(0, 3))) });
    step(() => {
      s.b = s.a;
      s.a.n = 3;
      s.rows[0] = s.rows[1]!;
      s.rows[1]![0] = 2;
    });
    expect(shown(s)).toBe("{a: {n: 3}, b: {n: 0}, rows: [[0, 0], [2, 0]]}");
  });

  test("pushing and adding copy, and a literal stays the author's", () => {
    const s = shared({ q: list(2, record({ n: int(0, 3) })), seen: set(record({ n: int(0, 3) })) });
    step(() => {
      const message = { n: 1 };
      s.q.push(message);
      s.seen.add(message);
      message.n = 2;
      s.q.push(message);
      s.q[0]!.n = 3;
    });
    expect(shown(s)).toBe("{q: [{n: 3}, {n: 2}], seen: {{n: 1}}}");
  });

  test("a const is an alias of its place, across steps and whole assignments", () => {
    const s = shared({ poll: record({ refs: int(0, 3) }), rows: array(2, record({ n: int(0, 3) })) });
    const { alias, row } = step(() => ({ alias: s.poll, row: s.rows[1]! }));
    step(() => {
      s.poll = { refs: 2 };
      s.rows = [{ n: 1 }, { n: 3 }];
    });
    expect(alias.refs).toBe(2);
    expect(row.n).toBe(3);
    step(() => {
      alias.refs++;
      row.n = 0;
    });
    expect(shown(s)).toBe("{poll: {refs: 3}, rows: [{n: 1}, {n: 0}]}");
    expect(s.poll).toBe(alias);
  });

  test("copies are values of their own", () => {
    const s = shared({ q: list(2, int(0, 3), [1]) });
    const mine = step(() => copy(s.q));
    mine.push(3);
    step(() => s.q.clear());
    expect(plain(mine)).toEqual([1, 3]);
    expect(faultOf(() => mine.push(0))).toBe("capacity: one element too many for a list of at most 2");
    const literal = { list: [1] };
    const other = copy(literal);
    other.list.push(2);
    expect(literal.list).toEqual([1]);
  });

  test("locals of a declared domain start as it says and are checked", () => {
    expect(local(int(0, 7, 2))).toBe(2);
    const seen = local(set(int(0, 3)));
    seen.add(1);
    expect([...seen]).toEqual([1]);
    expect(faultOf(() => seen.add(4))).toBe("domain: {}: 4 is not an integer from 0 to 3");
  });

  test("same compares by value, literals and shared parts alike", () => {
    const s = shared({ m: Message, seen: set(Message), q: list(2, int(0, 3), [1, 2]) });
    expect(same(s.m, { kind: "vote", by: 0 })).toBe(true);
    expect(same(s.m, { kind: "vote", by: 1 })).toBe(false);
    expect(same(s.q, [1, 2])).toBe(true);
    expect(same(s.q, [2, 1])).toBe(false);
    expect(same(s.seen, copy(s.seen))).toBe(true);
    expect(same(1, 1)).toBe(true);
  });

  test("console.log and debuggers show the value", async () => {
    const { inspect } = await import("node:util");
    const s = shared({ m: Message, q: list(2, int(0, 3), [1]), seen: set(bool(), [true]) });
    expect(inspect(s)).toBe("{ m: { kind: 'vote', by: 0 }, q: [ 1 ], seen: Set(1) { true } }");
    expect(inspect([s.m, s.q, s.seen])).toBe("[ { kind: 'vote', by: 0 }, [ 1 ], Set(1) { true } ]");
  });
});

describe("arrays and lists", () => {
  const make = () => shared({ rm: array(3, int(0, 9), [4, 5, 6]), q: list(3, int(0, 9), [7, 8]) });

  test("fail outside, reading and writing", () => {
    const s = make();
    expect(faultOf(() => s.rm[3])).toBe("index: rm: index 3 in an array of 3");
    expect(faultOf(() => s.rm[-1])).toBe("index: rm: index -1 in an array of 3");
    expect(faultOf(() => s.rm[0.5])).toBe("index: rm: index 0.5 in an array of 3");
    expect(faultOf(() => s.rm[Number.NaN])).toBe("index: rm: index NaN in an array of 3");
    expect(faultOf(() => (s.rm[3] = 0))).toBe("index: rm: index 3 in an array of 3");
    expect(faultOf(() => s.q[2])).toBe("index: q: index 2 in a list of 2");
    expect(faultOf(() => (s.q[2] = 0))).toBe("index: q: index 2 in a list of 2");
    expect(faultOf(() => (s.q[1] = 10))).toBe("domain: q[1]: 10 is not an integer from 0 to 9");
  });

  test("search, fold and iterate", () => {
    const s = make();
    expect(s.rm.length).toBe(3);
    expect(s.rm.includes(5)).toBe(true);
    expect(s.rm.indexOf(6)).toBe(2);
    expect(s.rm.indexOf(9)).toBe(-1);
    expect(s.rm.some((value) => value > 5)).toBe(true);
    expect(s.rm.every((value, index) => value === index + 4)).toBe(true);
    expect(s.rm.findIndex((value) => value > 4)).toBe(1);
    expect(s.rm.reduce((sum, value) => sum + value, 0)).toBe(15);
    expect([...s.q]).toEqual([7, 8]);
    step(() => s.rm.fill(1));
    expect([...s.rm]).toEqual([1, 1, 1]);
    const messages = shared({ q: list(2, Message, [{ kind: "commit" }]) });
    expect(messages.q.includes({ kind: "commit" })).toBe(true);
    expect(messages.q.indexOf({ kind: "vote", by: 1 })).toBe(-1);
  });

  test("lists grow and shrink at both ends within their capacity", () => {
    const s = make();
    expect(step(() => s.q.push(9))).toBe(3);
    expect(faultOf(() => s.q.push(1))).toBe("capacity: q: one element too many for a list of at most 3");
    expect(step(() => [s.q.shift(), s.q.pop(), s.q.unshift(1), ...s.q])).toEqual([7, 9, 2, 1, 8]);
    expect(faultOf(() => (s.q = [1, 2, 3, 4]))).toBe("capacity: q: 4 elements in a list of at most 3");
    step(() => (s.q = []));
    expect(faultOf(() => s.q.shift())).toBe("empty: q: nothing to take from an empty list");
    expect(faultOf(() => s.q.pop())).toBe("empty: q: nothing to take from an empty list");
  });

  test("elements taken out are values of their own", () => {
    const s = shared({ q: list(2, record({ n: int(0, 3) }), [{ n: 1 }, { n: 2 }]) });
    const taken = step(() => s.q.shift());
    step(() => (s.q[0]!.n = 3));
    taken.n = 0;
    expect(taken.n).toBe(0);
    expect(shown(s)).toBe("{q: [{n: 3}]}");
  });

  test("an alias of an element is its position, gone when the list is shorter", () => {
    const s = shared({ q: list(2, record({ n: int(0, 3) }), [{ n: 1 }, { n: 2 }]) });
    const [first, second] = [s.q[0]!, s.q[1]!];
    step(() => s.q.shift());
    expect(first.n).toBe(2);
    expect(faultOf(() => second.n)).toBe("index: q: index 1 in a list of 1");
  });

  test("iteration meets what is pushed while it goes on", () => {
    const s = make();
    const met: number[] = [];
    step(() => {
      for (const value of s.q) {
        met.push(value);
        if (value === 7) s.q.push(3);
      }
    });
    expect(met).toEqual([7, 8, 3]);
  });
});

describe("sets and maps", () => {
  test("sets hold each value once and go in domain order", () => {
    const s = shared({ seen: set(int(0, 9)), sent: set(Message) });
    step(() => {
      for (const value of [5, 1, 5, 3]) s.seen.add(value);
      s.sent.add({ kind: "log", log: [true] });
      s.sent.add({ kind: "vote", by: 1 });
      s.sent.add({ kind: "vote", by: 1 });
    });
    expect([...s.seen]).toEqual([1, 3, 5]);
    expect(s.sent.size).toBe(2);
    expect(s.sent.has({ kind: "log", log: [true] })).toBe(true);
    expect(s.sent.has({ kind: "log", log: [] })).toBe(false);
    expect(s.seen.has(99)).toBe(false);
    expect(s.seen.some((value) => value > 4)).toBe(true);
    expect(s.seen.every((value) => value > 1)).toBe(false);
    expect(step(() => [s.seen.delete(3), s.seen.delete(4), s.sent.delete({ kind: "vote", by: 1 })])).toEqual([
      true,
      false,
      true,
    ]);
    expect(shown(s)).toBe('{seen: {1, 5}, sent: {{kind: "log", log: [true]}}}');
    step(() => s.seen.clear());
    expect(s.seen.size).toBe(0);
    expect(faultOf(() => s.seen.add(10))).toBe("domain: seen{}: 10 is not an integer from 0 to 9");
  });

  test("iterating a set meets what is added ahead and not what is added behind", () => {
    const s = shared({ seen: set(int(0, 9), [3, 5]) });
    const met: number[] = [];
    step(() => {
      for (const value of s.seen) {
        met.push(value);
        if (value === 3) {
          s.seen.add(1);
          s.seen.add(8);
          s.seen.delete(5);
        }
      }
    });
    expect(met).toEqual([3, 8]);
  });

  test("members of a set are values: changing one changes nothing else", () => {
    const s = shared({ seen: set(record({ n: int(0, 3) }), [{ n: 1 }]) });
    for (const member of s.seen) member.n = 2;
    expect(shown(s)).toBe("{seen: {{n: 1}}}");
  });

  test("maps find keys by value, fail without one and go in key order", () => {
    const Key = record({ a: bool(), b: bool() });
    const s = shared({ m: map(Key, record({ n: int(0, 3) })) });
    step(() => {
      s.m.set({ a: true, b: false }, { n: 2 });
      s.m.set({ b: true, a: false }, { n: 1 });
      s.m.set({ a: true, b: false }, { n: 3 });
      s.m.get({ a: false, b: true }).n = 0;
    });
    expect(shown(s)).toBe("{m: {{a: false, b: true}: {n: 0}, {a: true, b: false}: {n: 3}}}");
    expect([...s.m.keys()].map((key) => key.a)).toEqual([false, true]);
    expect([...s.m.values()].map((value) => value.n)).toEqual([0, 3]);
    expect([...s.m].map(([key, value]) => `${key.b} ${value.n}`)).toEqual(["true 0", "false 3"]);
    expect(s.m.has({ a: true, b: true })).toBe(false);
    expect(faultOf(() => s.m.get({ a: true, b: true }))).toBe("key: m: no value at key {a: true, b: true}");
    const alias = s.m.get({ a: true, b: false });
    expect(step(() => s.m.delete({ a: true, b: false }))).toBe(true);
    expect(step(() => s.m.delete({ a: true, b: false }))).toBe(false);
    expect(faultOf(() => alias.n)).toBe("key: m: no value at key {a: true, b: false}");
    step(() => s.m.clear());
    expect(s.m.size).toBe(0);
    const small = shared({ m: map(int(0, 3), int(0, 3)) });
    expect(faultOf(() => small.m.get(7))).toBe("key: m: no value at key 7");
    expect(faultOf(() => small.m.set(7, 0))).toBe("domain: m{}: 7 is not an integer from 0 to 3");
    expect(faultOf(() => small.m.set(1, 7))).toBe("domain: m{1}: 7 is not an integer from 0 to 3");
  });
});

describe("unions", () => {
  type AnyMessage = { kind: string; by: number; log: unknown };

  test("have the fields of their variant and no others", () => {
    const s = shared({ m: Message });
    const m = s.m as unknown as AnyMessage;
    expect(m.by).toBe(0);
    expect(faultOf(() => m.log)).toBe('variant: m: a "vote" has no field log');
    expect(faultOf(() => (m.log = []))).toBe('variant: m: a "vote" has no field log');
    step(() => (s.m = { kind: "log", log: [true] }));
    expect(faultOf(() => m.by)).toBe('variant: m: a "log" has no field by');
    expect(Object.keys(m)).toEqual(["kind", "log"]);
    expect({ ...m, log: 1 }).toEqual({ kind: "log", log: 1 });
    expect("by" in m).toBe(false);
  });

  test("change variant only as a whole", () => {
    const s = shared({ m: Message });
    step(() => (s.m.kind = "vote"));
    expect(faultOf(() => (s.m.kind = "commit"))).toBe(
      "variant: m.kind: it is vote, and another variant is assigned as a whole",
    );
    step(() => (s.m = { kind: "commit" }));
    expect(shown(s)).toBe('{m: {kind: "commit"}}');
  });

  test("aliases inside a variant fail once another is there", () => {
    const s = shared({ m: Message });
    step(() => (s.m = { kind: "log", log: [] }));
    const { log } = s.m as { log: { length: number } };
    step(() => (s.m = { kind: "commit" }));
    expect(faultOf(() => log.length)).toBe('variant: m: the value is a "commit" by now');
  });
});

test("every value of a random composite domain can be stored, read, copied and found by value", () => {
  fc.assert(
    fc.property(composites(500), fc.nat(), (domain, seed) => {
      const value = valueAt(domain, seed % domainSize(domain));
      const place = detached(domain, domain.initial) as object;
      const holder = detached({ kind: "list", capacity: 1, element: domain, initial: [] }, []) as {
        push(v: unknown): void;
        includes(v: unknown): boolean;
        0: Value;
      };
      holder.push(detached(domain, value));
      expect(equalValues(plain(holder[0]), value)).toBe(true);
      expect(indexOf(domain, plain(copy(holder[0])))).toBe(seed % domainSize(domain));
      expect(holder.includes(value)).toBe(true);
      expect(same(place, value as object)).toBe(indexOf(domain, domain.initial) === seed % domainSize(domain));
    }),
  );
});
