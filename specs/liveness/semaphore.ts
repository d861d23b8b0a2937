// Two workers and one lock that is free for a moment between any two holders. Whoever waits could take it again and again,
// and never for good: weak fairness lets a worker wait for ever, strong fairness does not. The textbook case of the difference
// (Lamport, Specifying Systems, 8.5).

import { at, bool, each, int, leadsTo, params, shared, spec, strong, when } from "allways";

const { fairness } = params({ fairness: int(1, 2) });
const s = shared({ held: bool() });

function* worker() {
  while (true) {
    yield "wait";
    when(!s.held);
    s.held = true;

    yield "leave";
    s.held = false;
  }
}

const workers = each(worker, 2);

export default spec("a lock, weakly and strongly fair", {
  processes: { worker: fairness === 2 ? strong(workers) : workers },
  always: { "one holds it": () => at(worker, "leave") <= 1 },
  temporal: {
    "0 enters": leadsTo(
      () => at(worker, 0, "wait"),
      () => at(worker, 0, "leave"),
    ),
    "it is given back": leadsTo(
      () => s.held,
      () => !s.held,
    ),
  },
  scenarios: {
    weak: { expect: { violates: "0 enters" }, states: 3 },
    strong: { set: { fairness: 2 }, expect: "holds", states: 3 },
  },
});
