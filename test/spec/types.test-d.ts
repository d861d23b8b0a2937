// What TypeScript makes of a spec: checked by tsc alone, never run. `Equal` fails to compile where two types differ.

import {
  always,
  and,
  array,
  assert,
  at,
  type BoundedList,
  bool,
  by,
  choose,
  copy,
  type Definition,
  disabled,
  each,
  enabled,
  ended,
  eventually,
  type FiniteMap,
  type FiniteSet,
  type FixedArray,
  int,
  leadsTo,
  list,
  load,
  local,
  map,
  not,
  note,
  old,
  oneOf,
  optional,
  params,
  record,
  same,
  set,
  shared,
  since,
  spec,
  strong,
  taken,
  terminates,
  unfair,
  union,
  until,
  type ValueOf,
  weak,
  when,
} from "../../src/spec/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function expectType<A>(): <B>(value: B, ...same: Equal<A, B> extends true ? [] : ["another type"]) => void {
  return () => {};
}

// -------------------------------------------------------------------------------------------- domains and shared state

const RM = int(0, 2);
const Message = union(
  record({ kind: "prepared", rm: RM }),
  record({ kind: "commit" }),
  record({ kind: "log", log: list(3, int(0, 9)), phase: oneOf("a", "b") }),
);
type Message = ValueOf<typeof Message>;
type Written =
  | { kind: "prepared"; rm: number }
  | { kind: "commit" }
  | { kind: "log"; log: BoundedList<number>; phase: "a" | "b" };
const equalMessages: Equal<Message, Written> = true;

const s = shared({
  refs: int(0, 7, 1),
  ok: bool(),
  tm: oneOf("init", "committed", "aborted"),
  rm: array(3, oneOf("a", "b")),
  sent: set(Message),
  queue: list(4, Message),
  held: map(RM, record({ n: int(0, 3) })),
  rows: array(2, array(2, int(0, 3), [1, 2])),
});

const equalShared: Equal<
  typeof s,
  {
    refs: number;
    ok: boolean;
    tm: "init" | "committed" | "aborted";
    rm: FixedArray<"a" | "b">;
    sent: FiniteSet<Message>;
    queue: BoundedList<Message>;
    held: FiniteMap<number, { n: number }>;
    rows: FixedArray<FixedArray<number>>;
  }
> = true;

export function values(r: number): void {
  s.refs++;
  s.rm = ["a", "b", "a"];
  s.queue = [];
  s.queue = [{ kind: "commit" }, { kind: "log", log: [], phase: "a" }];
  s.rows = [
    [0, 1],
    [2, 3],
  ];
  s.queue.push({ kind: "prepared", rm: r });
  s.queue.unshift({ kind: "log", log: [1, 2], phase: "b" });
  s.queue.clear();
  expectType<Message>()(s.queue.shift());
  expectType<Message>()(s.queue.pop());
  expectType<{ n: number }>()(s.held.get(r));
  expectType<boolean>()(s.sent.has({ kind: "prepared", rm: r }));
  for (const message of s.sent) if (message.kind === "log") expectType<BoundedList<number>>()(message.log);
  for (const [key, { n }] of s.held) expectType<number>()(key + n);
  for (const index of RM) expectType<number>()(index);
  expectType<number>()(s.rows.reduce((sum, row) => sum + row.length, 0));
  const message = s.queue.shift();
  if (message.kind === "prepared") s.refs = message.rm;
  expectType<Message>()(copy(message));
  expectType<boolean>()(same(s.rm, ["a", "b", "a"]));
  let v = local(int(0, 7));
  v = v + 1;
  expectType<number>()(v);
  expectType<FiniteSet<number>>()(local(set(RM)));

  // @ts-expect-error a misspelt value
  s.tm = "comitted";
  // @ts-expect-error a misspelt value inside
  s.rm.includes("c");
  // @ts-expect-error a field too few
  s.sent.add({ kind: "prepared" });
  // @ts-expect-error a field of another variant
  s.sent.has({ kind: "commit", rm: 1 });
  // @ts-expect-error a field that is not there
  s.reffs = 1;
  // @ts-expect-error arrays have no length of their own choosing
  s.rm.push("a");
  // @ts-expect-error an element taken out is no string
  const text: string = s.queue.shift();
  note(text);
}

// @ts-expect-error an initial value of another type
export const wrongStart: unknown = list(2, bool(), [1]);
export const starts: readonly unknown[] = [
  list(2, set(RM), [new Set([1])]),
  set(RM, new Set([1])),
  map(RM, bool(), new Map([[1, true]])),
  map(RM, bool(), [[1, true]]),
  record({ a: bool(), b: list(2, RM) }, { b: [1] }),
];
// @ts-expect-error a start that is no field
record({ a: bool() }, { b: true });
// @ts-expect-error a union of something else
union(bool());

// -------------------------------------------------------------------------------------------------------------- params

const p = params({ kernel: oneOf("5.17", "6.0", "6.1"), cancellers: int(0, 3, 1), retry: bool() }, (given) => ({
  retry: since(given.kernel, "6.1"),
  fixed: since(given.kernel, "6.0"),
}));
const equalParams: Equal<
  typeof p,
  {
    readonly kernel: "5.17" | "6.0" | "6.1";
    readonly cancellers: number;
    readonly retry: boolean;
    readonly fixed: boolean;
  }
> = true;
const { wakes } = params({ wakes: list(4, oneOf("IN", "OUT"), ["IN", "OUT"]) });
expectType<BoundedList<"IN" | "OUT">>()(wakes);
// @ts-expect-error no such version
since(p.kernel, "6.2");
// @ts-expect-error parameters are constants
p.cancellers = 2;

// --------------------------------------------------------------------------------------------------------------- steps

export function* worker(self: number): Generator<string, void, undefined> {
  yield "wait";
  when(s.refs > 0 && s.sent.has({ kind: "prepared", rm: self }));
  // A guard is no assertion: the field is not narrowed to what it was compared with.
  when(s.tm === "init");
  expectType<"init" | "committed" | "aborted">()(s.tm);
  assert(s.tm === "init", "no assertion signature either");
  expectType<"init" | "committed" | "aborted">()(s.tm);
  when(s.refs & 1);
  if (s.tm !== "init") return;
  yield "go on";
  // @ts-expect-error TypeScript still believes that it is "init"
  when(s.tm === "committed");
  when(load(s.tm) === "committed");
  expectType<number>()(load(s.refs));
  optional();
  const r = choose(int(0, 7));
  expectType<number>()(r);
  expectType<number>()(choose([1, 2]));
  expectType<"a" | "b">()(choose(["a", "b"]));
  expectType<boolean>()(choose([true, false]));
  expectType<Message>()(choose(s.sent));
  expectType<Message>()(choose(s.queue));
  expectType<"a" | "b">()(choose(s.rm));
  expectType<"x" | "y">()(choose(oneOf("x", "y")));
  const phase: "one" | "two" = s.ok ? "one" : s.refs > 3 ? "two" : disabled();
  note("phase", phase);
  // @ts-expect-error a condition is no string
  when("yes");
}

function* alone() {
  while (true) {
    yield "turn";
    s.refs--;
  }
}

function hear(rm: number, phase: "a" | "b"): void {
  s.rm[rm] = phase;
}

// -------------------------------------------------------------------------------------------------------------- specs

const definition = spec("types", {
  processes: { alone, worker: each(worker, p.cancellers) },
  actions: { hear: each(hear, RM, oneOf("a", "b")), tick: () => void s.refs++ },
  init: () => {
    s.refs = choose(int(0, 7));
  },
  always: {
    bounded: () => s.refs < 7 && at(worker, "wait") <= 1 && !at(worker, 0, "wait"),
    flagged: () => s.refs & 1,
  },
  quiescent: { ended: () => ended(worker) === p.cancellers && !ended(worker, 0) },
  reachable: { moved: () => enabled(worker, "wait") + enabled(hear) > 0 && enabled(worker, 1, "wait") },
  step: { grows: () => !by(worker, "wait") || by(worker, 0) || by(worker, 0, "go on") || s.refs >= old(() => s.refs) },
  within: () => s.refs < 5,
  mayEnd: true,
  scenarios: {
    fine: { set: { cancellers: 0, kernel: "6.0" }, check: ["bounded", "ended"], expect: "holds", states: 10 },
    broken: { expect: { violates: "grows" }, steps: 3, slow: true },
    stuck: { expect: "deadlocks" },
    failing: { expect: { fails: "go on" } },
  },
});
const equalDefinitions: Equal<typeof definition, Definition> = true;

spec("refused by its types", {
  processes: {
    // @ts-expect-error a function with a parameter needs `each`
    worker,
    // @ts-expect-error a process is a generator
    plain: () => {},
  },
});
// @ts-expect-error a misspelt key
spec("misspelt key", { actions: { tick: () => {} }, alwyas: {} });
spec("misspelt properties", {
  actions: { tick: () => {} },
  always: { bounded: () => true },
  // @ts-expect-error there is no such property
  scenarios: { fine: { check: ["bonded"], expect: "holds" } },
});
// @ts-expect-error the function takes a number, not a boolean
each(worker, bool());
// @ts-expect-error one domain too few
each(hear, RM);

export const checked: readonly true[] = [equalMessages, equalShared, equalParams, equalDefinitions];

// ------------------------------------------------------------------------------------------- temporal and fairness

function* temporalWorker(self: number) {
  yield "work";
  note("self", self);
}
function temporalAction() {}

spec("temporal", {
  processes: { temporalWorker: strong(each(temporalWorker, 2), (i: number) => i === 0) },
  actions: { temporalAction: weak(temporalAction) },
  temporal: {
    done: leadsTo(taken(temporalWorker, 0, "work"), () => ended(temporalWorker) > 0),
    ends: and(
      terminates(),
      not(
        until(
          () => true,
          always(() => 0),
        ),
      ),
    ),
  },
  scenarios: {
    a: { check: ["done"], expect: { violates: "done" } },
    // @ts-expect-error: no such property
    b: { expect: { violates: "gone" } },
  },
});
// @ts-expect-error: a formula, not a condition
spec("condition", { processes: { p: unfair(each(temporalWorker, 1)) }, temporal: { bad: () => true } });
// @ts-expect-error: a condition has no parameters
eventually((n: number) => n > 0);
