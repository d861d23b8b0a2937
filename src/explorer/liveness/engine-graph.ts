// The graph of a finished breadth-first search as it lies in the engine: numbers are those of its log, and steps are made
// again whenever they are asked for. What comes in is an engine that can look up the numbers of states; what goes out is a
// StateGraph. The invariant: nothing is added to the log, and the search could go on after `close`.

import type { Temporal } from "../../spec/program/program.ts";
import { ENTRY_TAG, LOCATED, TAG_NUMBER } from "../compile/memory-map.ts";
import { starts } from "../reference/interpreter.ts";
import { choicesOf, disagreement } from "../search/interpretation.ts";
import type { Engine } from "../store/engine.ts";
import { Examiner } from "../store/examiner.ts";
import { AtomFailure, Edges, NOWHERE, type StateGraph } from "./graph.ts";

/** Answers of an atom: from here on it failed to evaluate. */
const FAILED = 2;

type Check = (...addresses: number[]) => number;

export class EngineGraph implements StateGraph {
  readonly edges: Edges = new Edges();
  readonly states: number;
  readonly starts: StateGraph["starts"];
  readonly stepAtoms: number;
  readonly #engine: Engine;
  readonly #examiner: Examiner;
  readonly #letters: Uint8Array | Uint32Array;
  /** The memory of the engine. */
  readonly #numbers: Int32Array;
  readonly #single = new Int32Array(1);
  /** By state of those being expanded: where its entries end. */
  #ends = new Uint32Array(64);
  readonly #stepChecks: readonly { readonly atom: number; readonly check: Check }[];
  readonly #stateChecks: readonly { readonly atom: number; readonly check: Check }[];

  /** `temporal`: whose atoms to evaluate, and its property's number; null for none. */
  constructor(engine: Engine, temporal: Temporal | null, property: number) {
    this.#engine = engine;
    this.#examiner = new Examiner(engine);
    this.#examiner.open();
    // The same table, for successors with their numbers (compile/locate.ts).
    engine.forgetRecent();
    this.states = engine.states;
    this.#numbers = new Int32Array(engine.numbers.buffer);
    const atoms = temporal?.atoms ?? [];
    const checks = atoms.map(({ over }, atom) => ({ over, atom, check: atomOf(engine, property, atom) }));
    this.#stateChecks = checks.filter(({ over }) => over === "state");
    this.#stepChecks = checks.filter(({ over }) => over === "step");
    this.stepAtoms = this.#stepChecks.reduce((bits, { atom }) => bits | (1 << atom), 0);
    this.starts = this.#findStarts();
    this.#letters = new (atoms.length <= 8 ? Uint8Array : Uint32Array)(this.states);
  }

  /** Evaluates the atoms over states in all of them; must be done before anything is asked. Throws AtomFailure. */
  *readLetters(): Generator<void> {
    for (let state = 0; state < this.states; state++) {
      const address = this.#engine.addressOf(state);
      let letter = 0;
      for (const { atom, check } of this.#stateChecks) {
        const answer = check(address);
        if (answer >= FAILED) throw new AtomFailure(state, null, atom);
        // A check says 0 where the condition holds.
        if (answer === 0) letter |= 1 << atom;
      }
      this.#letters[state] = letter;
      if (state % 65536 === 65535) yield;
    }
  }

  expand(state: number): void {
    this.#single[0] = state;
    this.expandAll(this.#single, 1);
  }

  expandAll(states: Int32Array, count: number): void {
    const engine = this.#engine;
    const examiner = this.#examiner;
    const { entries, roomEnd } = examiner;
    const ends = this.#ends.length < count ? new Uint32Array(count) : this.#ends;
    this.#ends = ends;
    this.edges.count = 0;
    for (let next = 0; next < count; ) {
      const first = next;
      let end = entries;
      do {
        end = examiner.examine(engine.addressOf(states[next]!), end);
        ends[next++] = end;
      } while (next < count && end < roomEnd);
      engine.code.locate!(entries, end);
      this.edges.reserve((end - entries) / examiner.stride);
      for (let nth = first; nth < next; nth++) {
        this.#read(states[nth]!, nth === first ? entries : ends[nth - 1]!, ends[nth]!);
        this.edges.end(nth);
      }
    }
  }

  /** Adds the entries of a state to the edges. */
  #read(state: number, first: number, end: number): void {
    const { edges } = this;
    const { targets, processes, obliging, letters } = edges;
    const { stride, processes: movers } = this.#examiner;
    const numbers = this.#numbers;
    const before = edges.count;
    const [last, step] = [end >>> 2, stride >>> 2];
    let count = before;
    for (let at = first >>> 2; at < last; at += step) {
      const mark = numbers[at]!;
      const tag = numbers[at + ENTRY_TAG / 4]!;
      let target: number = NOWHERE;
      let letter = 0;
      // Marks are LOCATED, an optional step has a tag, by the sign.
      if (mark < 0) {
        target = (mark & ~LOCATED) - 1;
        if (target < 0) throw new Error("a step leads out of the states that were found; please report this");
        if (this.stepAtoms !== 0) letter = this.#letterOf(state, count - before, at * 4);
      }
      targets[count] = target;
      processes[count] = movers[tag & TAG_NUMBER]!;
      obliging[count] = tag >= 0 ? 1 : 0;
      letters[count++] = letter;
    }
    edges.count = count;
  }

  /** Evaluates the atoms over steps. */
  #letterOf(state: number, position: number, entry: number): number {
    const examiner = this.#examiner;
    const [after, before] = [examiner.stateOf(entry), this.#engine.addressOf(state)];
    let letter = 0;
    for (const { atom, check } of this.#stepChecks) {
      const answer = check(after, before, examiner.processOf(entry), examiner.locationOf(entry));
      if (answer >= FAILED) throw new AtomFailure(state, position, atom);
      if (answer === 0) letter |= 1 << atom;
    }
    return letter;
  }

  letter(state: number): number {
    return this.#letters[state]!;
  }

  choices(state: number, position: number): readonly number[] {
    const choices = choicesOf(this.#engine, this.#engine.addressOf(state))[position];
    if (choices === undefined) throw disagreement();
    return choices;
  }

  close(): void {
    this.#examiner.close();
    this.#engine.forgetRecent();
  }

  #findStarts(): StateGraph["starts"] {
    const examiner = this.#examiner;
    const found = new Map<number, number>();
    const end = examiner.examineStart();
    if ((end - examiner.entries) / examiner.stride !== starts(this.#engine.compiled.program).length)
      throw disagreement();
    for (let entry = examiner.entries, position = 0; entry < end; entry += examiner.stride, position++) {
      if (!examiner.isKept(entry)) continue;
      const state = this.#engine.code.find(examiner.stateOf(entry)) - 1;
      if (!found.has(state)) found.set(state, position);
    }
    return [...found].map(([state, position]) => ({ state, position }));
  }
}

function atomOf(engine: Engine, property: number, atom: number): Check {
  return (engine.code as unknown as Record<string, Check>)[`atom${property}_${atom}`]!;
}
