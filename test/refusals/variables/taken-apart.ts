import { array, bool, int, record, shared, spec } from "allways";

const s = shared({ refs: int(0, 3), poll: record({ a: int(0, 3), b: bool() }), pair: array(2, int(0, 3)), n: int(0, 9) });

function sum({ a }: { a: number }) {
  return a;
}

function* p() {
  yield "go";
  const { refs } = s;
  const { poll: { a } } = s;
  const { b = true } = s.poll;
  const { ...rest } = s.poll;
  const { ["a"]: c } = s.poll;
  const [first] = s.pair;
  const [one, two, three] = [1, 2];
  const { d } = s.n;
  s.n = sum(s.poll);
  let x = 1;
  let y = 2;
  [x, y] = [y, x];
  ({ x } = { x: 3 });
}

export default spec("refused", { processes: { p } });
