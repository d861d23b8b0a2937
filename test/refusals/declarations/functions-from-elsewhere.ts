import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* worker(this: unknown, n: number) {
  yield "go";
  s.x = n;
}

class Machine {
  *run() {
    yield "go";
    s.x = 1;
  }
}

const bound = worker.bind(null, 1);
const machine = new Machine();

export default spec("refused", { processes: { bound, run: machine.run } } });
