// Dijkstra's philosophers, and who gets to eat. If each takes the left fork first, all may end up holding it: the run stays
// there, and nobody eats. If the last one reaches for the right fork first, somebody always eats in the end, whatever the
// fairness. A hungry one may still starve under weak fairness, since a fork is free again and again and never for good; under
// strong fairness everybody eats (Manna and Pnueli, Temporal Verification of Reactive Systems: with semaphores for forks it
// takes compassion). That one left fork for all is not enough is Lehmann and Rabin, POPL 1981.

import { array, at, bool, each, int, leadsTo, optional, params, shared, spec, strong, when } from "allways";

const { philosophers, reversed, isStrong } = params({
  philosophers: int(2, 5, 3),
  reversed: bool(true),
  isStrong: bool(),
});

const table = shared({ taken: array(philosophers, bool()) });

function* philosopher(self: number) {
  const next = (self + 1) % philosophers;
  const turned = reversed && self === philosophers - 1;
  const first = turned ? next : self;
  const second = turned ? self : next;
  while (true) {
    yield "think";
    optional(); // one may think for ever

    yield "take a fork";
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

const all = each(philosopher, philosophers);

export default spec("dining philosophers, and who eats", {
  processes: { philosopher: isStrong ? strong(all) : all },
  mayEnd: true,
  temporal: {
    "somebody eats": leadsTo(
      () => at(philosopher, "take a fork") + at(philosopher, "take the other fork") > 0,
      () => at(philosopher, "eat") > 0,
    ),
    "who is hungry eats": leadsTo(
      () => at(philosopher, 0, "take a fork"),
      () => at(philosopher, 0, "eat"),
    ),
  },
  scenarios: {
    "all left-handed": { set: { reversed: false, isStrong: true }, expect: { violates: "somebody eats" }, steps: 6 },
    "one right-handed": { check: ["somebody eats"], expect: "holds" },
    "one right-handed, weakly fair": { expect: { violates: "who is hungry eats" } },
    "one right-handed, strongly fair": { set: { isStrong: true }, expect: "holds" },
    "five, one right-handed, strongly fair": { set: { philosophers: 5, isStrong: true }, expect: "holds" },
    "five, one right-handed, weakly fair": { set: { philosophers: 5 }, expect: { violates: "who is hungry eats" } },
  },
});
