import { each, int, record, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p({ id }: { id: number }) {
  yield "go";
}

function* q(self: number, other = 1) {
  yield "go";
}

export default spec("refused", { processes: { p: each(p, record({ id: int(0, 1) })), q: each(q, 2) } });
