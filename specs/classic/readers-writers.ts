// Readers and writers in the order in which they asked (TLA+ examples, ReadersWriters): any actor may ask to read and
// to write, once each at a time; the head of the queue is let in when nobody writes, a writer only when nobody reads
// either. Two actors: 390 distinct, 935 generated, depth 9. Three: 21527, 59674, 13.
// Under weak fairness of every action all actors read, write and stop again and again; the published model promises the same.
//
// `writerWaitsForReaders: false` lets a writer in among readers.

import {
  and,
  bool,
  each,
  infinitelyOften,
  int,
  list,
  oneOf,
  params,
  record,
  set,
  shared,
  spec,
  weak,
  when,
} from "allways";

const { actors, writerWaitsForReaders } = params({ actors: int(1, 3, 2), writerWaitsForReaders: bool(true) });

const ACTOR = int(0, actors - 1);
const KIND = oneOf("read", "write");

const s = shared({
  readers: set(ACTOR),
  writers: set(ACTOR),
  waiting: list(2 * actors, record({ kind: KIND, actor: ACTOR })),
});

function ask(kind: "read" | "write", actor: number) {
  when(!s.waiting.includes({ kind, actor }));
  s.waiting.push({ kind, actor });
}

function letIn() {
  when(s.waiting.length > 0 && s.writers.size === 0);
  if (s.waiting[0].kind === "write") when(s.readers.size === 0 || !writerWaitsForReaders);
  const { kind, actor } = s.waiting.shift();
  if (kind === "read") s.readers.add(actor);
  else s.writers.add(actor);
}

function stop(actor: number) {
  when(s.readers.has(actor) || s.writers.has(actor));
  if (s.readers.has(actor)) s.readers.delete(actor);
  else s.writers.delete(actor);
}

export default spec("readers and writers", {
  actions: { ask: weak(each(ask, KIND, ACTOR)), letIn: weak(letIn), stop: weak(each(stop, ACTOR)) },
  always: {
    "no reader beside a writer": () => s.readers.size === 0 || s.writers.size === 0,
    "one writer at most": () => s.writers.size <= 1,
  },
  temporal: {
    "the first reads and writes again and again": and(
      infinitelyOften(() => s.readers.has(0)),
      infinitelyOften(() => !s.readers.has(0)),
      infinitelyOften(() => s.writers.has(0)),
      infinitelyOften(() => !s.writers.has(0)),
    ),
  },
  scenarios: {
    "two actors": { expect: "holds", states: 390 },
    "three actors": { set: { actors: 3 }, expect: "holds", states: 21527 },
    "writer among readers": {
      set: { writerWaitsForReaders: false },
      expect: { violates: "no reader beside a writer" },
      states: 138,
      steps: 4,
    },
  },
});
