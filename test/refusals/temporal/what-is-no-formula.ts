// What stands under `temporal` is made by eventually, leadsTo and their like.
import { eventually, int, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* worker() {
  yield "work";
  s.n = 1;
}

export default spec("no formulas", {
  processes: { worker },
  temporal: {
    "a condition": (() => s.n > 0) as never,
    "": eventually(() => s.n > 0),
  },
});
