// A message is sent until it is acknowledged, over a channel that may lose it each time. What is sent again and again is
// received only under strong fairness: the receiver can take it again and again, and never for good.

import { bool, eventually, oneOf, optional, params, shared, spec, strong, terminates, weak, when } from "allways";

const { receiver } = params({ receiver: oneOf("unfair", "weak", "strong") });
const s = shared({ underway: bool(), received: bool(), acknowledged: bool() });

function send() {
  when(!s.acknowledged && !s.underway);
  s.underway = true;
}

function lose() {
  when(s.underway && !s.received);
  optional();
  s.underway = false;
}

function receive() {
  when(s.underway && !s.received);
  s.received = true;
}

function acknowledge() {
  when(s.received && !s.acknowledged);
  s.acknowledged = true;
}

const fair = { unfair: receive, weak: weak(receive), strong: strong(receive) };

export default spec("a message over a lossy channel", {
  actions: { send: weak(send), lose, receive: fair[receiver], acknowledge: weak(acknowledge) },
  mayEnd: () => s.acknowledged,
  temporal: { "it is acknowledged": eventually(() => s.acknowledged), "the run ends": terminates() },
  scenarios: {
    unfair: { expect: { violates: "it is acknowledged" } },
    "weakly fair": { set: { receiver: "weak" }, expect: { violates: "it is acknowledged" } },
    "strongly fair": { set: { receiver: "strong" }, expect: "holds" },
  },
});
