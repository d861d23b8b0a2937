import { array, int, list, oneOf, record, set, shared, spec } from "allways";

const Point = record({ left: int(0, 3), right: int(0, 3) });
const s = shared({ phase: oneOf("idle", "busy"), queue: list(2, Point), seen: set(int(0, 3)), at: array(2, Point) });
const LIMITS = { small: 1, large: 3 };

function increment() {
  s.at[0].left = LIMITS.lrage;
}

function* p() {
  yield "go";
  s.phsae = "idle";
  s.at[0].lfet = 1;
  s.queue.psuh({ left: 1, right: 1 });
  s.queue[0].rihgt = 1;
  if (s.seen.hass(1)) s.at.lenght;
  incremnt();
  increment();
  s.at[0] = { left: 1, rigth: 2 };
  s.phase = "bsuy";
  if (s.phase === "idel") s.phase = "idle";
}

export default spec("refused", { processes: { p } });
