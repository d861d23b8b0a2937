import { choose, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  const first = choose([1, 2]);
  yield "go";
  s.x = 1;
}

export default spec("refused", {
  processes: { p },
  always: { "is some": () => choose([true, false]) },
  within: () => choose(int(0, 3)) > 1,
});
