// What is measured: one entry a system and setting, with the numbers that every tool has to give before its time counts.
// `transitions` has one for every enabled step of every state; allways and SPIN count the initial state as one more.
// `depth` is the number of steps to the furthest state.

const poll = (wakers, events, cancellers) => ({
  file: "bench/poll.ts",
  set: { wakers, events, cancellers, multishot: true },
  spin: { file: "poll.pml", define: { W: wakers, E: events, C: cancellers, MULTI: 1 } },
  rumur: { file: "poll.m", constants: { W: wakers, E: events, C: cancellers, MULTI: 1, CN: Math.max(cancellers, 1) } },
});

export const cases = [
  { name: "small", shape: "start-up", file: "peterson.ts", set: {}, states: 42, transitions: 76, depth: 10 },
  {
    name: "poll S",
    shape: "shared counters, few processes",
    ...poll(2, 2, 2),
    states: 109_853,
    transitions: 426_832,
    depth: 47,
  },
  {
    name: "poll M",
    shape: "shared counters, few processes",
    ...poll(3, 2, 2),
    states: 1_330_798,
    transitions: 6_214_460,
    depth: 61,
  },
  {
    name: "poll L",
    shape: "shared counters, few processes",
    ...poll(3, 3, 2),
    states: 11_292_506,
    transitions: 57_132_991,
    depth: 82,
  },
  {
    name: "poll XL",
    shape: "shared counters, few processes",
    ...poll(3, 4, 1),
    states: 17_523_062,
    transitions: 81_170_799,
    depth: 101,
  },
  {
    name: "wide",
    shape: "vector clocks, 234 bits a state",
    file: "bench/vector-clocks.ts",
    set: { nodes: 6, sends: 2 },
    spin: { file: "vector-clocks.pml", define: { NODES: 6, SENDS: 2 } },
    states: 1_325_967,
    transitions: 4_786_386,
    depth: 24,
  },
  {
    name: "many",
    shape: "sixteen cheap processes",
    file: "bench/philosophers.ts",
    set: { seats: 16 },
    spin: { file: "philosophers.pml", define: { SEATS: 16 }, depth: 3_000_000 },
    states: 1_331_714,
    transitions: 21_307_424,
    depth: 16,
  },
  {
    name: "messages",
    shape: "a set of messages and a queue",
    file: "bench/requests.ts",
    set: { clients: 3, requests: 4, capacity: 4 },
    spin: { file: "requests.pml", define: { CLIENTS: 3, REQUESTS: 4, CAPACITY: 4 } },
    states: 1_257_825,
    transitions: 4_252_800,
    depth: 36,
  },
];
