import { spec } from "allways";

function* p() {
  yield "go";
  yield* 3;
  yield* p;
  yield* Math.max(1, 2);
  yield* "abc".length();
}

export default spec("refused", { processes: { p } });
