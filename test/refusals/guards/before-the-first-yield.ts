import { bool, disabled, optional, shared, spec, when } from "allways";

const s = shared({ b: bool() });

function* p() {
  when(s.b);
  optional();
  disabled();
  yield "go";
}

export default spec("refused", { processes: { p } });
