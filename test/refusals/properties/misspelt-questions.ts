import { at, by, each, enabled, ended, spec } from "allways";

function* put() {
  yield "mark cancelled";
  yield "put";
}

function* p() {
  yield "mark";
  yield* put();
}

export default spec("refused", {
  processes: { p: each(p, 2) },
  always: {
    a: () => at(p, "makr") === 0,
    b: () => at(p, 1, "puut"),
    c: () => at(put, "mark canceled") === 0,
    d: () => enabled(p, "nothing like it") === 0,
    e: () => ended(pp) === 0,
  },
  step: { f: () => by(p, "mrak"), g: () => by(put, 0, "putt") },
});
