import { bool, int, shared, spec } from "allways";

const s = shared({ b: bool(), x: int(0, 3) });

function* p() {
  let v: number;
  let w: number;
  while (true) {
    yield "read";
    v = s.x;
    if (s.b) w = 1;
    else w = 2;
    yield "write";
    s.x = Math.min(v, w);
    switch (s.x) {
      case 0: {
        let u: number;
        u = 1;
        s.x = u;
        break;
      }
      default:
        const t = 2;
        s.x = t;
    }
  }
}

export default spec("allowed", { processes: { p } });
