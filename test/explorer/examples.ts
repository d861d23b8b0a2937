// Small programs with known state spaces, built by hand, for the conformance suite of explorers. What their numbers are and
// why is said in conformance.ts.

import type { Program } from "../../src/spec/program/program.ts";
import {
  add,
  at,
  binary,
  both,
  by,
  choose,
  cond,
  either,
  enabled,
  eq,
  expr,
  fail,
  give,
  goto,
  gt,
  idleUntil,
  iff,
  le,
  local,
  lt,
  makeBuilder,
  ne,
  not,
  note,
  offer,
  old,
  optional,
  predicate,
  set,
  setWithin,
  sub,
  when,
} from "./builder.ts";

/** Mutual exclusion by two flags and a turn; six labels a process. */
export function peterson(): Program {
  const b = makeBuilder("peterson");
  const flag = b.column("s.flag", 0, 1, [0, 0]);
  const turn = b.column("s.turn", 0, 1, 1);
  for (const self of [0, 1]) {
    const other = 1 - self;
    b.process(`p[${self}]`, {
      family: "p",
      arguments: [self],
      locations: [
        { label: "a0", body: [goto(2)] },
        { label: "a1", body: [set(flag(self), 1), goto(3)] },
        { label: "a2", body: [set(turn(), other), goto(4)] },
        { label: "a3", body: [when(either(not(flag(other)), eq(turn(), self))), goto(5)] },
        { label: "cs", body: [goto(6)] },
        { label: "a4", body: [set(flag(self), 0), goto(1)] },
      ],
    });
  }
  b.property("always", "mutual exclusion", not(both(at(0, 5), at(1, 5))));
  return b.program();
}

/** Two jugs of 5 and 3 litres; the goal is 4 litres in the big one. */
export function dieHard(): Program {
  const b = makeBuilder("die hard");
  const big = b.column("s.big", 0, 5);
  const small = b.column("s.small", 0, 3);
  const least = (x: Parameters<typeof expr>[0], y: Parameters<typeof expr>[0]) => cond(lt(x, y), x, y);
  const poured = local(0);
  const room = [{ name: "poured", lo: 0, hi: 5 }];
  b.action("fillSmall", [set(small(), 3), goto(0)]);
  b.action("fillBig", [set(big(), 5), goto(0)]);
  b.action("emptySmall", [set(small(), 0), goto(0)]);
  b.action("emptyBig", [set(big(), 0), goto(0)]);
  const pour = (from: typeof big, to: typeof big, capacity: number) => [
    set(poured, least(from(), sub(capacity, to()))),
    set(from(), sub(from(), poured)),
    set(to(), add(to(), poured)),
    goto(0),
  ];
  b.action("smallToBig", pour(small, big, 5), room);
  b.action("bigToSmall", pour(big, small, 3), room);
  b.property("always", "not four litres", ne(big(), 4));
  return b.program();
}

/** n threads that read a counter and then write it plus one. `t` is kept as shared state, or dropped when it is dead. */
export function increment(threads: number, keep: boolean): Program {
  const b = makeBuilder("lost update");
  const i = b.column("i", 0, threads);
  const t = keep ? b.column("t", 0, threads, 0, threads) : null;
  for (let self = 0; self < threads; self++) {
    const read = t === null ? local(0) : t(self);
    b.process(`thread[${self}]`, {
      family: "thread",
      arguments: [self],
      locals: t === null ? [{ name: "t", lo: 0, hi: threads }] : [],
      locations: [
        { label: "read", body: [set(read, i()), goto(2)] },
        { label: "write", body: [set(i(), add(read, 1)), goto(0)], live: t === null ? [0] : [] },
      ],
    });
  }
  let done = expr(0);
  for (let self = 0; self < threads; self++) done = add(done, at(self, 0));
  b.property("always", "every increment counts", eq(done, i()));
  return b.program();
}

/** One process that chooses x of 0..2, then y of 0..x of which 1 is not on offer, and stops. */
export function choosing(): Program {
  const b = makeBuilder("choosing");
  const sum = b.column("sum", 0, 4);
  const seen = b.note("chose", local(1));
  const [x, y] = [b.choice("x"), b.choice("y")];
  const body = [
    choose(x, 0, 3),
    choose(y, 1, add(local(0), 1)),
    offer(ne(local(1), 1)),
    note(seen),
    set(sum(), add(local(0), local(1))),
    goto(2),
  ];
  const locals = [
    { name: "x", lo: 0, hi: 2 },
    { name: "y", lo: 0, hi: 2 },
  ];
  const none = b.choice("none");
  b.process("chooser", {
    locals,
    locations: [
      { label: "choose", body },
      { label: "choose from fewer", body: [choose(none, 0, sub(sum(), 2)), goto(0)] },
    ],
  });
  b.property("reachable", "four", eq(sum(), 4));
  b.property("reachable", "three", eq(sum(), 3));
  return b.program();
}

/** A counter that two processes raise to 3; the assertion that it is not 3 when `a` looks fails. */
export function asserting(): Program {
  const b = makeBuilder("asserting");
  const n = b.column("n", 0, 2);
  const assertion = b.site("assert", "n is {0}", n());
  const domain = b.site("domain", "n would be {0}", add(n(), 1));
  b.process("a", {
    locations: [
      { label: "raise", body: [setWithin(n(), add(n(), 1), 0, 2, domain), goto(2)] },
      { label: "look", body: [iff(eq(n(), 2), [fail(assertion)]), goto(0)] },
    ],
  });
  b.process("b", {
    locations: [
      { label: "raise", body: [setWithin(n(), add(n(), 1), 0, 2, domain), goto(2)] },
      { label: "raise again", body: [setWithin(n(), add(n(), 1), 0, 2, domain), goto(0)] },
    ],
  });
  return b.program();
}

/** What a consumer that has nothing to do is: waiting for what is owed, idle, or free never to come. */
export function waiting(kind: "when" | "idleUntil" | "optional"): Program {
  const b = makeBuilder(`waiting by ${kind}`);
  const work = b.column("work", 0, 2);
  const guards = { when, idleUntil, optional };
  b.process("producer", {
    locations: [
      { label: "produce", body: [set(work(), add(work(), 1)), goto(2)] },
      { label: "again", body: [set(work(), add(work(), 1)), goto(0)] },
    ],
  });
  b.process("consumer", {
    locations: [{ label: "consume", body: [guards[kind](gt(work(), 0)), set(work(), sub(work(), 1)), goto(1)] }],
  });
  b.property("quiescent", "no work left", eq(work(), 0));
  return b.program();
}

/** A counter without end, cut at a limit. */
export function bounded(limit: number, forbidden: number): Program {
  const b = makeBuilder("bounded");
  const n = b.column("n", 0, 1000);
  b.action("one", [set(n(), add(n(), 1)), goto(0)]);
  b.action("two", [set(n(), add(n(), 2)), goto(0)]);
  b.within(le(n(), limit));
  b.property("always", "never forbidden", ne(n(), forbidden));
  b.property("reachable", "the limit", eq(n(), limit));
  b.property("reachable", "beyond the limit", eq(n(), limit + 2));
  return b.program();
}

/** Two ways to the end of a short road, one of which dead-ends one step before the violation can be seen. */
export function stuckBesideViolation(): Program {
  const b = makeBuilder("stuck beside a violation");
  const n = b.column("n", 0, 3);
  b.action("left", [when(eq(n(), 0)), set(n(), 1), goto(0)]);
  b.action("right", [when(eq(n(), 0)), set(n(), 2), goto(0)]);
  b.action("on", [when(eq(n(), 2)), set(n(), 3), goto(0)]);
  b.property("always", "not one", ne(n(), 1));
  b.property("always", "not two", ne(n(), 2));
  b.property("always", "not three", ne(n(), 3));
  return b.program();
}

/** A counter that a ticker raises and a resetter, when it likes, clears; step properties of all sorts. */
export function stepping(): Program {
  const b = makeBuilder("stepping");
  const n = b.column("n", 0, 2);
  b.process("ticker", { locations: [{ label: "tick", body: [when(lt(n(), 2)), set(n(), add(n(), 1)), goto(1)] }] });
  b.process("resetter", { locations: [{ label: "reset", body: [optional(), set(n(), 0), goto(1)] }] });
  b.property("step", "only up", either(by(1), eq(n(), add(old(n()), 1))));
  b.property("step", "resets something", either(not(by(1, 1)), gt(old(n()), 0)));
  b.property("always", "ticking stops at two", eq(enabled(0, 1), ne(n(), 2)));
  b.property("quiescent", "full", eq(n(), 2));
  return b.program();
}

/** A start for each of 0..3 but 2, and equal starts for 0 and 1. */
export function starting(): Program {
  const b = makeBuilder("starting");
  const n = b.column("n", 0, 3);
  const which = b.choice("which");
  b.init(
    [choose(which, 0, 4), when(ne(local(0), 2)), set(n(), cond(lt(local(0), 2), 0, local(0))), goto(0)],
    [{ name: "which", lo: 0, hi: 3 }],
  );
  b.action("down", [when(gt(n(), 0)), set(n(), sub(n(), 1)), goto(0)]);
  b.mayEnd(eq(n(), 0));
  b.property("always", "not one", ne(n(), 1));
  return b.program();
}

/** A property that fails to evaluate where n is 2, and says nothing elsewhere. */
export function failingProperty(): Program {
  const b = makeBuilder("failing property");
  const n = b.column("n", 0, 3);
  const site = b.site("index", "index {0} is outside", n());
  b.action("up", [when(lt(n(), 3)), set(n(), add(n(), 1)), goto(0)]);
  b.mayEnd(true);
  b.property("always", "below three", predicate([iff(eq(n(), 2), [fail(site)]), give(lt(n(), 3))]));
  return b.program();
}

/** Ring of counters modulo 4, wide: five columns of 32 bits and one dynamic index. */
export function wide(): Program {
  const b = makeBuilder("wide");
  const cells = b.column("cells", -(2 ** 31), 2 ** 31 - 1, [7, -7, 2 ** 31 - 1, -(2 ** 31), 0]);
  const where = b.column("where", 0, 4);
  b.process("walker", {
    locations: [
      {
        label: "flip",
        body: [
          set(cells(where()), { kind: "unary", op: "bitnot", operand: expr(cells(where())) }),
          set(where(), binary("rem", add(where(), 1), 5)),
          goto(1),
        ],
      },
    ],
  });
  b.property("always", "the last is 0 or -1", binary("ge", cells(4), -1), le(cells(4), 0));
  return b.program();
}
