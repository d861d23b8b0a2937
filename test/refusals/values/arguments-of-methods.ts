import { array, bool, int, list, map, set, shared, spec } from "allways";

const s = shared({ a: array(3, int(0, 3)), l: list(3, int(0, 3)), st: set(int(0, 3)), m: map(int(0, 3), int(0, 3)), b: bool(), x: int(0, 9) });

function* p() {
  yield "go";
  s.l.push(1, 2);
  s.l.push();
  s.l.pop(1);
  s.st.add();
  s.m.set(1);
  s.m.get();
  s.a.fill();
  s.b = s.a.some();
  s.b = s.a.some(3);
  s.b = s.a.every((value, index, all) => value === index);
  s.b = s.a.some(async (value) => true);
  s.b = s.a.some((value = 1) => value > 1);
  s.b = s.a.some((...values) => true);
  s.b = s.a.some((value) => {
    value > 1;
  });
  s.x = s.a.reduce((sum, value) => sum + value);
  s.b = s.a.includes();
  s.b = s.a.includes(9);
  s.b = s.l.includes("one");
  s.x = s.a.indexOf(1, 2);
}

export default spec("refused", { processes: { p } });
