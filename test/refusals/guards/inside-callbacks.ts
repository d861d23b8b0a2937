import { array, bool, shared, spec, when } from "allways";

const s = shared({ a: array(3, bool()), b: bool() });

function* p() {
  yield "go";
  s.b = s.a.some((held) => {
    when(held);
    return true;
  });
}

export default spec("refused", { processes: { p } });
