import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = (() => 1)();
  (function () {
    s.x = 1;
  })();
  s.x = early();
  function early() {
    return 1;
  }
  s.x = eval("1");
  s.x = new Function("return 1")();
}

export default spec("refused", { processes: { p } });
