import { spec } from "allways";

function* again(): Generator<string, void> {
  yield "again";
  yield* again();
}

function* p(): Generator<string, void> {
  yield "go";
  yield* again();
  yield* p();
}

export default spec("refused", { processes: { p } });
