// Dekker's lock, the first for two processes with nothing but reads and writes (Dijkstra, EWD 123, "Cooperating
// sequential processes", 1965). Whoever finds the other's flag up lets `turn` decide who takes the own one down again
// for a while. One step per access to shared memory; waiting for a value is one step that is possible when it is
// there. Nobody has to enter. 100 distinct states, 177 generated, depth 18.
//
// `lookBeforeRaising` reads the other's flag before raising its own, and both may enter. `keepFlag` does not give way,
// and `keepTurn` does not pass the turn on: both wait for ever.

import { array, at, bool, each, int, optional, params, shared, spec, when } from "allways";

const { lookBeforeRaising, keepFlag, keepTurn } = params({
  lookBeforeRaising: bool(),
  keepFlag: bool(),
  keepTurn: bool(),
});

const lock = shared({ flag: array(2, bool()), turn: int(0, 1) });

/** Raises the own flag and says whether the other's is up. */
function* announce(self: number, other: number) {
  yield "first access";
  optional();
  let contended = lock.flag[other];
  if (!lookBeforeRaising) lock.flag[self] = true;

  yield "second access";
  if (lookBeforeRaising) lock.flag[self] = true;
  else contended = lock.flag[other];
  return contended;
}

function* dekker(self: number) {
  const other = 1 - self;
  while (true) {
    if (yield* announce(self, other)) {
      yield "look at turn";
      if (lock.turn !== self) {
        if (!keepFlag) {
          yield "lower flag";
          lock.flag[self] = false;
        }

        yield "await turn";
        when(lock.turn === self);

        yield "raise flag again";
        lock.flag[self] = true;
      }

      yield "await the other's flag";
      when(!lock.flag[other]);
    }

    yield "cs";
    if (!keepTurn) lock.turn = other;

    yield "leave";
    lock.flag[self] = false;
  }
}

export default spec("Dekker's lock", {
  processes: { dekker: each(dekker, 2) },
  always: { "mutual exclusion": () => at(dekker, "cs") <= 1 },
  reachable: {
    "the first enters": () => at(dekker, 0, "cs"),
    "the second enters": () => at(dekker, 1, "cs"),
  },
  scenarios: {
    "two processes": { expect: "holds", states: 100 },
    "look before raising": {
      set: { lookBeforeRaising: true },
      expect: { violates: "mutual exclusion" },
      states: 20,
      steps: 4,
    },
    "keep flag": { set: { keepFlag: true }, expect: "deadlocks", states: 37, steps: 6 },
    "keep turn": { set: { keepTurn: true }, expect: "deadlocks", states: 38, steps: 8 },
  },
});
