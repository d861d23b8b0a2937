// The stack of a depth-first search: the path of states that were gone into, and for each what is still to be gone into
// after it. New successors are a stretch of numbers; states to be looked at again are few and listed. The invariant:
// every state of the path is a successor of the one before it, the first one an initial state.

const FIRST_FRAMES = 1024;

/** Numbers of a frame: the state, the next of its new successors, the end of them. */
const FIELDS = 3;

export class Stack {
  #frames = new Uint32Array(FIRST_FRAMES * FIELDS);
  /** States to be looked at again, by frame. */
  readonly #again = new Map<number, number[]>();
  /** Index of the top frame; the bottom one stands for the start. */
  #top = 0;
  #longest = 0;

  /** `initial`: the number of initial states, which are the first in the log. */
  constructor(initial: number) {
    this.#frames[2] = initial;
  }

  /** States on the path. */
  get depth(): number {
    return this.#top;
  }

  /** The most states that were ever on a path. */
  get longest(): number {
    return this.#longest;
  }

  /** The states of the path, the initial one first. */
  get path(): readonly number[] {
    return Array.from({ length: this.#top }, (_, i) => this.#frames[(i + 1) * FIELDS]!);
  }

  /** The next state to go into, after the last one of the path as it is then; null if there is none left. */
  next(): number | null {
    for (; this.#top >= 0; this.#top--) {
      const again = this.#again.get(this.#top)?.pop();
      if (again !== undefined) return again;
      this.#again.delete(this.#top);
      const frame = this.#top * FIELDS;
      const state = this.#frames[frame + 1]!;
      if (state < this.#frames[frame + 2]!) {
        this.#frames[frame + 1] = state + 1;
        return state;
      }
    }
    return null;
  }

  /** Goes into a state whose new successors have these numbers. */
  push(state: number, first: number, end: number): void {
    const frame = ++this.#top * FIELDS;
    if (frame === this.#frames.length) {
      const larger = new Uint32Array(frame * 2);
      larger.set(this.#frames);
      this.#frames = larger;
    }
    this.#frames[frame] = state;
    this.#frames[frame + 1] = first;
    this.#frames[frame + 2] = end;
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
    this.#longest = Math.max(this.#longest, depth);
  }
}
