// A sequence lock (Linux' seqcount; see Boehm, "Can Seqlocks Get Along with Programming Language Memory Models?", MSPC
// 2012): the writer makes the sequence number odd, writes, and makes it even again; readers write nothing, but read
// the number before and after the data, and start anew unless it was even and is the same. Here one writer gives two
// words the same value several times, and readers each read once. One step per access; a reader that finds the number
// odd waits. Two writes, one reader: 86 distinct, 142 generated, depth 13.
//
// Each weakening lets a reader see half of a write: `withoutOddMark` counts once, by two, after the data;
// `markAfterData` makes the number odd when the first word is written; `withoutEvenCheck` goes on when it is odd;
// `withoutRecheck` does not read it again; `recheckBeforeData` reads it again before the data. So does a number that
// comes round (`comesRoundAfter`) while a reader sleeps.

import { array, bool, each, int, optional, params, shared, spec, when } from "allways";

const p = params({
  readers: int(1, 3, 1),
  writes: int(1, 6, 2),
  comesRoundAfter: int(1, 8, 8), // after so many writes the sequence number is what it was
  withoutOddMark: bool(),
  markAfterData: bool(),
  withoutEvenCheck: bool(),
  withoutRecheck: bool(),
  recheckBeforeData: bool(),
});

const NUMBERS = 2 * p.comesRoundAfter;

const s = shared({
  sequence: int(0, NUMBERS - 1),
  data: array(2, int(0, p.writes)),
  torn: bool(), // a reader has accepted words of different writes
});

function count(by: number) {
  s.sequence = (s.sequence + by) % NUMBERS;
}

function* writer() {
  for (let value = 1; value <= p.writes; value++) {
    if (!p.withoutOddMark && !p.markAfterData) {
      yield "make odd";
      optional(); // nobody has to write
      count(1);
    }

    yield "write first word";
    s.data[0] = value;

    if (p.markAfterData) {
      yield "make odd, too late";
      count(1);
    }

    yield "write second word";
    s.data[1] = value;

    yield "make even";
    count(p.withoutOddMark ? 2 : 1);
  }
}

function* readSequenceAgain(before: number) {
  yield "read sequence again";
  return s.sequence === before;
}

/** Reads both words and says whether they differ. */
function* readData() {
  yield "read first word";
  const first = s.data[0];

  yield "read second word";
  return s.data[1] !== first;
}

function* reader() {
  while (true) {
    yield "read sequence";
    when(s.sequence % 2 === 0 || p.withoutEvenCheck);
    const before = s.sequence;

    let same = true;
    if (p.recheckBeforeData) same = yield* readSequenceAgain(before);
    const torn = yield* readData();
    if (!p.recheckBeforeData && !p.withoutRecheck) same = yield* readSequenceAgain(before);
    if (same) {
      s.torn = torn;
      return;
    }
  }
}

export default spec("seqlock", {
  processes: { writer, reader: each(reader, p.readers) },
  always: { "no torn read": () => !s.torn },
  scenarios: {
    "one reader": { expect: "holds", states: 86 },
    "three readers, four writes": { set: { readers: 3, writes: 4 }, expect: "holds", states: 129551 },
    "without odd mark": { set: { withoutOddMark: true }, expect: { violates: "no torn read" }, states: 29, steps: 5 },
    "mark after data": { set: { markAfterData: true }, expect: { violates: "no torn read" }, states: 27, steps: 5 },
    "without even check": {
      set: { withoutEvenCheck: true },
      expect: { violates: "no torn read" },
      states: 52,
      steps: 6,
    },
    "without recheck": { set: { withoutRecheck: true }, expect: { violates: "no torn read" }, states: 21, steps: 5 },
    "recheck before data": {
      set: { recheckBeforeData: true },
      expect: { violates: "no torn read" },
      states: 39,
      steps: 6,
    },
    "number comes round": { set: { comesRoundAfter: 2 }, expect: { violates: "no torn read" }, states: 84, steps: 12 },
    "number does not come round": { set: { comesRoundAfter: 3 }, expect: "holds", states: 86 },
  },
});
