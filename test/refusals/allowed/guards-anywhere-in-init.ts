import { array, choose, int, shared, spec, when } from "allways";

const N = 3;
const s = shared({ ids: array(N, int(0, N - 1)), done: int(0, 1) });

/** Any permutation: guards stand in loops and after writes. */
function init() {
  for (let i = 0; i < N; i++) {
    const id = choose(int(0, N - 1));
    for (let j = 0; j < i; j++) when(s.ids[j] !== id);
    s.ids[i] = id;
  }
}

function* p() {
  yield "finish";
  s.done = 1;
}

export default spec("allowed", { init, processes: { p } });
