import { bool, int, shared, spec } from "allways";

const s = shared({ n: int(0, 3), b: bool() });

function* p() {
  let v: number;
  yield "read";
  if (s.b) v = 1;
  s.n = v;
  s.n = early;
  const early = 1;
  let w: number;
  yield "write";
  s.n = w;
}

function* q() {
  yield "go";
  switch (s.n) {
    case 0:
      const x = 1;
      break;
    case 1:
      s.n = x;
  }
}

export default spec("refused", { processes: { p, q } });
