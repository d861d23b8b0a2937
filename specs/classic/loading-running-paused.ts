// Two processes, each loading, then running and paused in turn (a test of stateright's depth-first search): 9 distinct
// states, 19 generated, depth 5.

import { at, each, spec } from "allways";

function* process() {
  yield "loading";
  while (true) {
    yield "running";

    yield "paused";
  }
}

export default spec("loading, running, paused", {
  processes: { process: each(process, 2) },
  reachable: { "both paused": () => at(process, "paused") === 2 },
  scenarios: { "two processes": { expect: "holds", states: 9 } },
});
