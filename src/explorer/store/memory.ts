// The memory a search may use: bounds in bytes come in, a WebAssembly memory that can be made larger once goes out.
// Most searches never need more than it has at first; to commit gigabytes costs milliseconds that they should not pay,
// though no storage until it is written. The invariant: it is never larger than asked for or than the machine can
// sensibly give.

import { freemem, totalmem } from "node:os";
import { SpecError } from "../../spec/source/diagnostic.ts";
import { adviseHugePages } from "./huge-pages.ts";
import { type Memory, webAssembly } from "./webassembly.ts";

const PAGE_BYTES = 65536;

/** The most a 32-bit memory can hold. */
const LARGEST_PAGES = 65536;

export const LARGEST_BYTES: number = LARGEST_PAGES * PAGE_BYTES;

/** The largest share of the machine's memory that a search takes unasked, and what the rest of the program needs. */
const SHARE = 0.8;
const OWN_BYTES = 2 ** 27;

/** As much as a search takes even where there seems to be nothing. */
const LEAST_BYTES = 2 ** 24;

/** Less than that is not worth a memory of its own: 16 MiB. */
const LEAST_SHARED_PAGES = 256;

/** What a search has at first. */
const FIRST_BYTES = 2 ** 22;

export interface GrowingMemory {
  readonly memory: Memory;
  /** Bytes it can have. Less than promised if the system refuses. */
  readonly mostBytes: () => number;
  /** Makes it as large as it can be. */
  readonly enlarge: () => void;
}

/** A memory that several threads may see, as large as it will ever be: at most so many bytes. Takes storage as it is written. */
export function openSharedMemory(most: number): GrowingMemory {
  for (let pages = Math.min(LARGEST_PAGES, Math.floor(most / PAGE_BYTES)); ; pages >>= 1) {
    try {
      const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
      adviseHugePages(memory.buffer);
      return fixedMemory(memory);
    } catch (error) {
      // Not so much address space at once, then.
      if (!(error instanceof RangeError)) throw error;
      if (pages <= LEAST_SHARED_PAGES) throw noMemory();
    }
  }
}

/** One that will stay as it is. */
export function fixedMemory(memory: Memory): GrowingMemory {
  return { memory, mostBytes: () => memory.buffer.byteLength, enlarge: () => {} };
}

/** The bytes that a search may use: those it was given, or what the machine has to give now. */
export function bytesAllowed(most: number | null): number {
  return most ?? Math.max(LEAST_BYTES, Math.floor((machineBytes() - OWN_BYTES) * SHARE));
}

/** A memory of at least `least` and in the end `most` bytes. */
export function openMemory(least: number, most: number): GrowingMemory {
  const smallest = Math.ceil(least / PAGE_BYTES);
  const asked = Math.floor(most / PAGE_BYTES);
  let pages = Math.min(LARGEST_PAGES, Math.max(smallest, asked));
  const first = Math.min(pages, Math.max(smallest, FIRST_BYTES / PAGE_BYTES));
  const memory = openFirst(first, pages);
  if (first * PAGE_BYTES > FIRST_BYTES) adviseHugePages(memory.buffer);
  return {
    memory,
    mostBytes: () => pages * PAGE_BYTES,
    enlarge() {
      const present = memory.buffer.byteLength / PAGE_BYTES;
      while (pages > present) {
        try {
          memory.grow(pages - present);
          adviseHugePages(memory.buffer);
          return;
        } catch (error) {
          // Not so much address space at once, then.
          if (!(error instanceof RangeError)) throw error;
          pages = Math.max(present, pages >> 1);
        }
      }
    },
  };
}

function openFirst(initial: number, maximum: number): Memory {
  try {
    return new webAssembly.Memory({ initial, maximum });
  } catch (error) {
    if (error instanceof RangeError) throw noMemory();
    throw error;
  }
}

function noMemory(): SpecError {
  const hints = ["it takes addresses for some gigabytes, though not as much memory: see ulimit -v"];
  return new SpecError([{ message: "the system gives no memory for the states of a search", hints }], 151);
}

/** What the machine has, or the group of processes that this is one of; not what others use already, where that can be known. */
function machineBytes(): number {
  const constrained = process.constrainedMemory();
  // Elsewhere, what would be given up for others counts as in use.
  const free = process.platform === "linux" ? freemem() : Number.POSITIVE_INFINITY;
  return Math.min(totalmem(), free, constrained > 0 ? constrained : Number.POSITIVE_INFINITY);
}
