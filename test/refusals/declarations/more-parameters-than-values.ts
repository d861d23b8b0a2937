import { each, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function tick(a: number, b: boolean) {
  s.x = a;
}

export default spec("refused", { actions: { tick: each(tick, int(0, 1)) } });
