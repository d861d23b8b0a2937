import { array, int, shared, spec, when } from "allways";

const s = shared({ a: array(3, int(0, 3)), x: int(0, 9) });

function large(value: number) {
  return value > 1;
}

function atItsPlace(value: number, index: number) {
  return value === index;
}

function add(sum: number, value: number) {
  return sum + value;
}

function* p() {
  yield "go";
  when(s.a.some(large) || s.a.every(atItsPlace));
  s.x = s.a.reduce(add, 0) % 10;
}

export default spec("allowed", { processes: { p } });
