import { copy, int, record, shared, spec } from "allways";

const Pair = record({ a: int(0, 3), b: int(0, 3) });
const s = shared({ left: Pair, right: Pair, x: int(0, 3) });
const SIZES = { small: 1, large: 3 };

function move({ left, right }: { left: { a: number }; right: { a: number } }) {
  right.a = left.a;
}

function sum({ a, b }: { a: number; b: number }) {
  return a + b;
}

function* p() {
  yield "go";
  const { left } = s;
  const { small, large } = SIZES;
  const [first, second] = [small, large];
  left.a = first;
  move(s);
  s.x = sum(copy(s.left)) % 4;
  s.x = sum({ a: 1, b: 2 });
  const { a } = copy(s.right);
  s.x = a;
}

export default spec("allowed", { processes: { p } });
