import { each, infinitelyOften, int, shared, spec, taken } from "allways";

const s = shared({ n: int(0, 1) });

function* worker() {
  while (true) {
    yield "flip";
    s.n = 1 - s.n;
  }
}

export default spec("a step of nobody", {
  processes: { worker: each(worker, 2) },
  temporal: {
    "the third": infinitelyOften(taken(worker, 2)),
    "the fourth, from its label": infinitelyOften(taken(worker, 3, "flip")),
  },
});
