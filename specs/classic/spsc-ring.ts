// A ring of slots between one producer and one consumer, without locks (Lamport, "Proving the Correctness of
// Multiprocess Programs", IEEE TSE 3, 1977; the rings of io_uring and kfifo work like it): only the producer moves the
// tail, only the consumer the head. Both count on beyond the number of slots, here modulo twice that number, so that a
// full ring does not look like an empty one. One step per access; `tail` costs the producer nothing to read, nor
// `head` the consumer. Items are numbered round, one number more than there are slots, and the consumer knows which
// one comes next. Three slots: 317 distinct, 555 generated, depth 86.
//
// `publishBeforeWrite` moves the tail before the slot is written, `freeBeforeRead` the head before it is read, and
// `narrowIndices` counts modulo the number of slots: each time an item comes that is not the next. With a slot that is
// always left free (`spareSlot`) narrow indices suffice, and freeing a slot too early does no harm.

import { array, assert, bool, idleUntil, int, optional, params, shared, spec } from "allways";

const { slots, publishBeforeWrite, freeBeforeRead, narrowIndices, spareSlot } = params({
  slots: int(2, 8, 3),
  publishBeforeWrite: bool(),
  freeBeforeRead: bool(),
  narrowIndices: bool(),
  spareSlot: bool(),
});

const COUNTS = narrowIndices ? slots : 2 * slots;
const ROOM = spareSlot ? slots - 1 : slots;
const NUMBERS = slots + 1;
const NOTHING = NUMBERS;

const ring = shared({
  slot: array(slots, int(0, NOTHING, NOTHING)),
  head: int(0, COUNTS - 1), // what is read next
  tail: int(0, COUNTS - 1), // what is written next
});

function after(count: number): number {
  return (count + 1) % COUNTS;
}

function filled(): number {
  return (ring.tail - ring.head + COUNTS) % COUNTS;
}

function* producer() {
  let item = 0;
  while (true) {
    yield "await room";
    optional(filled() < ROOM); // nobody has to produce
    const slot = ring.tail % slots;

    if (publishBeforeWrite) {
      yield "publish, too early";
      ring.tail = after(ring.tail);
    }

    yield "write slot";
    ring.slot[slot] = item;
    item = (item + 1) % NUMBERS;

    if (!publishBeforeWrite) {
      yield "publish";
      ring.tail = after(ring.tail);
    }
  }
}

function* consumer() {
  let expected = 0;
  while (true) {
    yield "await item";
    idleUntil(filled() > 0);
    const slot = ring.head % slots;

    if (freeBeforeRead) {
      yield "free, too early";
      ring.head = after(ring.head);
    }

    yield "read slot";
    assert(ring.slot[slot] === expected, "the next item comes");
    expected = (expected + 1) % NUMBERS;

    if (!freeBeforeRead) {
      yield "free";
      ring.head = after(ring.head);
    }
  }
}

export default spec("ring of one producer and one consumer", {
  processes: { producer, consumer },
  quiescent: { "all that was produced has come": () => filled() === 0 },
  reachable: { "the ring is full": () => filled() === ROOM },
  scenarios: {
    "three slots": { expect: "holds", states: 317 },
    "eight slots": { set: { slots: 8 }, expect: "holds", states: 10190 },
    "publish before write": { set: { publishBeforeWrite: true }, expect: { fails: "read slot" }, states: 7, steps: 4 },
    "free before read": { set: { freeBeforeRead: true }, expect: { fails: "read slot" }, states: 48, steps: 14 },
    "narrow indices": { set: { narrowIndices: true }, expect: { fails: "read slot" }, states: 50, steps: 13 },
    "spare slot": { set: { spareSlot: true, narrowIndices: true }, expect: "holds", states: 206 },
    "spare slot, free before read": { set: { spareSlot: true, freeBeforeRead: true }, expect: "holds", states: 243 },
  },
});
