// Small specs for tests of the command line, one for each way a check can end.

/** Two threads that each read, then write; one atomic step if the parameter says so. */
export const LOST_UPDATE = `import { bool, each, ended, int, params, shared, spec } from "allways";

const { threads, atomic } = params({ threads: int(1, 3, 2), atomic: bool(false) });

const memory = shared({ counter: int(0, threads) });

function* increment() {
  yield "read counter";
  const register = memory.counter;
  if (!atomic) {
    yield "write counter";
  }
  memory.counter = register + 1;
}

export default spec("lost update", {
  processes: { increment: each(increment, threads) },
  always: { "in range": () => memory.counter <= threads },
  quiescent: { "nothing lost": () => memory.counter === threads },
  reachable: { "all ended": () => ended(increment) === threads },
  scenarios: {
    "two threads": { expect: { violates: "nothing lost" }, states: 12, steps: 4 },
    "in one step": { set: { atomic: true }, expect: "holds" },
    "range only": { check: ["in range"], expect: "holds" },
  },
});
`;

/** Ends as its parameter says. */
export const ENDINGS = `import { assert, int, note, oneOf, old, params, shared, spec, when } from "allways";

const { ending } = params({ ending: oneOf("holds", "deadlock", "always", "step", "assert", "domain", "reachable") });

const s = shared({ n: int(0, 3) });

function* walk() {
  yield "one";
  s.n++;
  note("n is", s.n);
  yield "two";
  if (ending === "deadlock") when(s.n > 1);
  if (ending === "assert") assert(s.n > 1, "n is more than one");
  if (ending === "domain") s.n += 3;
  if (ending === "step") s.n = 0;
}

export default spec("endings", {
  processes: { walk },
  always: { small: () => ending !== "always" || s.n < 1 },
  step: { grows: () => old(() => s.n) <= s.n },
  reachable: { three: () => ending !== "reachable" || s.n === 3 },
  scenarios: {
    deadlock: { set: { ending: "deadlock" }, expect: "deadlocks" },
    assert: { set: { ending: "assert" }, expect: { fails: "two" } },
    "wrongly expected": { set: { ending: "always" }, expect: "holds", states: 7 },
  },
});
`;

/** Choices in init and in a step. */
export const CHOICES = `import { choose, int, shared, spec } from "allways";

const s = shared({ a: int(0, 2), b: int(0, 5) });

function* pick() {
  yield "pick";
  const v = choose([1, 2, 3]);
  s.b = s.a + v;
}

export default spec("choices", {
  processes: { pick },
  init: () => {
    const first = choose(int(0, 2));
    s.a = first;
  },
  always: { "not five": () => s.b !== 5 },
});
`;

/** As many states as the machine has time for. */
export const ENDLESS = `import { int, shared, spec } from "allways";

const s = shared({ a: int(0, 100000), b: int(0, 100000) });

function* a() {
  while (true) {
    yield "step a";
    s.a = (s.a + 1) % 100000;
  }
}

function* b() {
  while (true) {
    yield "step b";
    s.b = (s.b + 1) % 100000;
  }
}

export default spec("endless", { processes: { a, b }, always: { small: () => s.a <= 100000 } });
`;

export const HELPER = `import { int } from "allways";

export const small = int(0, 3);
`;
