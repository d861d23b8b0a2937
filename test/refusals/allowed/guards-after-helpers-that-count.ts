import { array, bool, choose, enabled, int, local, set, shared, spec, when } from "allways";

const NODE = int(0, 2);
const s = shared({ a: array(3, int(0, 3)), next: array(3, NODE, [1, 2, 0]), x: int(0, 9), done: bool() });

function count(value: number) {
  let n = 0;
  for (const e of s.a) if (e === value) n++;
  return n;
}

function reaches(from: number, to: number) {
  const seen = local(set(NODE));
  let at = from;
  for (let i = 0; i < 3; i++) {
    seen.add(at);
    at = s.next[at];
  }
  return seen.has(to);
}

function enough(least: number) {
  when(count(0) >= least);
}

function* p() {
  for (let i = 0; i < 3; i++) {
    yield "count";
    const zeros = count(0);
    enough(1);
    when(zeros === 3 - i && count(1) === i);
    s.a[i] = 1;
  }
  yield "turn";
  const at = choose(NODE);
  when(reaches(at, 2));
  s.next[at] = at;
  s.done = true;
}

export default spec("allowed", { processes: { p }, always: { count: () => s.done || enabled(p) === 1 } });
