// The graph of states as the search for unfair or endless runs sees it, whoever has the states. What comes in is the
// number of a state; what goes out is its steps, in the order of the canonical schedule, and which atoms hold. The
// invariant: `edges` speak of the state that was expanded last, and are complete: a step that fails or leaves `within` is
// there, without a target.

import type { Fairness, Program } from "../../spec/program/program.ts";

/** No state: a step that fails, or that `within` cuts. */
export const NOWHERE = -1;

/** The steps of one state, by position. */
export class Edges {
  count = 0;
  targets: Int32Array = new Int32Array(64);
  processes: Int32Array = new Int32Array(64);
  /** 1: somebody is obliged to take a step here. */
  obliging: Uint8Array = new Uint8Array(64);
  /** Bits of the atoms over steps. */
  letters: Int32Array = new Int32Array(64);

  add(target: number, process: number, obliging: boolean, letter: number): void {
    const at = this.count++;
    if (at === this.targets.length) this.#enlarge();
    this.targets[at] = target;
    this.processes[at] = process;
    this.obliging[at] = obliging ? 1 : 0;
    this.letters[at] = letter;
  }

  /** Whether a run may stay here: nobody is obliged to move. */
  get isQuiet(): boolean {
    for (let i = 0; i < this.count; i++) if (this.obliging[i] !== 0) return false;
    return true;
  }

  #enlarge(): void {
    const size = this.targets.length * 2;
    const grown = <A extends Int32Array | Uint8Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.targets = grown(new Int32Array(size), this.targets);
    this.processes = grown(new Int32Array(size), this.processes);
    this.obliging = grown(new Uint8Array(size), this.obliging);
    this.letters = grown(new Int32Array(size), this.letters);
  }
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
  /** Bits of the atoms over states. */
  letter(state: number): number;
  /** The options of the step at a position among the edges of a state. */
  choices(state: number, position: number): readonly number[];
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
