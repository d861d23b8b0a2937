// Lamport's bakery ("A New Solution of Dijkstra's Concurrent Programming Problem", CACM 17, 1974): everyone draws a
// number larger than all in sight, and waits for those with a smaller one; of equal numbers the lower process goes
// first. While one is `choosing` the others wait, because it may have read an old number of theirs. One step per
// access; a process reads its own number, which nobody else writes, at no cost. Numbers have no bound, the model has:
// `largest`. Three customers and numbers to 4: 12342 distinct, 29720 generated, depth 76.
//
// `withoutChoosing` does not wait for those who draw, `withoutTieBreak` lets equals in together.

import { array, at, bool, each, int, optional, params, shared, spec, when } from "allways";

const { customers, largest, withoutChoosing, withoutTieBreak } = params({
  customers: int(2, 3, 2),
  largest: int(1, 8, 4),
  withoutChoosing: bool(),
  withoutTieBreak: bool(),
});

const EVERYBODY = Array.from({ length: customers }, (_, i) => i);
const OTHERS = EVERYBODY.map((self) => EVERYBODY.filter((other) => other !== self));

const bakery = shared({
  choosing: array(customers, bool()),
  number: array(customers, int(0, largest + 1)), // 0: not interested
});

function isBefore(other: number, self: number): boolean {
  const [mine, theirs] = [bakery.number[self], bakery.number[other]];
  return theirs !== 0 && (theirs < mine || (theirs === mine && other < self && !withoutTieBreak));
}

function* draw(self: number) {
  let maximum = 0;
  for (const other of OTHERS[self]) {
    yield "read a number";
    maximum = Math.max(maximum, bakery.number[other]);
  }

  yield "draw";
  bakery.number[self] = maximum + 1;
}

function* customer(self: number) {
  while (true) {
    yield "start choosing";
    optional();
    bakery.choosing[self] = true;

    yield* draw(self);

    yield "end choosing";
    bakery.choosing[self] = false;

    for (const other of OTHERS[self]) {
      if (!withoutChoosing) {
        yield "await their choice";
        when(!bakery.choosing[other]);
      }

      yield "await my turn";
      when(!isBefore(other, self));
    }

    yield "cs";
    bakery.number[self] = 0;
  }
}

export default spec("Lamport's bakery", {
  processes: { customer: each(customer, customers) },
  within: () => bakery.number.every((drawn) => drawn <= largest),
  always: { "mutual exclusion": () => at(customer, "cs") <= 1 },
  reachable: { "the last enters": () => at(customer, customers - 1, "cs") },
  scenarios: {
    "two customers": { expect: "holds", states: 268 },
    "three customers": { set: { customers: 3 }, expect: "holds", states: 12342 },
    "without choosing": {
      set: { withoutChoosing: true },
      expect: { violates: "mutual exclusion" },
      states: 66,
      steps: 10,
    },
    "without tie break": {
      set: { withoutTieBreak: true },
      expect: { violates: "mutual exclusion" },
      states: 91,
      steps: 12,
    },
  },
});
