import { bool, int, oneOf, record, same, shared, spec } from "allways";

const s = shared({
  n: int(0, 3),
  b: bool(),
  phase: oneOf("idle", "committed"),
  r: record({ x: int(0, 3) }),
  q: record({ x: int(0, 3) }),
});

function* p() {
  yield "go";
  if (s.phase === "comited") s.n = 1;
  if ("comited" !== s.phase) s.n = 1;
  if (s.n === 4) s.n = 1;
  if (s.r === s.q) s.n = 1;
  if (s.r !== { x: 1 }) s.n = 1;
  if (s.n === s.b) s.n = 1;
  if (s.n === "1") s.n = 1;
  if (s.n === null) s.n = 1;
  if (s.n == 1) s.n = 1;
  if (s.n != 1) s.n = 1;
  if (same(s.n, 1)) s.n = 1;
  if (same(s.r)) s.n = 1;
  if (same({ x: 1 }, { x: 1 })) s.n = 1;
  switch (s.phase) {
    case "idle":
      s.n = 1;
      break;
    case "comitted":
      s.n = 2;
  }
}

export default spec("refused", { processes: { p } });
