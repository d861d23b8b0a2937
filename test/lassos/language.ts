// The language once more, in a few lines and as plain JavaScript, for running specs without anything of src: domains give
// initial values, guards throw where they do not hold, `choose` follows a script, and fairness is remembered. What is only asked
// by properties does nothing. Values are JavaScript's own, so this is for specs that do not rely on copies.

type Values = Readonly<Record<string, unknown>>;

interface Domain {
  readonly fresh: () => unknown;
  readonly values: () => readonly unknown[];
  readonly parse: (text: string) => unknown;
  readonly options?: readonly string[];
}

export interface Family {
  readonly fn: (...args: never[]) => unknown;
  readonly instances: readonly (readonly unknown[])[];
  /** Of `each`. */
  readonly many: boolean;
  readonly fairness: (args: readonly unknown[]) => "none" | "weak" | "strong";
}

export interface Definition {
  readonly processes?: Readonly<Record<string, unknown>>;
  readonly actions?: Readonly<Record<string, unknown>>;
  readonly init?: () => void;
}

/** A guard does not hold. */
export class Held {}

/** What one evaluation of a spec knows and leaves behind. */
export class World {
  readonly settings: ReadonlyMap<string, string>;
  readonly roots: unknown[] = [];
  definition: Definition | null = null;
  optional = false;
  /** Texts of the values to choose next. */
  script: string[] = [];

  constructor(settings: ReadonlyMap<string, string>) {
    this.settings = settings;
  }
}

let world = new World(new Map());

export function enter(next: World): void {
  world = next;
}

const known: (readonly string[])[] = [];

function domain(fresh: () => unknown, values: readonly unknown[], parse: (text: string) => unknown): Domain {
  return { fresh, values: () => values, parse };
}

function freshOf(fields: Readonly<Record<string, Domain>>, initial: Values = {}): Values {
  return Object.fromEntries(Object.entries(fields).map(([name, d]) => [name, initial[name] ?? d.fresh()]));
}

function asFamily(given: unknown, fairness: "none" | "weak"): Family {
  if (typeof given !== "function") return given as Family;
  return { fn: given as Family["fn"], instances: [[]], many: false, fairness: () => fairness };
}

function limited(kind: "none" | "weak" | "strong") {
  return (given: unknown, which: (...args: unknown[]) => boolean = () => true): Family => {
    const family = asFamily(given, typeof given === "function" && isGenerator(given) ? "weak" : "none");
    return { ...family, fairness: (args) => (which(...args) ? kind : family.fairness(args)) };
  };
}

export function isGenerator(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === "[object GeneratorFunction]";
}

/** `actions` and processes by name, as they are shown: `name`, or `name[i]` with the values of `each`. */
export function members(
  definition: Definition,
): Map<string, { fn: Family["fn"]; args: readonly unknown[]; fairness: string }> {
  const found = new Map<string, { fn: Family["fn"]; args: readonly unknown[]; fairness: string }>();
  for (const [group, fairness] of [
    [definition.processes, "weak"],
    [definition.actions, "none"],
  ] as const) {
    for (const [name, given] of Object.entries(group ?? {})) {
      const family = asFamily(given, fairness);
      for (const args of family.instances) {
        const shown = family.many ? `${name}[${args.join(",")}]` : name;
        found.set(shown, { fn: family.fn, args, fairness: family.fairness(args) });
      }
    }
  }
  return found;
}

const sentence = (): object => ({});

/** What a spec imports from "allways". */
export const language: Readonly<Record<string, unknown>> = {
  int: (lo: number, hi: number, initial = lo) =>
    domain(
      () => initial,
      Array.from({ length: Math.min(hi - lo + 1, 4096) }, (_, i) => lo + i),
      Number,
    ),
  bool: (initial = false) =>
    domain(
      () => initial,
      [false, true],
      (text) => text === "true",
    ),
  oneOf(...options: string[]) {
    known.push(options);
    return { ...domain(() => options[0], options, String), options };
  },
  record: (fields: Readonly<Record<string, Domain>>, initial?: Values) =>
    domain(() => freshOf(fields, initial), [], JSON.parse),
  array: (length: number, d: Domain, initial?: readonly unknown[]) =>
    domain(() => (initial ? [...initial] : Array.from({ length }, () => d.fresh())), [], JSON.parse),
  list: (_capacity: number, _d: Domain, initial: readonly unknown[] = []) => domain(() => [...initial], [], JSON.parse),
  shared(fields: Readonly<Record<string, Domain>>) {
    const root = freshOf(fields);
    world.roots.push(root);
    return root;
  },
  params(declared: Readonly<Record<string, Domain>>, derive?: (p: Values) => Values) {
    const given = (name: string, d: Domain | undefined): unknown => {
      const text = world.settings.get(name);
      if (text === undefined) return d?.fresh();
      return d === undefined ? (text === "true" ? true : text === "false" ? false : text) : d.parse(text);
    };
    const values: Record<string, unknown> = {};
    for (const [name, d] of Object.entries(declared)) values[name] = given(name, d);
    for (const [name, value] of Object.entries(derive?.(values) ?? {})) {
      values[name] = world.settings.has(name) ? given(name, declared[name]) : value;
    }
    return values;
  },
  since(value: string, from: string) {
    const order = known.find((options) => options.includes(value) && options.includes(from))!;
    return order.indexOf(value) >= order.indexOf(from);
  },
  each(given: unknown, ...domains: (number | Domain | readonly unknown[])[]) {
    const base = asFamily(given, isGenerator(given) ? "weak" : "none");
    const instances = domains.reduce<unknown[][]>(
      (tuples, d) => {
        const values =
          typeof d === "number"
            ? Array.from({ length: d }, (_, i) => i)
            : "values" in d && !Array.isArray(d)
              ? (d as Domain).values()
              : (d as readonly unknown[]);
        return tuples.flatMap((tuple) => values.map((value) => [...tuple, value]));
      },
      [[]],
    );
    return { ...base, instances, many: true };
  },
  strong: limited("strong"),
  weak: limited("weak"),
  unfair: limited("none"),
  spec(_name: string, definition: Definition) {
    world.definition = definition;
    return definition;
  },
  when(holds: boolean) {
    if (!holds) throw new Held();
  },
  idleUntil(holds: boolean) {
    if (!holds) throw new Held();
  },
  optional(holds = true) {
    if (!holds) throw new Held();
    world.optional = true;
  },
  disabled() {
    throw new Held();
  },
  choose(from: readonly unknown[] | Domain) {
    const values = Array.isArray(from) ? from : (from as Domain).values();
    const next = world.script.shift();
    const found = next === undefined ? values[0] : values.find((value) => String(value) === next);
    if (found === undefined) throw new Held();
    return found;
  },
  load: (value: unknown) => value,
  local: (d: Domain) => d.fresh(),
  copy: (value: unknown) => structuredClone(value),
  same: (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b),
  assert() {},
  note() {},
  at: () => 0,
  by: () => false,
  ended: () => 0,
  enabled: () => 0,
  old: (read: () => unknown) => read(),
  always: sentence,
  and: sentence,
  eventually: sentence,
  eventuallyAlways: sentence,
  implies: sentence,
  infinitelyOften: sentence,
  leadsTo: sentence,
  not: sentence,
  or: sentence,
  taken: sentence,
  terminates: sentence,
  until: sentence,
};
