import { int, map, set, shared, spec } from "allways";

const s = shared({ m: map(int(0, 3), int(0, 3)), seen: set(int(0, 3)), x: int(0, 3) });

function* p() {
  yield "go";
  s.seen = new Set([1, 2]);
  s.m = new Map();
  s.x = new Array(3).length;
  s.x = new Date().getTime();
  new Promise(() => {});
  s.x = new Counter().x;
  s.x = new.target.length;
}

export default spec("refused", { processes: { p } });
