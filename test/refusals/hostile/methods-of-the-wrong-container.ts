import { bool, int, map, set, shared, spec } from "allways";

const s = shared({ m: map(int(0, 3), int(0, 3)), seen: set(int(0, 3)), b: bool(), x: int(-1, 3) });

function* p() {
  yield "go";
  s.b = s.m.some((value) => value > 1);
  s.b = s.m.every((value) => value > 1);
  s.x = s.seen.findIndex((value) => value > 1);
  s.b = s.seen.includes(1);
  s.x = s.m.reduce((sum, value) => sum + value, 0);
  s.seen.push(1);
  s.m.add(1);
}

export default spec("refused", { processes: { p } });
