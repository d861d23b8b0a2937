// The alternating bit protocol (Bartlett, Scantlebury and Wilkinson, CACM 12, 1969) over channels for one message each, which
// may lose it. Nothing is delivered twice or out of order. Messages get through if whatever is sent again and again is taken
// again and again, which is strong fairness of the two ends; under weak fairness a channel may lose all there is, since the
// end that waits for it is never able to move for good.

import {
  always,
  bool,
  implies,
  infinitelyOften,
  int,
  oneOf,
  optional,
  params,
  shared,
  spec,
  strong,
  weak,
  when,
} from "allways";

const { ends, mayLose } = params({ ends: oneOf("unfair", "weak", "strong"), mayLose: bool(true) });

const s = shared({
  bit: int(0, 1), // of the message that is being sent
  expected: int(0, 1), // of the message that the receiver waits for
  data: oneOf("none", "0", "1"),
  ack: oneOf("none", "0", "1"),
  ahead: int(-1, 1, 0), // delivered more than acknowledged
});

function other(bit: number): number {
  return 1 - bit;
}

function send() {
  when(s.data === "none");
  s.data = s.bit === 0 ? "0" : "1";
}

function loseData() {
  when(s.data !== "none" && mayLose);
  optional();
  s.data = "none";
}

function loseAck() {
  when(s.ack !== "none" && mayLose);
  optional();
  s.ack = "none";
}

/** Delivers a message that is new, and acknowledges it in any case. */
function receive() {
  when(s.data !== "none" && s.ack === "none");
  if (s.data === (s.expected === 0 ? "0" : "1")) {
    s.ahead++;
    s.expected = other(s.expected);
  }
  s.ack = s.data;
  s.data = "none";
}

/** The next message, if this one is acknowledged. */
function acknowledged() {
  when(s.ack !== "none");
  if (s.ack === (s.bit === 0 ? "0" : "1")) {
    s.ahead--;
    s.bit = other(s.bit);
  }
  s.ack = "none";
}

const fair = {
  unfair: { receive, acknowledged },
  weak: { receive: weak(receive), acknowledged: weak(acknowledged) },
  strong: { receive: strong(receive), acknowledged: strong(acknowledged) },
};

const lossless = always(() => s.data !== "none" || s.ack !== "none" || s.bit === s.expected);

export default spec("the alternating bit protocol", {
  actions: { send: weak(send), loseData, loseAck, ...fair[ends] },
  always: { "each once, in order": () => s.ahead >= 0 && s.ahead === Number(s.bit !== s.expected) },
  temporal: {
    "messages get through": infinitelyOften(() => s.bit !== s.expected),
    "unless something is lost": implies(
      lossless,
      infinitelyOften(() => s.bit !== s.expected),
    ),
  },
  scenarios: {
    "no fairness": { set: { ends: "unfair" }, expect: { violates: "messages get through" } },
    "weakly fair": { set: { ends: "weak" }, expect: { violates: "messages get through" } },
    "strongly fair": { set: { ends: "strong" }, expect: "holds" },
    "nothing is lost, weakly fair": { set: { ends: "weak", mayLose: false }, expect: "holds" },
  },
});
