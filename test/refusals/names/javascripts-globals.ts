import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  console.log("here");
  s.x = Date.now();
  s.x = performance.now();
  setTimeout(() => {}, 10);
  Promise.resolve(1);
  s.x = parseInt("1");
  s.x = NaN;
  s.x = Infinity;
  s.x = structuredClone(s.x);
  s.x = Array.from([1]).length;
  s.x = arguments.length;
  s.x = JSON.parse("1");
  s.x = globalThis.x;
}

export default spec("refused", { processes: { p } });
