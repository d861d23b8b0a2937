// States as people see them: every domain decoded, where processes stand, and what a step changed.

import { Map as ImmutableMap, List } from "immutable";
import { describe, expect, it } from "vitest";
import { makeState, type State } from "../../src/explorer/state.ts";
import { diffStates, showChange } from "../../src/explorer/state-diff.ts";
import { stateKey } from "../../src/explorer/state-key.ts";
import { viewState } from "../../src/explorer/state-view.ts";
import type { Domain, Value } from "../../src/spec/program/domain.ts";
import { domainSize, indexOf, tagOf } from "../../src/spec/program/enumerate.ts";
import type { Column, Process, Program, Shape } from "../../src/spec/program/program.ts";
import { goto, makeBuilder } from "./builder.ts";

const RM = { kind: "int", lo: 0, hi: 1, initial: 0 } as const;
const bool: Domain = { kind: "bool", initial: false };
const phase: Domain = { kind: "oneOf", values: ["init", "done"], initial: "init" };
const tag = (name: string): Domain => ({ kind: "oneOf", values: [name], initial: name });
const message: Domain = {
  kind: "union",
  tag: "kind",
  variants: [
    { kind: "record", fields: { kind: tag("prepared"), rm: RM }, initial: { kind: "prepared", rm: 0 } },
    { kind: "record", fields: { kind: tag("commit") }, initial: { kind: "commit" } },
  ],
  initial: { kind: "prepared", rm: 0 },
};
const s: Domain = {
  kind: "record",
  fields: {
    refs: { kind: "int", lo: -4, hi: 4, initial: 0 },
    done: bool,
    tm: phase,
    rm: { kind: "array", length: 2, element: phase, initial: ["init", "init"] },
    grid: {
      kind: "array",
      length: 2,
      element: { kind: "list", capacity: 2, element: RM, initial: [] },
      initial: [[], []],
    },
    last: message,
    sent: { kind: "set", element: message, initial: new Set() },
    queue: { kind: "list", capacity: 3, element: message, initial: [] },
    owner: { kind: "map", key: phase, value: RM, initial: new Map() },
  },
  initial: {},
};

/** Lays a domain out as program.ts says; `runs` takes the sizes of the runs of cells. */
function layOut(domain: Domain, count: number, runs: number[]): Shape {
  const run = (size: number): number => runs.push(size) - 1;
  switch (domain.kind) {
    case "int":
    case "bool":
    case "oneOf":
      return { kind: "scalar", domain, storage: run(count) };
    case "record":
      return { kind: "record", domain, fields: layFields(domain.fields, count, runs) };
    case "union": {
      const values = domain.variants.map((variant) => tagOf(domain, variant));
      const literal: Domain = { kind: "oneOf", values, initial: values[0]! };
      const variants = domain.variants.map(({ fields }) => {
        const { [domain.tag]: _, ...rest } = fields;
        return layFields(rest, count, runs);
      });
      return { kind: "union", domain, tag: { kind: "scalar", domain: literal, storage: run(count) }, variants };
    }
    case "array": {
      const element = layOut(domain.element, count * domain.length, runs);
      return { kind: "array", domain, length: domain.length, element };
    }
    case "list": {
      const counter = { kind: "int", lo: 0, hi: domain.capacity, initial: 0 } as const;
      const length = { kind: "scalar", domain: counter, storage: run(count) } as const;
      const element = layOut(domain.element, count * domain.capacity, runs);
      return { kind: "list", domain, length, capacity: domain.capacity, element };
    }
    case "set": {
      const size = domainSize(domain.element);
      return { kind: "set", domain, member: run(count * size), size };
    }
    case "map": {
      const size = domainSize(domain.key);
      const present = run(count * size);
      return { kind: "map", domain, present, size, value: layOut(domain.value, count * size, runs) };
    }
  }
}

function layFields(
  fields: Readonly<Record<string, Domain>>,
  count: number,
  runs: number[],
): Readonly<Record<string, Shape>> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, layOut(field, count, runs)]));
}

function encode(shape: Shape, value: Value, cells: number[][], index: number): void {
  switch (shape.kind) {
    case "scalar":
      cells[shape.storage]![index] =
        shape.domain.kind === "oneOf" ? shape.domain.values.indexOf(value as string) : Number(value);
      break;
    case "record":
      encodeFields(shape.fields, value, cells, index);
      break;
    case "union": {
      const { values } = shape.tag.domain as { values: readonly string[] };
      const variant = values.indexOf((value as { kind: string }).kind);
      cells[shape.tag.storage]![index] = variant;
      encodeFields(shape.variants[variant]!, value, cells, index);
      break;
    }
    case "array":
      (value as readonly Value[]).forEach((item, i) => {
        encode(shape.element, item, cells, index * shape.length + i);
      });
      break;
    case "list":
      cells[shape.length.storage]![index] = (value as readonly Value[]).length;
      (value as readonly Value[]).forEach((item, i) => {
        encode(shape.element, item, cells, index * shape.capacity + i);
      });
      break;
    case "set": {
      const { element } = shape.domain as { element: Domain };
      for (const item of value as Set<Value>) {
        cells[shape.member]![index * shape.size + indexOf(element, item)] = 1;
      }
      break;
    }
    case "map": {
      const { key: domain } = shape.domain as { key: Domain };
      for (const [key, item] of value as Map<Value, Value>) {
        const at = index * shape.size + indexOf(domain, key);
        cells[shape.present]![at] = 1;
        encode(shape.value, item, cells, at);
      }
    }
  }
}

function encodeFields(fields: Readonly<Record<string, Shape>>, value: Value, cells: number[][], index: number): void {
  for (const [name, field] of Object.entries(fields)) {
    encode(field, (value as Readonly<Record<string, Value>>)[name]!, cells, index);
  }
}

const sizes: number[] = [];
const shape = layOut(s, 1, sizes);

/** One shared record of everything, and a process with a local `v` and a composite one, `m`, live at different labels. */
function everything(): Program {
  const b = makeBuilder("everything");
  for (const [id, count] of sizes.entries()) b.column(`c${id}`, -4, 4, new Array<number>(count).fill(0));
  b.process("cancel[0]", {
    family: "cancel",
    arguments: [0],
    locals: [
      { name: "v", lo: 0, hi: 9 },
      { name: "m.kind", lo: 0, hi: 1 },
      { name: "m<prepared>.rm", lo: 0, hi: 1 },
    ],
    locations: [
      { label: "mark cancelled", body: [goto(2)] },
      { label: "get ownership", body: [goto(3)], live: [0] },
      { label: "send", body: [goto(0)], live: [0, 1, 2] },
    ],
  });
  b.action("wake", [goto(0)]);
  const program = b.program();
  const [process, ...others] = program.processes;
  const literal: Domain = { kind: "oneOf", values: ["prepared", "commit"], initial: "prepared" };
  const composite: Shape = {
    kind: "union",
    domain: message,
    tag: { kind: "scalar", domain: literal, storage: 1 },
    variants: [{ rm: { kind: "scalar", domain: RM, storage: 2 } }, {}],
  };
  const variables: Process["variables"] = [process!.variables[0]!, { name: "m", shape: composite, locals: [1, 2] }];
  return { ...program, roots: [{ name: "s", shape }], processes: [{ ...process!, variables }, ...others] };
}

const program = everything();
const empty = {
  refs: 0,
  done: false,
  tm: "init",
  rm: ["init", "init"],
  grid: [[], []],
  last: { kind: "prepared", rm: 0 },
  sent: new Set<Value>(),
  queue: [] as Value[],
  owner: new Map<Value, Value>(),
};
const prepared = (rm: number): Value => ({ kind: "prepared", rm });
const commit: Value = { kind: "commit" };

function stateOf(value: Partial<typeof empty>, location = 1, locals: Readonly<Record<number, number>> = {}): State {
  const cells = program.columns.map(({ count }: Column) => new Array<number>(count).fill(0));
  encode(shape, { ...empty, ...value } as unknown as Value, cells, 0);
  const live = ImmutableMap(Object.entries(locals).map(([id, cell]) => [Number(id), List([cell])]));
  return makeState({
    shared: List(cells.map((run) => List(run))),
    locations: List([location, 0]),
    locals: List([live, ImmutableMap<number, List<number>>()]),
  });
}

function changes(before: State, after: State): readonly string[] {
  return diffStates(program, before, after).map((change) => showChange(change));
}

describe("a state", () => {
  it("is decoded as values of its domains", () => {
    const value = {
      refs: -3,
      done: true,
      tm: "done",
      rm: ["init", "done"],
      grid: [[1], [0, 1]],
      last: commit,
      sent: new Set([prepared(1), commit]),
      queue: [commit, prepared(1)],
      owner: new Map<Value, Value>([["done", 1]]),
    };
    const { shared } = viewState(program, stateOf(value as Partial<typeof empty>));
    expect(shared).toEqual([{ name: "s", value }]);
  });

  it("shows where processes stand and what lives there, without actions", () => {
    expect(viewState(program, stateOf({}, 3, { 0: 7, 1: 0, 2: 1 })).processes).toEqual([
      {
        process: 0,
        name: "cancel[0]",
        ended: false,
        label: "send",
        path: ["cancel"],
        variables: [
          { name: "v", value: 7 },
          { name: "m", value: { kind: "prepared", rm: 1 } },
        ],
      },
    ]);
    const [ended] = viewState(program, stateOf({}, 0)).processes;
    expect(ended).toMatchObject({ ended: true, label: "ended", path: [], variables: [] });
  });
});

describe("what a step changed", () => {
  it("is nothing where nothing did", () => {
    expect(changes(stateOf({ sent: new Set([commit]) }), stateOf({ sent: new Set([commit]) }))).toEqual([]);
  });

  it("is shown at the field, element or key that changed", () => {
    const before = stateOf({ owner: new Map<Value, Value>([["done", 0]]) });
    const after = stateOf({
      refs: 2,
      done: true,
      tm: "done",
      rm: ["init", "done"],
      last: prepared(1) as typeof empty.last,
      owner: new Map<Value, Value>([
        ["init", 1],
        ["done", 1],
      ]),
    });
    expect(changes(before, after)).toEqual([
      "s.refs 0 → 2",
      "s.done false → true",
      "s.tm init → done",
      "s.rm[1] init → done",
      "s.last.rm 0 → 1",
      's.owner["init"] = 1',
      's.owner["done"] 0 → 1',
    ]);
    expect(changes(after, before)).toContain('s.owner["init"] 1 → none');
  });

  it("shows members added to and removed from a set", () => {
    const before = stateOf({ sent: new Set([prepared(0)]) });
    const after = stateOf({ sent: new Set([commit]) });
    expect(changes(before, after)).toEqual(['s.sent -{kind: "prepared", rm: 0}', 's.sent +{kind: "commit"}']);
  });

  it("shows what was pushed onto a list or taken from either end, and anything else as a whole", () => {
    const of = (...queue: Value[]): State => stateOf({ queue });
    expect(changes(of(commit), of(commit, prepared(1)))).toEqual(['s.queue +{kind: "prepared", rm: 1}']);
    expect(changes(of(commit, prepared(1)), of(prepared(1)))).toEqual(['s.queue -{kind: "commit"}']);
    expect(changes(of(commit, prepared(1)), of(commit))).toEqual(['s.queue -{kind: "prepared", rm: 1}']);
    expect(changes(of(prepared(0)), of(prepared(1)))).toEqual(["s.queue[0].rm 0 → 1"]);
    expect(changes(of(prepared(0), commit), of(prepared(1)))).toEqual([
      's.queue [{kind: "prepared", rm: 0}, {kind: "commit"}] → [{kind: "prepared", rm: 1}]',
    ]);
    expect(changes(stateOf({ grid: [[], [1]] as never }), stateOf({ grid: [[], []] as never }))).toEqual([
      "s.grid[1] -1",
    ]);
  });

  it("shows another variant of a union as a whole", () => {
    const after = stateOf({ last: commit as typeof empty.last });
    expect(changes(stateOf({}), after)).toEqual(['s.last {kind: "prepared", rm: 0} → {kind: "commit"}']);
  });

  it("shows locals that came to life or changed, by the process's name, and none that died", () => {
    expect(changes(stateOf({}, 1), stateOf({}, 2, { 0: 3 }))).toEqual(["cancel[0].v = 3"]);
    expect(changes(stateOf({}, 2, { 0: 3 }), stateOf({}, 3, { 0: 4, 1: 1, 2: 0 }))).toEqual([
      "cancel[0].v 3 → 4",
      'cancel[0].m = {kind: "commit"}',
    ]);
    expect(changes(stateOf({}, 2, { 0: 3 }), stateOf({}, 0))).toEqual([]);
  });

  it("can be shown in ASCII", () => {
    const [change] = diffStates(program, stateOf({}), stateOf({ refs: 1 }));
    expect(showChange(change!, "->")).toBe("s.refs 0 -> 1");
  });
});

describe("the key of a state", () => {
  it("is the same exactly for equal states", () => {
    expect(stateKey(stateOf({ refs: 1 }, 2, { 0: 3 }))).toBe(stateKey(stateOf({ refs: 1 }, 2, { 0: 3 })));
    const keys = [
      stateOf({}),
      stateOf({ refs: 1 }),
      stateOf({}, 2, { 0: 3 }),
      stateOf({}, 2, { 0: 4 }),
      stateOf({}, 0),
    ];
    expect(new Set(keys.map(stateKey)).size).toBe(keys.length);
  });

  it("does not depend on the order in which locals were given", () => {
    const one = stateOf({}, 3, {});
    const live = (...ids: number[]) => List([ImmutableMap(ids.map((id) => [id, List([id])])), ImmutableMap()]);
    const [a, b] = [live(0, 1, 2), live(2, 1, 0)].map((locals) => one.set("locals", locals as never));
    expect(stateKey(a!)).toBe(stateKey(b!));
  });
});
