// States that need not be in memory any more, on disk: those of levels that have been expanded, which only a
// counterexample asks for again. What comes in is stretches of a log as they lie in memory, what goes out the same ones.
// States that are found by number are never without their log. The file has no name from the moment it is open, so that
// whatever ends the process leaves nothing behind. The invariant: the k words of state number i are at byte 8 · k · i, the
// last one first.

import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WORD_BYTES = 8;

/** Words copied at once: memory that threads share cannot be handed to the system everywhere. */
const CHUNK_WORDS = 2 ** 17;

export class Spill {
  /** Words of a state. */
  readonly #words: number;
  readonly #folder: string;
  readonly #file: number;
  readonly #chunk = new BigUint64Array(CHUNK_WORDS);
  readonly #bytes = new Uint8Array(this.#chunk.buffer);
  /** What the disk has not taken: the words from this one on, in the order of the file. */
  #rest: { readonly first: number; readonly words: BigUint64Array } | null = null;

  /** Opens a file in the system's folder for temporary ones. Throws if there can be none. */
  constructor(words: number) {
    this.#words = words;
    this.#folder = mkdtempSync(join(tmpdir(), "allways-"));
    try {
      this.#file = openSync(join(this.#folder, "states"), "w+");
    } finally {
      this.#unlink();
    }
  }

  /** Writes states from number `first` on; `log` has the last one first. Throws if the disk does not take them. */
  write(log: BigUint64Array, first: number): void {
    const from = first * this.#words;
    for (let done = 0; done < log.length; ) {
      const count = Math.min(CHUNK_WORDS, log.length - done);
      this.#chunk.set(log.subarray(log.length - done - count, log.length - done));
      this.#chunk.subarray(0, count).reverse();
      const [at, end] = [(from + done) * WORD_BYTES, count * WORD_BYTES];
      for (let written = 0; written < end; ) {
        written += writeSync(this.#file, this.#bytes, written, end - written, at + written);
      }
      done += count;
    }
  }

  /** As `write`, for the last states there are, if the disk does not take them: they stay in memory. */
  keep(log: BigUint64Array, first: number): void {
    this.#rest = { first: first * this.#words, words: new BigUint64Array(log).reverse() };
  }

  /** Fills `log` with the states from number `first` on, the last one first. */
  read(log: BigUint64Array, first: number): void {
    const from = first * this.#words;
    for (let done = 0; done < log.length; ) {
      const chunk = this.#wordsFrom(from + done, log.length - done);
      log.set(chunk.reverse(), log.length - done - chunk.length);
      done += chunk.length;
    }
  }

  /** Some words, at least one and at most so many, from one on; they are the caller's until the next ones are asked for. */
  #wordsFrom(first: number, most: number): BigUint64Array {
    const count = Math.min(CHUNK_WORDS, most);
    const rest = this.#rest;
    if (rest !== null && first >= rest.first) {
      return rest.words.slice(first - rest.first, first - rest.first + count);
    }
    const end = (rest === null ? count : Math.min(count, rest.first - first)) * WORD_BYTES;
    for (let filled = 0; filled < end; ) {
      const read = readSync(this.#file, this.#bytes, filled, end - filled, first * WORD_BYTES + filled);
      if (read === 0) throw new Error("states on disk have got lost; please report this");
      filled += read;
    }
    return this.#chunk.subarray(0, end / WORD_BYTES);
  }

  close(): void {
    closeSync(this.#file);
    this.#unlink();
  }

  /** Where open files can be without a name; elsewhere `close` does it. */
  #unlink(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {}
  }
}
