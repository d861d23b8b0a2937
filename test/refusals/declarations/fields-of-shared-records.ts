import { int, shared, spec } from "allways";

const s = shared({ x: 3, "two words": int(0, 1), y: int, z: [int(0, 1)] });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
