// Two bytes that count up and wrap round, and the question whether 2x + 4y = 7 modulo 256 ever holds (stateright's
// model LinearEquation). It cannot, the left side being even, and only the whole graph shows it: 65536 distinct
// states, 131073 generated, depth 511, no witness. With 2x + 5y (`solvable`) there is one.

import { bool, int, params, shared, spec } from "allways";

const { solvable } = params({ solvable: bool() });

const s = shared({ x: int(0, 255), y: int(0, 255) });

function incrementX() {
  s.x = (s.x + 1) % 256;
}

function incrementY() {
  s.y = (s.y + 1) % 256;
}

export default spec("linear equation", {
  actions: { incrementX, incrementY },
  reachable: { "2x + 4y = 7": () => (2 * s.x + (solvable ? 5 : 4) * s.y) % 256 === 7 },
  scenarios: {
    "no solution": { expect: { violates: "2x + 4y = 7" }, states: 65536 },
    "2x + 5y = 7": { set: { solvable: true }, expect: "holds", states: 65536 },
  },
});
