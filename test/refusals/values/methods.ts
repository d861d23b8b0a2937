import { array, int, list, map, note, set, shared, spec } from "allways";

const s = shared({ a: array(3, int(0, 3)), l: list(3, int(0, 3)), st: set(int(0, 3)), m: map(int(0, 3), int(0, 3)) });

function* p() {
  yield "go";
  s.a.map((v) => v + 1);
  s.a.forEach((v) => note("v", v));
  s.a.push(1);
  s.l.splice(0, 1);
  s.l.at(0);
  s.l.find((v) => v > 1);
  s.a.sort();
  s.m.entries();
  s.m.keys();
  s.st.values();
  s.m[1] = 2;
  s.st[0];
  s.a["length"];
  s.l.length = 0;
  s.a.length = 2;
  s.st.size = 0;
}

export default spec("refused", { processes: { p } });
