import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const twice = (n: number) => n + n;
const t4 = (n: number) => twice(twice(twice(twice(n % 3))));
const t16 = (n: number) => t4(t4(t4(t4(n % 3))));
const all = () => {
  for (let i = 0; i < 3000; i++) s.x = t16(i) % 4;
};

function* p() {
  yield "go";
  all();
  all();
}

export default spec("refused", { processes: { p } });
