// Conditions of temporal properties: what they may do, and what they may ask.
import { at, by, choose, eventually, int, leadsTo, shared, spec, taken, when } from "allways";

const s = shared({ n: int(0, 3) });

function* worker() {
  yield "work";
  eventually(() => s.n > 0);
  s.n = 1;
}

function* other() {
  yield "wait";
}

spec("unused", { processes: { worker } });

export default spec("conditions", {
  processes: { worker },
  temporal: {
    writes: eventually(() => s.n++ > 0),
    chooses: eventually(() => choose([true, false])),
    "asks who moved": leadsTo(() => by(worker), () => s.n > 0),
    "an unknown label": eventually(taken(worker, "wrok")),
    "another function": eventually(taken(other)),
    "an unknown place": eventually(() => at(worker, "wrok") > 0),
    guards: eventually(() => {
      when(s.n > 0);
      return true;
    }),
  },
});
