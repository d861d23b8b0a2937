// What random specs have found, each as small as it got. The author's functions, the interpreter and the compiled program
// must agree on all of it; the line says distinct / generated / depth, and how many outcomes were compared.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";

const folder = mkdtempSync(join(tmpdir(), "allways-"));
let count = 0;

/** Compares a spec, given without its imports. */
async function agreed(text: string): Promise<string> {
  const names = [
    ...new Set(
      text.match(
        /\b(array|assert|at|bool|choose|copy|each|enabled|idleUntil|int|list|local|map|note|old|oneOf|optional|record|same|set|shared|spec|union|when)\b(?=\()/g,
      ),
    ),
  ];
  const result = await compare(folder, `s${count++}.ts`, `import { ${names.join(", ")} } from "allways";\n${text}`);
  if (result.kind === "refused") return result.message.replace(/^.*\//, "");
  if (result.kind !== "compared") return result.kind;
  const { distinct, generated, depth, compared, findings } = result.lockstep;
  const outcomes = Object.entries(compared).flatMap(([kind, n]) => (n > 0 ? [`${n} ${kind}`] : []));
  return [`${distinct} / ${generated} / ${depth}`, outcomes.join(", "), ...findings.keys()].join("; ");
}

test("a field that several variants have is written where the present one keeps it", async () => {
  expect(
    await agreed(`
      const Letter = union(
        record({ kind: "a", to: oneOf("x", "y"), log: list(2, bool()) }),
        record({ kind: "b", to: oneOf("x", "y"), log: list(2, bool()) }),
      );
      const s = shared({ letter: Letter });
      function send() {
        if (choose([true, false])) s.letter = { kind: "a", to: "x", log: [] };
        else s.letter = { kind: "b", to: "x", log: [true] };
      }
      function forward() {
        s.letter.to = "y";
        if (s.letter.log.length < 2) s.letter.log.push(s.letter.kind === "a");
        else s.letter.log[0] = !s.letter.log[0];
      }
      export default spec("letters", { actions: { send, forward } });
    `),
  ).toMatchInlineSnapshot(`"7 / 22 / 4; 39 moved"`);
});

test("the registers of one step are not another's, whatever they hold", async () => {
  expect(
    await agreed(`
      const Items = list(2, int(0, 1));
      const Both = union(record({ kind: "a", x: Items }), record({ kind: "b", x: Items }));
      const s = shared({ both: Both, on: bool() });
      function* wait() {
        s.on = !s.on;
        yield "waiting";
        return s.on;
      }
      function* process() {
        yield "start";
        optional(s.both.x.length === 0);
        while (yield* wait()) {}
      }
      export default spec("registers", { processes: { process: each(process, 2) } });
    `),
  ).toMatchInlineSnapshot(`"14 / 21 / 5; 28 moved"`);
});

test("an assignment is worth its right side, strings and composites too", async () => {
  expect(
    await agreed(`
      const Pair = record({ x: int(0, 2), y: int(0, 2, 1) });
      const s = shared({ a: Pair, b: Pair, hues: array(2, oneOf("red", "green")) });
      function chain() {
        s.hues[0] = s.hues[1] = s.hues[0] === "red" ? "green" : "red";
        s.a = s.b = { x: s.b.y, y: s.b.x };
      }
      export default spec("chains", { actions: { chain } });
    `),
  ).toMatchInlineSnapshot(`"2 / 3 / 2; 3 moved"`);
});

test("a target is looked for after the right side: choosing from an empty list disables before the index fails", async () => {
  expect(
    await agreed(`
      const s = shared({ queue: list(2, bool()), grown: list(2, int(0, 3)) });
      function rotate() {
        s.queue[0] = choose(s.queue);
      }
      function grow() {
        s.grown[0] = s.grown.push(1);
      }
      export default spec("targets", { actions: { rotate, grow } });
    `),
  ).toMatchInlineSnapshot(`"3 / 4 / 3; 2 moved, 3 disabled, 1 failed; error 1"`);
});

test("arguments are evaluated before a method looks at its object, and the object was named before them", async () => {
  expect(
    await agreed(`
      const s = shared({ rows: array(2, list(2, int(0, 1))), i: int(0, 1), seen: bool() });
      function flip(): number {
        s.i = 1 - s.i;
        if (s.rows[0].length < 2) s.rows[0].push(s.i);
        return s.i;
      }
      function look() {
        s.seen = s.rows[0].includes(flip());
      }
      function put() {
        if (s.rows[s.i].length < 1) s.rows[s.i].push(flip());
      }
      function reset() {
        s.rows[0].clear();
        s.rows[1].clear();
      }
      export default spec("arguments", { actions: { look, put, reset } });
    `),
  ).toMatchInlineSnapshot(`"22 / 67 / 6; 159 moved"`);
});

test("what is only compared may lie outside the domain", async () => {
  expect(
    await agreed(`
      const Pair = record({ x: int(0, 2), y: bool() });
      const s = shared({ pairs: array(2, Pair), held: set(Pair), named: map(Pair, bool()), n: int(0, 4) });
      function next() {
        s.n = (s.n + 1) % 5;
        s.pairs[0].y = s.pairs.includes({ x: s.n, y: false }) || s.held.has({ x: s.n, y: true });
        s.pairs[1].y = same(s.pairs[0], { x: s.n, y: s.pairs[0].y });
        if (s.n < 3) s.held.add({ x: s.n, y: true });
        s.held.delete({ x: s.n + 2, y: true });
        s.named.delete({ x: s.n + 2, y: true });
      }
      function get() {
        s.pairs[0].y = s.named.get({ x: s.n, y: false });
      }
      export default spec("comparisons", { actions: { next, get } });
    `),
  ).toMatchInlineSnapshot(`"10 / 21 / 10; 11 moved, 11 failed; error 0"`);
});

test("a callback may fail for every element", async () => {
  expect(
    await agreed(`
      const Either = union(record({ kind: "a", x: bool() }), record({ kind: "b", y: bool() }));
      const s = shared({ one: Either, all: array(2, Either) });
      function ask() {
        s.one = { kind: "a", x: true };
        if (s.all.some(() => s.one.y)) s.one = { kind: "b", y: true };
      }
      export default spec("failures", { actions: { ask } });
    `),
  ).toMatchInlineSnapshot(`"1 / 2 / 1; 1 failed; error 0"`);
});

test("a literal that reads the place it is assigned to reads it as it was", async () => {
  expect(
    await agreed(`
      const Pair = record({ x: int(0, 2), y: int(0, 2, 1) });
      const s = shared({ pair: Pair, pairs: array(2, record({ x: int(0, 1), to: Pair })), same: bool() });
      function swap() {
        s.pair = { x: s.pair.y, y: s.pair.x };
        s.pairs[s.pairs[0].x] = { x: 1 - s.pairs[0].x, to: { x: s.pairs[0].to.y, y: s.pairs[1].to.x } };
        s.pairs[1].to = s.pairs[1].x > 0 ? s.pairs[0].to : s.pairs[1].to;
      }
      export default spec("swaps", { actions: { swap } });
    `),
  ).toMatchInlineSnapshot(`"4 / 5 / 4; 5 moved"`);
});

test("an assignment through an index that it changes is worth what was written", async () => {
  expect(
    await agreed(`
      const s = shared({ next: array(3, int(0, 2, 1)), last: int(0, 3) });
      function follow() {
        s.last = s.next[s.next[1]] = (s.next[0] + 1) % 3;
        s.next[0] = (s.next[0] + 1) % 3;
      }
      export default spec("indices", { actions: { follow } });
    `),
  ).toMatchInlineSnapshot(`"5 / 6 / 5; 6 moved"`);
});

test("a process whose setup fails is refused", async () => {
  expect(
    await agreed(`
      const SIZES = [1, 2];
      const s = shared({ n: int(0, 3) });
      function* grow(self: number) {
        const by = SIZES[self + 1];
        yield "grow";
        s.n = by;
      }
      export default spec("setup", { processes: { grow: each(grow, 2) } });
    `),
  ).toMatchInlineSnapshot(`
    "s9.ts:6:26: error: grow[1] fails before its first yield: index 2 is outside SIZES, whose length is 2
       6 |         const by = SIZES[self + 1];
         |                          ^^^^^^^^
    hint: what stands before the first yield depends on constants, parameters and self alone"
  `);
});

test("which steps were enabled before is not known", async () => {
  expect(
    await agreed(`
      function* wait() {
        yield "waiting";
      }
      export default spec("before", { processes: { wait }, step: { was: () => old(() => enabled(wait) > 0) } });
    `),
  ).toMatchInlineSnapshot(`
    "s10.ts:6:89: error: enabled() inside old()
       6 | ...sses: { wait }, step: { was: () => old(() => enabled(wait) > 0) } });
         |                                                 ^^^^^^^^^^^^^
    hint: ask where processes stood before the step: old(() => at(fn, …))"
  `);
});

test("a case may change what the switch is about: the switch goes by what it was", async () => {
  expect(
    await agreed(`
      const s = shared({ n: int(-1, 2), met: int(0, 3) });
      function meet() {
        switch (s.n) {
          case (s.n = (s.n + 2) % 3):
            s.met = 1;
            break;
          case 2:
            s.met = 2;
            break;
          default:
            s.met = 3;
        }
      }
      export default spec("switches", { actions: { meet } });
    `),
  ).toMatchInlineSnapshot(`"5 / 6 / 5; 6 moved"`);
});

test("a literal on one branch is a value of the other's domain, with effects on the way too", async () => {
  expect(
    await agreed(`
      const Hues = list(2, oneOf("red", "green"));
      const s = shared({ hues: Hues, other: Hues, turn: int(0, 3) });
      function paint() {
        s.turn = (s.turn + 1) % 4;
        s.hues = s.turn === 0 ? (s.other = []) : s.turn === 1 ? s.other : (s.other = ["green"]);
      }
      export default spec("branches", { actions: { paint } });
    `),
  ).toMatchInlineSnapshot(`"4 / 5 / 4; 5 moved"`);
});

test("a list that is assigned twice over keeps its bound, and a loop over it ends", async () => {
  expect(
    await agreed(`
      const s = shared({ queue: list(3, bool(), [true, false]), other: list(3, bool()), n: int(0, 9) });
      function again() {
        for (const each of s.queue) {
          s.n = (s.n + 1) % 10;
          s.other = (s.queue = copy(s.queue));
        }
      }
      export default spec("bounds", { actions: { again } });
    `),
  ).toMatchInlineSnapshot(`"6 / 7 / 6; 7 moved"`);
});

test("nothing of a callback is left after what always fails in it", async () => {
  expect(
    await agreed(`
      const s = shared({ flags: array(2, bool()), at: int(-1, 1, 0) });
      function* find() {
        yield "find";
        s.at = s.flags.findIndex(() => s.flags[2]);
      }
      export default spec("dead code", { processes: { find } });
    `),
  ).toMatchInlineSnapshot(`"1 / 2 / 1; 1 failed; error 0"`);
});

test("what JavaScript does not notice is no contradiction: divisions by zero, constant tables, scalar locals", async () => {
  const one = (step: string): Promise<string> =>
    agreed(`
      const TABLE = [1, 2];
      const s = shared({ n: int(0, 3), on: bool() });
      function* fail() {
        yield "count";
        s.n++;
        yield "fail";
        ${step}
      }
      export default spec("unnoticed", { processes: { fail }, always: { divisible: () => Math.trunc(1 / (s.n - 2)) < 1 } });
    `);
  expect(
    [
      await one("s.n = 3 % (s.n - 1);"),
      await one("s.on = TABLE[s.n + 1] > 1;"),
      await one("let v = local(int(0, 1)); v = s.n + 1; s.on = v > 0;"),
      await one("s.n++;"),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    "2 / 3 / 2; 1 moved, 1 failed; error 1
    2 / 3 / 2; 1 moved, 1 failed; error 1
    2 / 3 / 2; 1 moved, 1 failed; error 1
    3 / 3 / 3; 2 moved; error 2 in divisible"
  `);
});

test("a note of −0 is a note of 0", async () => {
  expect(
    await agreed(`
      const s = shared({ x: int(0, 1) });
      function look() {
        note("half", Math.trunc(s.x / -2));
      }
      export default spec("zero", { actions: { look }, step: { never: () => false } });
    `),
  ).toMatchInlineSnapshot(`"1 / 2 / 1; 2 moved; step never"`);
});

test("a guard may ask a helper that counts with variables of its own", async () => {
  expect(
    await agreed(`
      const NODE = int(0, 2);
      const s = shared({ next: array(3, NODE, [1, 2, 0]), on: array(3, bool()) });
      function on() {
        let n = 0;
        for (const b of s.on) if (b) n++;
        return n;
      }
      function reaches(from: number, to: number) {
        const seen = local(set(NODE));
        let at = from;
        for (let i = 0; i < 3; i++) {
          seen.add(at);
          at = s.next[at];
        }
        return seen.has(to);
      }
      function* turn(self: number) {
        yield "on";
        const before = on();
        when(reaches(self, 2) && on() === before);
        s.on[self] = true;
        yield "cut";
        idleUntil(on() > 1);
        s.next[self] = self;
      }
      export default spec("ring", {
        processes: { turn: each(turn, 3) },
        always: { one: () => enabled(turn) + on() > 0 },
      });
    `),
  ).toMatchInlineSnapshot(`"24 / 44 / 7; 75 moved, 6 disabled; deadlock"`);
});

test("a spec whose processes have no instances has nothing to wait for", async () => {
  expect(
    await agreed(`
      const s = shared({ x: int(0, 1) });
      function* p(self: number) {
        yield "go";
        s.x = self;
      }
      export default spec("nobody", { processes: { p: each(p, 0) }, quiescent: { still: () => s.x === 0 } });
    `),
  ).toMatchInlineSnapshot(`"1 / 1 / 1; "`);
});

test("a step that divides by zero is enabled, whatever JavaScript makes of it", async () => {
  expect(
    await agreed(`
      const s = shared({ x: int(0, 2), y: int(0, 2) });
      function half() {
        const rest = 1 % s.x;
        when(s.y > rest);
      }
      export default spec("halves", { actions: { half }, always: { never: () => enabled(half) === 0 } });
    `),
  ).toMatchInlineSnapshot(`"1 / 2 / 1; 1 failed; always never; error 0"`);
});
