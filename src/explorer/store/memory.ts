// The memory a search may use: bounds in bytes come in, one WebAssembly memory goes out. It is created whole, which costs
// address space and a few milliseconds but no storage until it is written, so nothing ever has to move. The invariant:
// it is never larger than asked for or than the machine can sensibly give.

import { totalmem } from "node:os";
import { type Memory, webAssembly } from "./webassembly.ts";

const PAGE_BYTES = 65536;

/** The most a 32-bit memory can hold. */
const LARGEST_PAGES = 65536;

/** The largest share of the machine's memory that a search takes unasked. */
const SHARE = 0.8;

/**
 * A memory of at least `least` and, if possible, `most` bytes (null: what the machine has). Where the system refuses so
 * much address space at once, smaller ones are tried. Throws if not even the least can be had.
 */
export function openMemory(least: number, most: number | null): Memory {
  const smallest = Math.ceil(least / PAGE_BYTES);
  let pages = Math.min(LARGEST_PAGES, Math.max(smallest, Math.floor((most ?? machineBytes() * SHARE) / PAGE_BYTES)));
  for (;;) {
    try {
      return new webAssembly.Memory({ initial: pages, maximum: pages });
    } catch (error) {
      if (!(error instanceof RangeError) || pages <= smallest) throw error;
      pages = Math.max(smallest, pages >> 1);
    }
  }
}

function machineBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
