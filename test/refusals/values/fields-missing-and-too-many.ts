import { bool, int, list, record, shared, spec } from "allways";

const Point = record({ x: int(0, 3), y: bool() });
const s = shared({ point: Point, queue: list(2, Point) });

function* p() {
  yield "go";
  s.point = { x: 1 };
  s.point = { x: 1, y: true, z: 2 };
  s.point = { x: 1, y: 2 };
  s.point = { ...s.point, x: 1 };
  s.queue.push({ x: 1, yy: true });
  s.queue = [{ x: 1, y: true }, { x: 2 }];
}

export default spec("refused", { processes: { p } });
