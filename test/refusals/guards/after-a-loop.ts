import { array, bool, shared, spec, when } from "allways";

const s = shared({ a: array(3, bool()) });

function* p() {
  yield "go";
  for (const b of s.a) {
    if (b) continue;
  }
  when(s.a[0]);
}

export default spec("refused", { processes: { p } });
