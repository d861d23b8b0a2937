// Treiber's stack ("Systems Programming: Coping with Parallelism", IBM RJ 5118, 1986): push and pop read the head and
// replace it by compare-and-swap. Between the two the node that was read may be popped, and pushed again: it is on top
// as before, but what lies below is not what was read (ABA). A tag beside the head, counted with every swap, tells the
// two apart. Each thread begins with a node in its hands, the others are on the stack, and each does so many
// `operations`, whichever it likes. One step per access to shared memory. Two threads, three operations: 21172
// distinct, 38409 generated, depth 26.
//
// `withoutTag` compares the node alone, which is enough only if popped nodes are not used again (`withoutReuse`).
// `tagPushesOnly` counts pushes alone, which is enough, too; `tags` is how many tags there are before they come round.
// `publishBeforeLink` puts a node on top before it points to the one below. `swapInTwoSteps` compares, then writes.

import { array, at, bool, choose, each, int, params, record, set, shared, spec } from "allways";

const p = params({
  threads: int(1, 3, 2),
  stacked: int(0, 3, 2),
  operations: int(1, 4, 3),
  tags: int(1, 16, 16),
  withoutTag: bool(),
  withoutReuse: bool(),
  tagPushesOnly: bool(),
  publishBeforeLink: bool(),
  swapInTwoSteps: bool(),
});

const NODES = p.threads + p.stacked;
const NIL = NODES;
const NODE = int(0, NODES - 1);
const LINK = int(0, NODES, NIL);

// At the start node i is in the hands of thread i, and the other ones are on the stack, the last at the bottom.
const links = Array.from({ length: NODES }, (_, i) => (i < p.threads ? NIL : i + 1));
const s = shared({
  head: record({ node: LINK, tag: int(0, p.tags - 1) }),
  next: array(NODES, LINK, links),
  held: array(p.threads, set(NODE)),
  retired: set(NODE), // popped, and not to be used again
});

function start() {
  s.head.node = p.threads;
  for (let i = 0; i < p.threads; i++) s.held[i].add(i);
}

function* swapHead(node: number, tag: number, replacement: number, counts: boolean) {
  yield "compare and swap";
  if (s.head.node !== node || (s.head.tag !== tag && !p.withoutTag)) return false;
  if (p.swapInTwoSteps) yield "swap";
  s.head.node = replacement;
  if (counts) s.head.tag = (s.head.tag + 1) % p.tags;
  return true;
}

function* push(self: number, node: number) {
  while (true) {
    yield "read head";
    const top = s.head.node;
    const tag = s.head.tag;

    if (!p.publishBeforeLink) {
      yield "link";
      s.next[node] = top;
    }

    if (yield* swapHead(top, tag, node, !p.withoutTag)) {
      s.held[self].delete(node);
      if (p.publishBeforeLink) {
        yield "link, too late";
        s.next[node] = top;
      }
      return;
    }
  }
}

function* pop(self: number) {
  while (true) {
    yield "read head";
    const top = s.head.node;
    const tag = s.head.tag;
    if (top === NIL) return;

    yield "read next";
    const below = s.next[top];

    if (yield* swapHead(top, tag, below, !p.withoutTag && !p.tagPushesOnly)) {
      if (p.withoutReuse) s.retired.add(top);
      else s.held[self].add(top);
      return;
    }
  }
}

function* thread(self: number) {
  for (let i = 0; i < p.operations; i++) {
    yield "begin";
    if (choose(["push", "pop"]) === "push") {
      const node = choose(s.held[self]);
      yield* push(self, node);
    } else {
      yield* pop(self);
    }
  }
}

/** In how many places a node is: on the stack, perhaps twice, in hands, retired. */
function places(node: number): number {
  let count = s.held.reduce((sum, nodes) => sum + Number(nodes.has(node)), Number(s.retired.has(node)));
  let link = s.head.node;
  for (let i = 0; i <= NODES; i++) {
    if (link === NIL) break;
    if (link === node) count++;
    link = s.next[link];
  }
  return count;
}

const EVERY = Array.from({ length: NODES }, (_, i) => i);

export default spec("Treiber's stack", {
  processes: { thread: each(thread, p.threads) },
  init: start,
  always: {
    "no node is in two places": () => at(push, "link, too late") > 0 || EVERY.every((node) => places(node) <= 1),
    "no node is lost": () => at(push, "link, too late") > 0 || EVERY.every((node) => places(node) >= 1),
  },
  scenarios: {
    "with a tag": { expect: "holds", states: 21172 },
    "without tag": {
      set: { withoutTag: true },
      expect: { violates: "no node is in two places" },
      states: 5719,
      steps: 16,
    },
    "without tag, without reuse": { set: { withoutTag: true, withoutReuse: true }, expect: "holds", states: 3839 },
    "tag of pushes": { set: { tagPushesOnly: true }, expect: "holds", states: 21132 },
    "tag comes round": { set: { tags: 3 }, expect: { violates: "no node is in two places" }, states: 6011, steps: 16 },
    "publish before link": {
      set: { publishBeforeLink: true },
      expect: { violates: "no node is lost" },
      states: 290,
      steps: 8,
    },
    "swap in two steps": {
      set: { swapInTwoSteps: true },
      expect: { violates: "no node is in two places" },
      states: 468,
      steps: 10,
    },
  },
});
