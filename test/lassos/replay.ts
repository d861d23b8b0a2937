// Replays a run without end from its JSON alone, by running the author's functions in the language of language.ts: every arrow
// must be a step, the loop must close, and it must be fair. What comes in is a trace document as parsed from JSON, and a way
// to evaluate the spec anew; what goes out is what is wrong with it, in words.

import { isDeepStrictEqual } from "node:util";
import { type Definition, enter, Held, isGenerator, members, World } from "./language.ts";

interface State {
  readonly shared: Readonly<Record<string, unknown>>;
  readonly processes: readonly { readonly process: string; readonly label: string | null; readonly locals: unknown }[];
}

export interface LassoJson {
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly initialChoices: readonly { readonly value: string }[];
  readonly initial: State;
  readonly loop: number;
  readonly steps: readonly {
    readonly process: string;
    readonly label: string;
    readonly choices: readonly { readonly value: string }[];
    readonly state: State;
  }[];
}

interface Runner {
  readonly fn: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  readonly fairness: string;
  /** Null for an action. */
  readonly generator: Generator<string, unknown, unknown> | null;
  label: string | null;
}

/** Evaluates the spec's modules in the world that was entered. */
export type Evaluate = () => Promise<Definition>;

class Run {
  readonly world: World;
  readonly runners: ReadonlyMap<string, Runner>;

  private constructor(world: World, runners: ReadonlyMap<string, Runner>) {
    this.world = world;
    this.runners = runners;
  }

  static async begin(lasso: LassoJson, evaluate: Evaluate): Promise<Run> {
    const world = new World(new Map(lasso.parameters.map(({ name, value }) => [name, value])));
    enter(world);
    const definition = await evaluate();
    world.script = lasso.initialChoices.map(({ value }) => value);
    definition.init?.();
    const runners = new Map<string, Runner>();
    for (const [name, { fn, args, fairness }] of members(definition)) {
      const generator = isGenerator(fn) ? (fn(...(args as never[])) as Runner["generator"]) : null;
      const first = generator?.next();
      const label = generator === null ? name : first!.done ? null : first!.value;
      runners.set(name, { fn, args, fairness, generator, label });
    }
    return new Run(world, runners);
  }

  /** Takes a step; false if it is not possible, and then the run is spoilt. `optional` of the world says whether it was. */
  step(process: string, choices: readonly string[]): boolean {
    const runner = this.runners.get(process);
    if (runner === undefined || runner.label === null) return false;
    this.world.optional = false;
    this.world.script = [...choices];
    try {
      if (runner.generator === null) runner.fn(...(runner.args as never[]));
      else {
        const { done, value } = runner.generator.next();
        runner.label = done ? null : (value as string);
      }
      return true;
    } catch (error) {
      if (error instanceof Held) return false;
      throw error;
    }
  }

  /** Whether shared state and places are as the JSON says. */
  isAt(state: State): boolean {
    const roots = this.world.roots.map((root) => ({ root, taken: false }));
    for (const shown of Object.values(state.shared)) {
      const match = roots.find(({ root, taken }) => !taken && isDeepStrictEqual(plain(root), plain(shown)));
      if (match === undefined) return false;
      match.taken = true;
    }
    return state.processes.every(({ process, label }) => this.runners.get(process)?.label === label);
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Null: nothing is wrong with it. */
export async function whatIsWrongWith(lasso: LassoJson, evaluate: Evaluate): Promise<string | null> {
  const { steps, loop } = lasso;
  const stateOf = (number: number): State => (number === 0 ? lasso.initial : steps[number - 1]!.state);
  const upTo = async (number: number): Promise<Run> => {
    const run = await Run.begin(lasso, evaluate);
    for (const { process, choices } of steps.slice(0, number))
      run.step(
        process,
        choices.map(({ value }) => value),
      );
    return run;
  };

  // Every arrow is a step, once round the loop and once more.
  const run = await Run.begin(lasso, evaluate);
  if (!run.isAt(lasso.initial)) return "does not begin as it says";
  const moved = new Set<string>();
  for (const [index, step] of [...steps, ...steps.slice(loop)].entries()) {
    const number = index < steps.length ? index + 1 : loop + index - steps.length + 1;
    const { process, label, choices, state } = step;
    if (run.runners.get(process)?.label !== label) return `step ${number}: ${process} does not stand at ${label}`;
    if (
      !run.step(
        process,
        choices.map(({ value }) => value),
      )
    )
      return `step ${number} is not possible`;
    if (!run.isAt(state)) return `step ${number} leads elsewhere`;
    if (number > loop && !run.world.optional) moved.add(process);
  }

  const [closing, beginning] = [stateOf(steps.length), stateOf(loop)];
  if (!isDeepStrictEqual(closing.shared, beginning.shared)) return "does not close";
  const places = ({ processes }: State): unknown =>
    processes.map(({ process, label, locals }) => [process, label, locals]);
  if (!isDeepStrictEqual(places(closing), places(beginning))) return "does not close";

  // Which processes must move somewhere, by trying: choices do not decide whether they can in these specs.
  const round = loop === steps.length ? [loop] : steps.slice(loop).map((_, i) => loop + i);
  const owed = new Map<string, boolean[]>();
  for (const number of round) {
    for (const name of run.runners.keys()) {
      const trial = await upTo(number);
      const must = trial.step(name, []) && !trial.world.optional;
      owed.set(name, [...(owed.get(name) ?? []), must]);
    }
  }
  for (const [name, { fairness }] of run.runners) {
    const must = owed.get(name)!;
    if (loop === steps.length && must[0]) return `stays, though ${name} must move`;
    if (fairness === "none" || moved.has(name)) continue;
    if (fairness === "weak" ? !must.includes(false) : must.includes(true)) return `is not fair to ${name}`;
  }
  return null;
}
