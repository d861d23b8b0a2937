// Two-phase commit after Gray and Lamport, "Consensus on Transaction Commit" (TODS 31, 2006): resource managers prepare or
// give up on their own, the transaction manager commits once all have prepared, and may abort before. Messages never
// vanish, so receiving one twice is a step too, and counts as one.

import { array, each, int, oneOf, params, record, set, shared, spec, union, when } from "allways";

const { rms } = params({ rms: int(1, 6, 3) });

const RM = int(0, rms - 1);
const Message = union(record({ kind: "prepared", rm: RM }), record({ kind: "commit" }), record({ kind: "abort" }));

const s = shared({
  rm: array(rms, oneOf("working", "prepared", "committed", "aborted")),
  tm: oneOf("init", "committed", "aborted"),
  heard: set(RM), // the managers that the transaction manager knows to have prepared
  sent: set(Message),
});

function commit() {
  when(s.tm === "init" && s.heard.size === rms);
  s.tm = "committed";
  s.sent.add({ kind: "commit" });
}

function abort() {
  when(s.tm === "init");
  s.tm = "aborted";
  s.sent.add({ kind: "abort" });
}

function hear(r: number) {
  when(s.tm === "init" && s.sent.has({ kind: "prepared", rm: r }));
  s.heard.add(r);
}

function prepare(r: number) {
  when(s.rm[r] === "working");
  s.rm[r] = "prepared";
  s.sent.add({ kind: "prepared", rm: r });
}

function giveUp(r: number) {
  when(s.rm[r] === "working");
  s.rm[r] = "aborted";
}

function hearCommit(r: number) {
  when(s.sent.has({ kind: "commit" }));
  s.rm[r] = "committed";
}

function hearAbort(r: number) {
  when(s.sent.has({ kind: "abort" }));
  s.rm[r] = "aborted";
}

export default spec("two-phase commit", {
  actions: {
    commit,
    abort,
    hear: each(hear, RM),
    prepare: each(prepare, RM),
    giveUp: each(giveUp, RM),
    hearCommit: each(hearCommit, RM),
    hearAbort: each(hearAbort, RM),
  },
  always: { consistent: () => !(s.rm.includes("aborted") && s.rm.includes("committed")) },
  reachable: { "all commit": () => s.rm.every((state) => state === "committed") },
  scenarios: {
    "three managers": { expect: "holds", states: 288 },
    "one manager": { set: { rms: 1 }, expect: "holds", states: 12 },
    "five managers": { set: { rms: 5 }, expect: "holds", states: 8832 },
  },
});
