import { each, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function step(n: number) {
  s.y = n;
  s.x = s.x + n / 2;
}

function* worker(self: number) {
  while (true) {
    yield "go";
    step(self);
    step(self + 1);
  }
}

function* other() {
  yield "go";
  step(1);
}

export default spec("refused", {
  processes: { workers: each(worker, 3), other },
  actions: { tick: () => step(2) },
  always: { a: () => s.z > 0, b: () => s.z > 0 && s.x > 0 },
});
