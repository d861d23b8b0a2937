import { int, local, record, spec } from "allways";

const Pair = record({ a: int(0, 3), b: int(0, 3) });

function* use(pair: { a: number }) {
  yield "use";
  pair.a = 1;
}

function* p() {
  const pair = local(Pair);
  yield "go";
  yield* use(pair);
}

export default spec("refused", { processes: { p } });
