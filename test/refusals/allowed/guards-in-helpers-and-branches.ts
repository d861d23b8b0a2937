import { bool, choose, disabled, idleUntil, int, optional, shared, spec, when } from "allways";

const s = shared({ b: bool(), x: int(0, 3) });

const ready = () => when(s.b);

function free(n: number) {
  if (s.x > n) when(s.b);
  else idleUntil(!s.b);
}

function* p() {
  yield "go";
  ready();
  const n = choose(int(0, 3));
  free(n);
  if (s.x === 3) disabled();
  s.x = n;
}

export default spec("allowed", {
  processes: { p },
  actions: { tick: () => optional(s.x > 0) },
  init() {
    s.x = choose(int(0, 3));
    s.b = choose([true, false]);
  },
});
