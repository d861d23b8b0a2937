import { int, list, shared, spec } from "allways";

const s = shared({ x: int(0, 3), queue: list(2, int(0, 3)) });

function bump() {
  s.x++;
  return true;
}

function* p() {
  yield "go";
}

export default spec("refused", {
  processes: { p },
  always: {
    "assigns": () => {
      s.x = 1;
      return true;
    },
    "pushes": () => s.queue.push(1) > 0,
    "calls": () => bump(),
  },
  within: () => s.x++ < 3,
  mayEnd: () => s.queue.pop() === 1,
});
