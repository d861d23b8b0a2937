// A yardstick with wide states: 234 bits where six nodes send two messages each. Nodes in a ring send one another messages
// with vector clocks (Fidge, "Timestamps in Message-Passing Systems That Preserve the Partial Ordering", 1988; Mattern,
// "Virtual Time and Global States of Distributed Systems", 1989): each counts its own events, and a receiver takes for
// every node the later of what it knows and what the message says. There is room for one message before each node.

import { array, bool, copy, each, int, params, record, shared, spec, when } from "allways";

const { nodes, sends } = params({ nodes: int(2, 6, 3), sends: int(1, 7, 2) });

const events = int(0, 2 * sends); // a node sends, and receives what the one before it has sent
const s = shared({
  sent: array(nodes, int(0, sends)),
  clock: array(nodes, array(nodes, events)),
  inbox: array(nodes, record({ full: bool(), stamp: array(nodes, events) })),
});

function send(self: number) {
  const next = s.inbox[(self + 1) % nodes];
  when(s.sent[self] < sends && !next.full);
  s.sent[self]++;
  s.clock[self][self]++;
  next.full = true;
  next.stamp = copy(s.clock[self]);
}

function receive(self: number) {
  const { stamp } = s.inbox[self];
  when(s.inbox[self].full);
  for (let node = 0; node < nodes; node++) {
    s.clock[self][node] = Math.max(s.clock[self][node], stamp[node]);
  }
  s.clock[self][self]++;
  s.inbox[self].full = false;
  stamp.fill(0);
}

export default spec("vector clocks", {
  actions: { send: each(send, nodes), receive: each(receive, nodes) },
  always: {
    "nobody hears of events of its own that it has not had": () =>
      s.inbox.every((message, self) => message.stamp[self] <= s.clock[self][self]),
  },
  mayEnd: () => s.sent.every((count) => count === sends) && s.inbox.every((message) => !message.full),
  scenarios: {
    "three nodes": { expect: "holds", states: 1_049 },
    "four nodes": { set: { nodes: 4 }, expect: "holds", states: 11_671 },
    "six nodes": { set: { nodes: 6 }, expect: "holds", states: 1_325_967, slow: true },
  },
});
