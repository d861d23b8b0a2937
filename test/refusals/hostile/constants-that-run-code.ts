import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const trap = new Proxy({ a: 1 }, {
  get() {
    throw new Error("looked at");
  },
});

function* p() {
  yield "go";
  s.x = trap.a;
}

export default spec("refused", { processes: { p } });
