// A run that ends stays where it ends, and temporal properties are judged on that stay: the request that nobody serves once
// the server has gone is never served.

import { bool, leadsTo, optional, shared, spec } from "allways";

const s = shared({ asked: bool(), served: bool() });

function* client() {
  yield "ask";
  optional(); // nobody has to ask
  s.asked = true;
}

function* server() {
  yield "look once";
  if (s.asked) s.served = true;
}

export default spec("a server that looks once", {
  processes: { client, server },
  temporal: {
    "who asks is served": leadsTo(
      () => s.asked,
      () => s.served,
    ),
  },
  scenarios: { "it may be too late": { expect: { violates: "who asks is served" }, steps: 2 } },
});
