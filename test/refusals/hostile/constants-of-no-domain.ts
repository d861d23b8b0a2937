import { array, choose, int, set, shared, spec } from "allways";

const s = shared({ x: int(0, 3), a: array(2, int(0, 3)), seen: set(int(0, 3)) });
const day = new Date(0);
const tag = Symbol("tag");
const big = 10n;
const bytes = new Uint8Array(2);
const holes = [1, , 3];
const some = new Set([1, 2]);
class Counter {
  static count = 1;
  #hidden = 2;
  get hidden() {
    return this.#hidden;
  }
}
const counter = new Counter();

function helper() {
  return 1;
}
helper.extra = 3;

function* p() {
  yield "go";
  s.x = day;
  s.x = tag;
  s.x = big;
  s.x = big + 1;
  if (tag === 1) s.x = 1;
  s.a = bytes;
  s.x = bytes[1];
  s.x = holes[1];
  s.a = holes;
  for (const h of holes) s.x = h;
  s.x = choose(some);
  s.x = some.get(1);
  s.x = Counter.count;
  s.x = counter.hidden;
  s.x = helper.extra;
  s.x = helper.length;
  helper.call(null);
  s.x = "abc".charCodeAt(0);
  s.x = helper().toString();
}

export default spec("refused", { processes: { p } });
