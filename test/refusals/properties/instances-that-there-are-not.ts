import { at, by, each, enabled, ended, int, shared, spec } from "allways";

const s = shared({ owner: int(0, 3) });

function* worker() {
  yield "work";
  s.owner++;
}

function* link() {
  yield "send";
}

const tick = () => {
  s.owner = 0;
};

export default spec("counting from one", {
  processes: { worker: each(worker, 2), link: each(link, int(3, 5)) },
  actions: { tick: each(tick, 1) },
  always: {
    "past the last": () => !at(worker, 2, "work"),
    negative: () => !ended(worker, -1),
    "by argument, not by position": () => !enabled(link, 0),
    "of one": () => !enabled(tick, 1),
    "behind a condition on parameters": () => !(s.owner > 9 && at(worker, 5, "work")),
  },
  step: { "of a step": () => !by(worker, 7, "work") },
});
