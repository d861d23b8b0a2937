import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function factorial(n: number): number {
  return n === 0 ? 1 : n * factorial(n - 1);
}

function even(n: number): boolean {
  return n === 0 || odd(n - 1);
}

function odd(n: number): boolean {
  return n !== 0 && even(n - 1);
}

function* p() {
  yield "go";
  s.x = factorial(3);
  s.x = Number(even(s.x));
}

export default spec("refused", { processes: { p } });
