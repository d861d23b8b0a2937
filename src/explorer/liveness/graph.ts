// The graph of states as the search for unfair or endless runs sees it, whoever has the states. What comes in is the
// number of a state, or of many; what goes out is their steps, in the order of the canonical schedule, and which atoms hold.
// The invariant: `edges` speak of the states that were expanded last, and are complete: a step that fails or leaves `within`
// is there, without a target.

import type { Fairness, Program } from "../../spec/program/program.ts";

/** No state: a step that fails, or that `within` cuts. */
export const NOWHERE = -1;

/** The steps of one state, by position; or of several, one after another. */
export class Edges {
  count = 0;
  /** By state, as they were expanded: where its steps end. */
  ends: Int32Array = new Int32Array(64);
  targets: Int32Array = new Int32Array(64);
  processes: Int32Array = new Int32Array(64);
  /** 1: somebody is obliged to take a step here. */
  obliging: Uint8Array = new Uint8Array(64);
  /** Bits of the atoms over steps. */
  letters: Int32Array = new Int32Array(64);

  add(target: number, process: number, obliging: boolean, letter: number): void {
    const at = this.count++;
    this.reserve(1);
    this.targets[at] = target;
    this.processes[at] = process;
    this.obliging[at] = obliging ? 1 : 0;
    this.letters[at] = letter;
  }

  /** The steps that were added belong to the state that is the nth to be expanded, as far as they are nobody else's. */
  end(nth: number): void {
    if (nth === this.ends.length) this.ends = grown(new Int32Array(nth * 2), this.ends);
    this.ends[nth] = this.count;
  }

  /** Where the steps of the nth state begin. */
  firstOf(nth: number): number {
    return nth === 0 ? 0 : this.ends[nth - 1]!;
  }

  /** Whether a run may stay in the nth state: nobody is obliged to move. */
  isQuiet(nth = 0): boolean {
    for (let i = this.firstOf(nth); i < this.ends[nth]!; i++) if (this.obliging[i] !== 0) return false;
    return true;
  }

  /** Sees that there is room up to `count`, and for so many more. */
  reserve(more: number): void {
    if (this.count + more <= this.targets.length) return;
    const size = Math.max(this.count + more, this.targets.length * 2);
    this.targets = grown(new Int32Array(size), this.targets);
    this.processes = grown(new Int32Array(size), this.processes);
    this.obliging = grown(new Uint8Array(size), this.obliging);
    this.letters = grown(new Int32Array(size), this.letters);
  }
}

function grown<A extends Int32Array | Uint8Array>(to: A, from: A): A {
  to.set(from);
  return to;
}

export interface StateGraph {
  /** They are numbered from 0. */
  readonly states: number;
  /** Where runs begin, each state once, in the order of the options of `init`; with the position among those. */
  readonly starts: readonly { readonly state: number; readonly position: number }[];
  readonly edges: Edges;
  /** Which bits are atoms over steps. */
  readonly stepAtoms: number;
  /** Makes `edges` those of the state. */
  expand(state: number): void;
  /** Makes `edges` those of the first so many of these states. It is the faster the more there are. */
  expandAll(states: Int32Array, count: number): void;
  /** Bits of the atoms over states. */
  letter(state: number): number;
  /** The options of the step at a position among the edges of a state. */
  choices(state: number, position: number): readonly number[];
}

/** How a graph expands that has its steps in memory. */
export function expansionOf(
  edges: Edges,
  stepsOf: (state: number) => readonly {
    readonly target: number;
    readonly process: number;
    readonly obliging: boolean;
    readonly letter: number;
  }[],
): Pick<StateGraph, "expand" | "expandAll"> {
  const expandAll = (states: ArrayLike<number>, count: number): void => {
    edges.count = 0;
    for (let nth = 0; nth < count; nth++) {
      for (const { target, process, obliging, letter } of stepsOf(states[nth]!)) {
        edges.add(target, process, obliging, letter);
      }
      edges.end(nth);
    }
  };
  return { expand: (state) => expandAll([state], 1), expandAll };
}

/** An atom failed to evaluate: at a state, or at one of its steps. */
export class AtomFailure {
  readonly state: number;
  readonly position: number | null;
  readonly atom: number;

  constructor(state: number, position: number | null, atom: number) {
    this.state = state;
    this.position = position;
    this.atom = atom;
  }
}

/** A process that something is owed to. */
export interface FairProcess {
  readonly process: number;
  readonly fairness: Exclude<Fairness, "none">;
}

export function fairProcesses(program: Program): readonly FairProcess[] {
  return program.processes.flatMap(({ id, fairness }) => (fairness === "none" ? [] : [{ process: id, fairness }]));
}
