// The towers of Hanoi (Lucas, 1883): move the tower from the first peg to the last, one disk at a time, never a larger
// one onto a smaller one. Every arrangement of n disks is reached: 3^n distinct states. The solution is the
// counterexample to "the tower is not there yet": 2^n − 1 moves, the depth 2^n.

import { array, each, int, params, shared, spec, when } from "allways";

const { disks } = params({ disks: int(1, 10, 3) });

const PEG = int(0, 2);

const s = shared({ on: array(disks, PEG) }); // by disk, the smallest first: the peg it is on

/** The smallest disk on a peg; none: larger than every disk. */
function top(peg: number): number {
  const disk = s.on.indexOf(peg);
  return disk < 0 ? disks : disk;
}

function move(from: number, to: number) {
  when(top(from) < top(to));
  s.on[top(from)] = to;
}

export default spec("towers of Hanoi", {
  actions: { move: each(move, PEG, PEG) },
  always: {
    "a peg each": () => s.on.every((peg) => peg <= 2),
    "the tower is not there yet": () => !s.on.every((peg) => peg === 2),
  },
  scenarios: {
    "one disk": { set: { disks: 1 }, expect: { violates: "the tower is not there yet" }, states: 3, steps: 1 },
    "three disks": { expect: { violates: "the tower is not there yet" }, states: 27, steps: 7 },
    "ten disks": {
      set: { disks: 10 },
      expect: { violates: "the tower is not there yet" },
      states: 59049,
      steps: 1023,
    },
    "all arrangements of six": { set: { disks: 6 }, check: ["a peg each"], expect: "holds", states: 729 },
  },
});
