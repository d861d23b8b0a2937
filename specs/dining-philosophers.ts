// Dijkstra's dining philosophers. Each takes the left fork, then the right one, eats, and puts both down in one step. When
// all hold their left fork nobody can go on: the one deadlock, after as many steps as there are philosophers. If the last
// one reaches for the right fork first (`reversed`), there is none.

import { array, at, bool, each, int, params, shared, spec, when } from "allways";

const { philosophers, reversed, mayDeadlock } = params({
  philosophers: int(2, 8, 3),
  reversed: bool(),
  mayDeadlock: bool(), // do not report the deadlock, so that the whole graph is counted
});

const table = shared({ taken: array(philosophers, bool()) });

function* philosopher(self: number) {
  const next = (self + 1) % philosophers;
  const turned = reversed && self === philosophers - 1;
  const first = turned ? next : self;
  const second = turned ? self : next;
  while (true) {
    yield "think";
    when(!table.taken[first]);
    table.taken[first] = true;

    yield "take the other fork";
    when(!table.taken[second]);
    table.taken[second] = true;

    yield "eat";
    table.taken[first] = false;
    table.taken[second] = false;
  }
}

export default spec("dining philosophers", {
  processes: { philosopher: each(philosopher, philosophers) },
  always: { "neighbours do not eat together": () => at(philosopher, "eat") <= Math.trunc(philosophers / 2) },
  ...(mayDeadlock ? { mayEnd: true as const } : {}),
  scenarios: {
    "two deadlock": { set: { philosophers: 2 }, expect: "deadlocks", steps: 2 },
    "three deadlock": { expect: "deadlocks", steps: 3 },
    "eight deadlock": { set: { philosophers: 8 }, expect: "deadlocks", steps: 8 },

    "all states of two": { set: { philosophers: 2, mayDeadlock: true }, expect: "holds", states: 6 },
    "all states of three": { set: { philosophers: 3, mayDeadlock: true }, expect: "holds", states: 14 },
    "all states of four": { set: { philosophers: 4, mayDeadlock: true }, expect: "holds", states: 34 },
    "all states of five": { set: { philosophers: 5, mayDeadlock: true }, expect: "holds", states: 82 },
    "all states of six": { set: { philosophers: 6, mayDeadlock: true }, expect: "holds", states: 198 },
    "all states of seven": { set: { philosophers: 7, mayDeadlock: true }, expect: "holds", states: 478 },
    "all states of eight": { set: { philosophers: 8, mayDeadlock: true }, expect: "holds", states: 1154 },

    "two, one reversed": { set: { philosophers: 2, reversed: true }, expect: "holds", states: 5 },
    "three, one reversed": { set: { philosophers: 3, reversed: true }, expect: "holds", states: 12 },
    "four, one reversed": { set: { philosophers: 4, reversed: true }, expect: "holds", states: 29 },
    "five, one reversed": { set: { philosophers: 5, reversed: true }, expect: "holds", states: 70 },
    "six, one reversed": { set: { philosophers: 6, reversed: true }, expect: "holds", states: 169 },
    "seven, one reversed": { set: { philosophers: 7, reversed: true }, expect: "holds", states: 408 },
    "eight, one reversed": { set: { philosophers: 8, reversed: true }, expect: "holds", states: 985 },
  },
});
