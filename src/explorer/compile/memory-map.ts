// Where things lie in the engine's memory. From the bottom: numbers that the host and the code share, tables and
// scratch space of the program, the batch of successors, the visited set growing up; from the top, growing down, the
// log of states in order of discovery. The invariant: addresses below the visited set are fixed when the code is
// generated.

/** Numbers shared by the host and the code, each at its address. 64-bit ones are marked. */
export const CONTROL = {
  /** Address of the last entry of the log; the log is empty at `top`. */
  log: 16,
  /** 64 - q for a visited set of 2^q slots (and some slack). */
  shift: 20,
  /** Address of the log entry below which there is no room in the visited set at its present size. */
  limit: 24,
  /** One of CROWDED: not 0 once an entry lies too far from its home. */
  crowded: 28,
  /** Not 0 once the host could not make room: successors are dropped from then on. */
  full: 32,
  /** One of MODE. */
  mode: 36,
  /** Address of the end of room for successors. */
  room: 40,
  /** Address after the log entry of state number 0; the host may move the log while code runs. */
  top: 44,
  /** 64 bits: successors outside `within`. */
  cut: 48,
  /** Something to do with what is loaded ahead, so that the loads stay. */
  sink: 56,
  /** 64 bits: 1 while what is expanded counts in the coverage, else 0. */
  weight: 72,
  /** Not 0 once any observer has found anything. */
  noticed: 64,
  /** Where there are several partitions: which one this memory is. */
  self: 80,
  /** Where slots hold remainders: their bits, and the most bytes between an entry and its home. */
  rest: 84,
  reach: 88,
  /** Where there are buckets: states in the overflow. */
  overflowed: 104,
  /** States at the beginning of the log that are not in memory any more. */
  dropped: 92,
  /** Not 0 where the visited set is to be filled as far as it can be. */
  frugal: 96,
} as const;

/** What is wrong with the visited set: entries lie far from home, or there are even entries missing. */
export const CROWDED = { no: 0, far: 1, incomplete: 2 } as const;

/** After the control numbers. */
export const FIRST_FREE = 128;

/** Successors gathered before they are looked up: 128 to 512 is the flat optimum. */
export const BATCH = 256;

/**
 * The most processes in one function of generated code, and so the most successors it adds without a look at the room.
 */
export const CHUNK_PROCESSES = 64;

/**
 * The most successors that are looked up together where partitions send them to one another; how many an outbox holds
 * before it is sent, and has room for.
 */
export const ABSORBED = 512;
export const OUTBOX_SENT = 512;
export const OUTBOX_ENTRIES = 1024;

/**
 * Successors that a thread remembers for a while, as a power of two: as many as its processor's own cache has room for. Those of
 * one partition are the fewer the more of them it has.
 */
const RECENT_BITS = 15;
const LEAST_RECENT_BITS = 8;

export function recentBits(sharing: Sharing | null): number {
  if (sharing === null) return RECENT_BITS;
  const partitionsEach = 2 ** sharing.bits / sharing.members;
  return Math.max(LEAST_RECENT_BITS, RECENT_BITS - Math.ceil(Math.log2(Math.max(1, partitionsEach))));
}

/** States that fit into an inbox, a power of two. */
export const INBOX_ENTRIES = 8192;

/** Offsets in an inbox: states written to it so far, states taken from it so far, the states themselves. */
export const INBOX = { written: 0, taken: 64, states: 128 } as const;

/** An entry of a batch: 32 bits for the visited set's use, a 32-bit tag, and the words. */
export const ENTRY_HEADER = 8;
export const ENTRY_TAG = 4;
/** Of a tag: where the step is counted, and whether it is optional. */
export const TAG_NUMBER = 0x7fffffff;

/** Slots after the last home, so that probing never wraps around. */
export const SLACK_SLOTS = 8192;

/** An entry further than this many slots from its home makes the visited set grow. */
export const MAX_DISPLACEMENT = 2048;

/** Slots at the bottom that growth moves by way of a copy. */
export const LOW_SLOTS = 8192;

/** Bytes of a slot that holds a whole state, or a number. */
export const SLOT_BYTES = 8;

/** Slots of this size are searched by the bucket: as many as fit into a line of the processor's cache. */
export const BUCKET_SLOT_BYTES = 4;
export const BUCKET_SLOTS = 16;

/** States that there is room for beside the buckets, a power of two. */
export const OVERFLOW_STATES = 32768;
export const PAGE_BYTES = 65536;

/** Situation of a state, accumulated while it is expanded. */
export const FLAGS = {
  /** A step is enabled that is not optional. */
  obliging: 1,
  /** A step is enabled that is optional. */
  optional: 2,
  /** A process waits for what is owed to it. */
  blocked: 4,
  /** A successor was kept, was outside `within`. */
  kept: 8,
  cut: 16,
} as const;

/** What is looked out for: fixed numbers first, then one for each property in the program's order. */
export const OBSERVER = {
  /** Steps that fail. */
  failure: 0,
  deadlock: 1,
  /** `within` and `mayEnd`, which can only fail. */
  within: 2,
  mayEnd: 3,
  firstProperty: 4,
} as const;

export const MODE = {
  /** Batches go to the visited set. */
  exploring: 0,
  /** Every step of a state becomes an entry for the host to read, also those that fail or leave `within`. */
  examining: 1,
  /** Successors are dropped. */
  probing: 2,
} as const;

/** First 32 bits of an entry while examining; a failed step is marked 2 + site. */
export const MARK = { kept: 0, cut: 1, failed: 2 } as const;

/** Of the first 32 bits of a kept entry that was looked up: this, and the number of the state plus one, or 0 if there is none. */
export const LOCATED = 0x80000000;

/** Bits of what was found. */
export const FOUND = { violated: 1, failed: 2 } as const;

/**
 * Slots that hold only what their place does not say of a state: the rest of its hash, and how far it is from home. The hash
 * is a bijection of so many bits, so that is the whole state.
 */
export interface Remainders {
  /** Of a state of one word, all at its lower end. */
  readonly stateBits: number;
  /** From 4 to 6. */
  readonly slotBytes: number;
  /** With keys it is no bijection but one of so many bits of states of any size (compaction.ts), and what is kept is not the state. */
  readonly keys: readonly bigint[] | null;
}

/** How states are shared out over partitions, each with a memory of its own. */
export interface Sharing {
  /** There are 2^bits partitions. The top bits of a state's hash say which one it belongs to. */
  readonly bits: number;
  /** Who fills inboxes: each has one of its own in every partition. */
  readonly members: number;
}

export interface ExchangeMap extends Sharing {
  /** For each partition 32 bits: the address after what its outbox holds. */
  readonly ends: number;
  /** One for each partition, also for the one that this is. */
  readonly outboxes: number;
  readonly outboxBytes: number;
  /** 64 bits for each of the states that are looked up. */
  readonly notes: number;
  /** One for each member. */
  readonly inboxes: number;
  readonly inboxBytes: number;
}

/** The program's own addresses. */
export interface MemoryMap {
  /** 64 bits for `init`, then for each process and location, in order: successors produced there. */
  readonly coverage: number;
  /** First number of each process in `coverage`. */
  readonly coverageIndex: readonly number[];
  /** Of those, the ones that count successors; after them come those of `branches`. */
  readonly coverageCount: number;
  /** For each branch 64 bits for each side. */
  readonly branches: number;
  readonly branchCount: number;
  /** 32 bits for each observer: 1 if it is wanted; what was found. */
  readonly wanted: number;
  readonly found: number;
  readonly observers: number;
  /** 32 bits for each site: not 0 if a step failed there. */
  readonly sites: number;
  /** Constant tables. */
  readonly tables: number;
  /** Options and counts of the choices of a step, and of a step tried by `enabled`. */
  readonly choices: readonly [number, number];
  /** Runs of locals with a computed index: of a step, of a step tried by `enabled`, of a predicate. */
  readonly registers: readonly [number, number, number];
  /** The words of one state each: the default values, the state being expanded, one for the host's use. */
  readonly defaults: number;
  readonly current: number;
  readonly spare: number;
  readonly batch: number;
  readonly batchEnd: number;
  /** States produced lately, 2^recentBits of them. */
  readonly recent: number;
  readonly recentBits: number;
  /** Null for slots that hold whole states, or numbers. */
  readonly remainders: Remainders | null;
  readonly slotBytes: number;
  /** Where states go that belong elsewhere; null if there is one partition alone. */
  readonly exchange: ExchangeMap | null;
  /** Where slots hold remainders of four bytes: states kept whole, and room for a copy of them during growth. */
  readonly overflow: number;
  readonly overflowCopy: number;
  /** Copy of the low slots during growth. */
  readonly low: number;
  /** First slot of the visited set. */
  readonly table: number;
}
