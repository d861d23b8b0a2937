import { int, record, shared, spec } from "allways";

const s = shared({ x: int(0, 3), r: record({ a: int(0, 3) }) });

function identity<T>(value: T): T;
function identity(value: unknown): unknown {
  return value;
}

function* p() {
  yield "go";
  s.x = identity<number>(s.x as number)!;
  s.x = (s satisfies object).x;
  const r = identity(s.r);
  r.a = (identity as (n: number) => number)(2);
  type Local = number;
  const n: Local = 1;
  s.x = n;
}

export default spec("allowed", { processes: { p } });
