// Readers and writers, by preference (Courtois, Heymans and Parnas, CACM 14, 1971). Where readers come first, as long as no
// writer is at it, two readers that relieve each other keep a writer out for ever, and no fairness helps: the writer is never
// able to enter. Where waiting writers come first, it is a reader that may wait for ever. In the order of arrival all get in.

import { at, each, int, leadsTo, list, oneOf, optional, params, shared, spec, strong, when } from "allways";

const { first, writers } = params({ first: oneOf("readers", "writers", "who came first"), writers: int(1, 2, 1) });

const s = shared({
  readers: int(0, 2),
  writing: int(0, 1),
  waiting: int(0, writers), // writers
  queue: list(2 + writers, int(0, 1 + writers)),
});

function arrives(who: number) {
  if (first === "who came first") s.queue.push(who);
}

function enters() {
  if (first === "who came first") s.queue.shift();
}

function isNext(who: number): boolean {
  return first !== "who came first" || s.queue[0] === who;
}

function* reader(self: number) {
  while (true) {
    yield "rest";
    optional();
    arrives(self);

    yield "wait";
    when(s.writing === 0 && (first !== "writers" || s.waiting === 0) && isNext(self));
    enters();
    s.readers++;

    yield "read";
    s.readers--;
  }
}

function* writer(self: number) {
  while (true) {
    yield "rest";
    optional();
    arrives(2 + self);
    s.waiting++;

    yield "wait";
    when(s.writing === 0 && s.readers === 0 && isNext(2 + self));
    enters();
    s.waiting--;
    s.writing = 1;

    yield "write";
    s.writing = 0;
  }
}

export default spec("readers and writers, and who waits for ever", {
  processes: { reader: strong(each(reader, 2)), writer: strong(each(writer, writers)) },
  always: { "a writer is alone": () => s.writing === 0 || s.readers === 0 },
  temporal: {
    "a writer writes": leadsTo(
      () => at(writer, 0, "wait"),
      () => at(writer, 0, "write"),
    ),
    "a reader reads": leadsTo(
      () => at(reader, 0, "wait"),
      () => at(reader, 0, "read"),
    ),
  },
  scenarios: {
    "readers first": { expect: { violates: "a writer writes" } },
    "readers first: they read": { check: ["a reader reads"], expect: "holds" },
    "writers first, one writer": { set: { first: "writers" }, expect: "holds" },
    "writers first, two writers": { set: { first: "writers", writers: 2 }, expect: { violates: "a reader reads" } },
    "writers first: they write": { set: { first: "writers", writers: 2 }, check: ["a writer writes"], expect: "holds" },
    "who came first": { set: { first: "who came first", writers: 2 }, expect: "holds" },
  },
});
