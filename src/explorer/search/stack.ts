// The stack of a depth-first search: the path of states that were gone into, and for each what is still to be gone into
// after it. New successors are a stretch of numbers; states to be looked at again are few and listed. A path may have as
// many states as there are, so only its last ones are kept in memory; those before go to disk, a block at a time, and come
// back when the search does. The invariant: every state of the path is a successor of the one before it, the first one an
// initial state.

import { Spill } from "../store/spill.ts";

/** Numbers of a frame: the state, the next of its new successors, the end of them. */
const FIELDS = 3;

/** What a test may want otherwise. */
export interface StackSettings {
  /** Frames of a block, an even number. */
  readonly block?: number;
  /** Blocks in memory at most, two at least. */
  readonly resident?: number;
}

/** 48 KiB. */
const BLOCK_FRAMES = 4096;

/** 48 MiB, or the nth part of the memory that the search has. */
const MOST_RESIDENT = 1024;
const LEAST_RESIDENT = 2;
const STACK_SHARE = 1 / 16;

/** Blocks to keep in memory, of so many bytes. */
export function residentBlocks(bytes: number): number {
  const share = Math.floor((bytes * STACK_SHARE) / (BLOCK_FRAMES * FIELDS * 4));
  return Math.min(MOST_RESIDENT, Math.max(LEAST_RESIDENT, share));
}

export class Stack {
  readonly #blockFrames: number;
  readonly #mostResident: number;
  /** Null for those on disk. */
  readonly #blocks: (Uint32Array<ArrayBuffer> | null)[] = [];
  /** The first block that is in memory, which all after it are, too. */
  #firstResident = 0;
  /** The most blocks that were. */
  #peak = 0;
  /** Not made before it is needed. */
  #spill: Spill | null = null;
  /** The disk did not take something: then the rest stays in memory. */
  #refused = false;
  /** States to be looked at again, by frame. */
  readonly #again = new Map<number, number[]>();
  /** Index of the top frame; the bottom one stands for the start. */
  #top = 0;
  /** The block of the top frame, and where in it that is. */
  #block: Uint32Array<ArrayBuffer>;
  #frame = 0;
  #longest = 0;

  /** `initial`: the number of initial states, which are the first in the log. */
  constructor(initial: number, { block = BLOCK_FRAMES, resident = MOST_RESIDENT }: StackSettings = {}) {
    this.#blockFrames = block;
    this.#mostResident = resident;
    this.#block = this.#open(0);
    this.#block[2] = initial;
  }

  /** States on the path. */
  get depth(): number {
    return this.#top;
  }

  /** The most states that were ever on a path. */
  get longest(): number {
    return this.#longest;
  }

  /** Bytes in memory now, and at most so far. */
  get bytes(): number {
    return (this.#blocks.length - this.#firstResident) * this.#block.byteLength;
  }

  get peakBytes(): number {
    return this.#peak * this.#block.byteLength;
  }

  /** The states of the path, the initial one first. */
  get path(): readonly number[] {
    const states: number[] = [];
    for (const [i, resident] of this.#blocks.entries()) {
      const block = resident ?? this.#read(i);
      for (let frame = 0; frame < this.#blockFrames; frame++) {
        const index = i * this.#blockFrames + frame;
        if (index > 0 && index <= this.#top) states.push(block[frame * FIELDS]!);
      }
    }
    return states;
  }

  /** The next state to go into, after the last one of the path as it is then; null if there is none left. */
  next(): number | null {
    for (; this.#top >= 0; this.#leave()) {
      if (this.#again.size > 0) {
        const again = this.#again.get(this.#top)?.pop();
        if (again !== undefined) return again;
        this.#again.delete(this.#top);
      }
      const state = this.#block[this.#frame + 1]!;
      if (state < this.#block[this.#frame + 2]!) {
        this.#block[this.#frame + 1] = state + 1;
        return state;
      }
    }
    return null;
  }

  /** Goes into a state whose new successors have these numbers. */
  push(state: number, first: number, end: number): void {
    this.#top++;
    this.#frame += FIELDS;
    if (this.#frame === this.#block.length) {
      this.#block = this.#open(this.#blocks.length);
      this.#frame = 0;
    }
    this.#block[this.#frame] = state;
    this.#block[this.#frame + 1] = first;
    this.#block[this.#frame + 2] = end;
    this.reach(this.#top);
  }

  /** Adds a successor of the last state of the path that is to be looked at again. */
  add(state: number): void {
    const again = this.#again.get(this.#top);
    if (again === undefined) this.#again.set(this.#top, [state]);
    else again.push(state);
  }

  /** Takes note of a path of so many states that ends in one that is not gone into. */
  reach(depth: number): void {
    if (depth > this.#longest) this.#longest = depth;
  }

  /** Gives back what is not memory. */
  close(): void {
    this.#spill?.close();
  }

  #leave(): void {
    this.#top--;
    this.#frame -= FIELDS;
    if (this.#frame >= 0 || this.#top < 0) return;
    this.#blocks.pop();
    const index = this.#blocks.length - 1;
    if (index < this.#firstResident) {
      this.#blocks[index] = this.#read(index);
      this.#firstResident = index;
    }
    this.#block = this.#blocks[index]!;
    this.#frame = this.#block.length - FIELDS;
  }

  /** Another block in memory, the last one. */
  #open(index: number): Uint32Array<ArrayBuffer> {
    if (index - this.#firstResident >= this.#mostResident) this.#release();
    const block = new Uint32Array(this.#blockFrames * FIELDS);
    this.#blocks.push(block);
    this.#peak = Math.max(this.#peak, this.#blocks.length - this.#firstResident);
    return block;
  }

  /** Brings the earlier half of what is in memory to disk, if it takes it. */
  #release(): void {
    if (this.#refused) return;
    for (let left = this.#mostResident >> 1; left > 0; left--) {
      const index = this.#firstResident;
      try {
        this.#spill ??= new Spill(1);
        this.#spill.write(wordsOf(this.#blocks[index]!), this.#firstWordOf(index));
      } catch {
        this.#refused = true;
        return;
      }
      this.#blocks[index] = null;
      this.#firstResident++;
    }
  }

  #read(index: number): Uint32Array<ArrayBuffer> {
    const block = new Uint32Array(this.#blockFrames * FIELDS);
    this.#spill!.read(wordsOf(block), this.#firstWordOf(index));
    return block;
  }

  #firstWordOf(index: number): number {
    return (index * this.#blockFrames * FIELDS) / 2;
  }
}

function wordsOf(block: Uint32Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  return new BigUint64Array(block.buffer);
}
