import { bool, int, record, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool(), r: record({ a: int(0, 3) }) });

function* p() {
  yield "go";
  s.x = (s.x, 1);
  for (let i = 0, j = 3; i < j; i++, j--) s.x = i;
  s.x = s?.x;
  s.x = s.r?.a;
  s.x = s.x ?? 1;
  s.x ??= 1;
  s.b ||= true;
  s.b &&= true;
  s.x = new Number(1);
  delete s.x;
  if (typeof s.x === "number") s.x = 1;
  if ("x" in s) s.x = 1;
  if (s instanceof Object) s.x = 1;
  void s.x;
  s.x = [1, , 2].length;
  s.x = [...[1, 2]].length;
  s.r = { ["a"]: 1 };
  s.r = {
    get a() {
      return 1;
    },
  };
  s.x = import.meta.dirname.length;
  s.x = class {};
  s.r["a"] = 1;
}

export default spec("refused", { processes: { p } });
