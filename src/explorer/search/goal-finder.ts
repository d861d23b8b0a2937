// What a breadth-first search has found so far, as goals with the smallest depth of each (property/goals.ts). The code
// leaves one bit per thing looked for; once per level the bits become goals here. Where something failed to evaluate,
// the level is gone through again to see at which sites. The invariant: a goal is entered once, with the depth of the
// level in which it was met first.

import type { Program, Property, Statement } from "../../spec/program/program.ts";
import { FOUND, MARK, OBSERVER } from "../compile/memory-map.ts";
import { walkBody } from "../compile/walk.ts";
import type { Goal } from "../property/goals.ts";
import type { Stretch } from "../store/crew.ts";
import type { Engine } from "../store/engine.ts";
import { Examiner } from "../store/examiner.ts";

export type { Stretch };

export interface KnownGoal {
  readonly goal: Goal;
  readonly depth: number;
}

const FAILED = 2;

export class GoalFinder {
  #engines: readonly Engine[] = [];
  readonly #properties: readonly Property[];
  readonly #sites: Program["sites"];
  /** By property. */
  readonly #wanted: readonly boolean[];
  /** By observer: what there is still to learn. */
  readonly #open = new Map<number, boolean>();
  readonly #goals = new Map<string, KnownGoal>();
  #fresh: KnownGoal[] = [];

  /** `properties`: names of those to check, null for all. */
  constructor(engine: Engine, properties: ReadonlySet<string> | null) {
    const { program } = engine.compiled;
    this.#properties = program.properties;
    this.#sites = program.sites;
    this.#wanted = program.properties.map(({ name }) => properties === null || properties.has(name));
    this.#wanted.forEach((wanted, property) => {
      this.#open.set(OBSERVER.firstProperty + property, wanted);
    });
    this.follow([engine]);
  }

  /** From now on these engines have the states. */
  follow(engines: readonly Engine[]): void {
    this.#engines = engines;
    for (const engine of engines) {
      engine.clearFound();
      for (const [observer, open] of this.#open) engine.setWanted(observer, open);
    }
  }

  /** Takes over what was known of this search before. */
  recall(goals: readonly KnownGoal[]): void {
    for (const { goal, depth } of goals) this.#enter(goal.kind, goal.property, goal.site, depth);
  }

  /** Whether this property is to be checked. */
  isWanted(property: number): boolean {
    return this.#wanted[property]!;
  }

  /** Goals reached at this depth or before. */
  upTo(depth: number): readonly KnownGoal[] {
    return [...this.#goals.values()].filter((known) => known.depth <= depth);
  }

  /** Whether a violation (anything but a witness) is known at this depth or before. */
  hasViolation(depth: number): boolean {
    return this.upTo(depth).some(({ goal }) => goal.kind !== "reachable");
  }

  /** Goals that were met since this was asked last. */
  takeFresh(): readonly KnownGoal[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /**
   * Takes note of what an engine has seen in the states of a level itself, or in its part of them: what is quiescent or a
   * deadlock.
   */
  noteStates(depth: number, level: Stretch, engine: Engine = this.#engines[0]!): void {
    if (engine.found(OBSERVER.deadlock) & FOUND.violated) this.#enter("deadlock", null, null, depth);
    if (engine.found(OBSERVER.mayEnd) & FOUND.failed) {
      const { mayEnd } = engine.code;
      const sites = sitesOfStates(engine, level, OBSERVER.mayEnd, mayEnd!);
      for (const site of sites) this.#enterFailure(null, site, depth);
    }
    this.#forProperties(engine, ["quiescent"], (property, found) => {
      if (found & FOUND.violated) this.#enter("quiescent", property, null, depth);
      if (found & FOUND.failed) {
        const sites = sitesOfStates(engine, level, OBSERVER.firstProperty + property, engine.check(property));
        for (const site of sites) this.#enterFailure(property, site, depth);
      }
    });
  }

  /**
   * Takes note of what an engine has seen in expanding a level (null: in starting): in its steps, and in the new states,
   * which are of the given depth.
   */
  noteSteps(depth: number, expanded: Stretch | null, fresh: Stretch, engine: Engine = this.#engines[0]!): void {
    const { program } = engine.compiled;
    if (engine.found(OBSERVER.failure)) {
      for (const site of engine.failedSites()) this.#enterFailure(null, site, depth);
    }
    if (engine.found(OBSERVER.within) & FOUND.failed) {
      const { within } = engine.code;
      const sites = sitesOfSteps(engine, expanded, (examiner, _, entry) =>
        examiner.markOf(entry) === MARK.cut ? within!(examiner.stateOf(entry)) : 0,
      );
      for (const site of sites) this.#enterFailure(null, site, depth);
    }
    this.#forProperties(engine, ["always", "reachable", "step"], (property, found, kind) => {
      if (found & FOUND.violated) this.#enter(kind, property, null, depth);
      if ((found & FOUND.failed) === 0) return;
      const check = engine.check(property);
      const sites = new Set<number>();
      if (kind === "step") {
        for (const site of sitesOfSteps(engine, expanded, (examiner, source, entry) =>
          examiner.markOf(entry) < MARK.failed
            ? check(examiner.stateOf(entry), source, examiner.processOf(entry), examiner.locationOf(entry))
            : 0,
        )) {
          sites.add(site);
        }
      } else {
        for (let state = fresh.from; state < fresh.to; state++) addSite(sites, check(engine.addressOf(state)));
        if (program.within !== null) {
          for (const site of sitesOfSteps(engine, expanded, (examiner, _, entry) =>
            examiner.markOf(entry) === MARK.cut ? check(examiner.stateOf(entry)) : 0,
          )) {
            sites.add(site);
          }
        }
      }
      for (const site of sites) this.#enterFailure(property, site, depth);
    });
  }

  #forProperties(
    engine: Engine,
    kinds: readonly Property["kind"][],
    body: (property: number, found: number, kind: Property["kind"]) => void,
  ): void {
    const found = engine.readFound();
    this.#properties.forEach(({ kind }, property) => {
      const bits = found[OBSERVER.firstProperty + property]!;
      if (kinds.includes(kind) && bits !== 0) body(property, bits, kind);
    });
  }

  #enter(kind: Goal["kind"], property: number | null, site: number | null, depth: number): void {
    const key = `${kind} ${property} ${site}`;
    if (this.#goals.has(key)) return;
    const known = { goal: { kind, property, site }, depth };
    this.#goals.set(key, known);
    this.#fresh.push(known);
    // Nothing more to learn about it, unless it can also fail to evaluate.
    if (property !== null && !canFail(this.#properties[property]!)) {
      this.#open.set(OBSERVER.firstProperty + property, false);
      for (const engine of this.#engines) engine.setWanted(OBSERVER.firstProperty + property, false);
    }
  }

  #enterFailure(property: number | null, site: number, depth: number): void {
    const kind = this.#sites[site]!.kind === "assert" ? "assert" : "error";
    this.#enter(kind, property, site, depth);
  }
}

/** Sites at which a predicate fails that is asked only of states with nothing more to do. */
function sitesOfStates(
  engine: Engine,
  level: Stretch,
  observer: number,
  check: (state: number) => number,
): ReadonlySet<number> {
  const examiner = new Examiner(engine);
  examiner.open();
  const sites = new Set<number>();
  for (let state = level.from; state < level.to; state++) {
    const address = engine.addressOf(state);
    engine.clearFound();
    examiner.examine(address);
    if (engine.found(observer) & FOUND.failed) addSite(sites, check(address));
  }
  examiner.close();
  return sites;
}

/** Sites at which a check of steps fails. */
function sitesOfSteps(
  engine: Engine,
  expanded: Stretch | null,
  check: (examiner: Examiner, source: number, entry: number) => number,
): ReadonlySet<number> {
  const examiner = new Examiner(engine);
  examiner.open();
  const sites = new Set<number>();
  const look = (source: number, end: number): void => {
    for (let entry = examiner.entries; entry < end; entry += examiner.stride) {
      addSite(sites, check(examiner, source, entry));
    }
  };
  if (expanded === null) {
    look(0, examiner.examineStart());
  } else {
    for (let state = expanded.from; state < expanded.to; state++) {
      const address = engine.addressOf(state);
      look(address, examiner.examine(address));
    }
  }
  examiner.close();
  return sites;
}

function addSite(sites: Set<number>, answer: number): void {
  if (answer >= FAILED) sites.add(answer - FAILED);
}

/** Whether any of the conditions can fail to evaluate. */
export function canFail({ conjuncts }: Pick<Property, "conjuncts">): boolean {
  let fails = false;
  const statement = (s: Statement): void => {
    if (s.kind === "fail" || (s.kind === "set" && s.check !== undefined)) fails = true;
  };
  for (const { body } of conjuncts) walkBody(body, { statement });
  return fails;
}
