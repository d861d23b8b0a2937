import { int, optional, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "take the lock";
  s.x++;
}

export default spec("refused", {
  processes: { p },
  actions: { tick: () => optional(s.x < 0) },
  scenarios: {
    one: { expect: { fails: "take teh lock" } },
    two: { expect: { fails: "tick" } },
    three: { expect: { fails: "take the lock" } },
  },
});
