// A yardstick with a set of messages and a queue: clients number their requests and put them on a network that loses none
// but keeps no order; a server takes them from a queue of limited length and sends those that come too early round again.

import { array, choose, each, int, list, params, record, set, shared, spec, when } from "allways";

const { clients, requests, capacity } = params({
  clients: int(1, 4, 2),
  requests: int(1, 4, 2), // of each client
  capacity: int(1, 6, 3), // of the queue
});

const Client = int(0, clients - 1);
const Message = record({ from: Client, number: int(0, requests - 1) });
const s = shared({
  sent: array(clients, int(0, requests)),
  network: set(Message),
  queue: list(capacity, Message),
  served: array(clients, int(0, requests)),
});

function submit(client: number) {
  when(s.sent[client] < requests);
  s.network.add({ from: client, number: s.sent[client] });
  s.sent[client]++;
}

function arrive() {
  when(s.queue.length < capacity);
  const message = choose(s.network);
  s.network.delete(message);
  s.queue.push(message);
}

function serve() {
  when(s.queue.length > 0);
  const message = s.queue.shift();
  if (message.number === s.served[message.from]) s.served[message.from]++;
  else s.network.add(message);
}

export default spec("requests in a queue", {
  actions: { submit: each(submit, Client), arrive, serve },
  always: { "nothing is served that was not sent": () => s.served.every((count, client) => count <= s.sent[client]) },
  mayEnd: () => s.served.every((count) => count === requests),
  scenarios: {
    "two clients": { expect: "holds", states: 188 },
    "three clients": { set: { clients: 3, requests: 3, capacity: 4 }, expect: "holds", states: 107_200 },
    "four requests of three clients": {
      set: { clients: 3, requests: 4, capacity: 4 },
      expect: "holds",
      states: 1_257_825,
      slow: true,
    },
  },
});
