import { bool, disabled, idleUntil, oneOf, optional, shared, spec, when } from "allways";

const s = shared({ b: bool(), word: oneOf("a", "b") });

function* p() {
  yield "go";
  when();
  idleUntil();
  when(s.b, s.b);
  optional(s.b, 1);
  when(s.word);
  when(...[s.b]);
  disabled(s.b);
}

export default spec("refused", { processes: { p } });
