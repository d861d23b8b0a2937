import { bool, shared, spec } from "allways";

const s = shared({ b: bool() });

function* ready() {
  yield "ready";
  return s.b;
}

function* p() {
  for (let i = 0; yield* ready(); i++) {
    yield "round";
  }
  while (yield* ready()) {
    yield "again";
  }
}

export default spec("refused", { processes: { p } });
