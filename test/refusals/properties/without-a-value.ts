import { int, oneOf, shared, spec } from "allways";

const s = shared({ x: int(0, 3), word: oneOf("a", "b") });

function* p() {
  yield "go";
}

export default spec("refused", {
  processes: { p },
  always: {
    "returns nothing": () => {
      s.x > 1;
    },
    "returns sometimes": () => {
      if (s.x > 1) return true;
    },
    "returns a string": () => s.word,
    "is a record": () => s,
  },
});
