// The first example of the language's description as a Program by hand, with its text, so that reports can be tested
// without the front end: one canceller against task_work, which completes the request twice.

import type { ExploreOptions } from "../../src/explorer/exploration.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { assembleVerdict } from "../../src/report/assemble.ts";
import type { Verdict } from "../../src/report/verdict.ts";
import type { Place, Program, Shape, Statement } from "../../src/spec/program/program.ts";
import * as b from "../explorer/builder.ts";

export const FOLDER = "/home/poll";
export const FILE: string = `${FOLDER}/specs/poll-cancel.ts`;

export const TEXT = `function* cancel() {
  yield "mark cancelled";
  optional(); // nobody has to cancel
  req.cancelled = true;

  yield "get ownership";
  if (getOwnership()) {
    yield "queue task_work";
    req.queued++;
  }
}

function* taskWork() {
  while (true) {
    yield "run task_work";
    idleUntil(req.queued > 0);
    req.queued--;

    let v = 0;
    do {
      yield "read poll_refs";
      v = req.refs;
      if (req.cancelled) {
        req.completions++;
        break;
      }
      yield "put poll_refs";
      req.refs -= v;
    } while (req.refs > 0 || req.cancelled);
  }
}

always: { "completed once": () => req.completions <= 1 },
`;

export interface Variant {
  /** How many cancellers, each an instance; 1 unless given. */
  readonly cancellers?: number;
  /** What the spec promises: `completions` at most so many; 1 unless given. */
  readonly limit?: number;
  /** Largest value of `completions`; 2 unless given. */
  readonly room?: number;
  readonly name?: string;
}

export function pollCancel(variant: Variant = {}): Program {
  const { cancellers = 1, limit = 1, room = 2, name = "poll_refs against cancellation" } = variant;
  const builder = b.makeBuilder(name);
  const refs = builder.column("req.refs", 0, 7, 1);
  const cancelled = builder.column("req.cancelled", 0, 1);
  const queued = builder.column("req.queued", 0, 2, 1);
  const completions = builder.column("req.completions", 0, room);
  const full = builder.site("domain", `req.completions would be {0}, outside int(0, ${room})`, b.add(completions(), 1));
  for (let i = 0; i < cancellers; i++) {
    builder.process(`cancel[${i}]`, {
      family: "cancel",
      arguments: [i],
      locations: [
        { label: "mark cancelled", body: [b.optional(), b.set(cancelled(), 1), b.goto(2)] },
        {
          label: "get ownership",
          body: [b.set(refs(), b.add(refs(), 1)), b.iff(b.eq(refs(), 1), [b.goto(3)], [b.goto(0)])],
        },
        { label: "queue task_work", body: [b.set(queued(), b.add(queued(), 1)), b.goto(0)] },
      ],
    });
  }
  const v = b.local(0);
  builder.process("taskWork", {
    locals: [{ name: "v", lo: 0, hi: 7 }],
    locations: [
      {
        label: "run task_work",
        body: [b.guard("idleUntil", b.gt(queued(), 0), "idle"), b.set(queued(), b.sub(queued(), 1)), b.goto(2)],
      },
      {
        label: "read poll_refs",
        body: [
          b.set(v, refs()),
          b.iff(cancelled(), [b.setWithin(completions(), b.add(completions(), 1), 0, room, full), b.goto(1)]),
          b.goto(3),
        ],
      },
      {
        label: "put poll_refs",
        live: [0],
        body: [
          b.set(refs(), b.sub(refs(), v)),
          b.iff(b.either(b.gt(refs(), 0), cancelled()), [b.goto(2)], [b.goto(1)]),
        ],
      },
    ],
  });
  builder.property("always", "completed once", b.le(completions(), limit));
  return withText(builder.program());
}

/** Gives every label, site and property its place in the text, and the one boolean its domain. */
function withText(program: Program): Program {
  const [root] = program.roots;
  if (root?.shape.kind !== "record") throw new Error("one shared record");
  const cancelled: Shape = { kind: "scalar", domain: { kind: "bool", initial: false }, storage: 1 };
  const typed = { ...root, shape: { ...root.shape, fields: { ...root.shape.fields, cancelled } } };
  return placeIn({ ...program, roots: [typed] }, FILE, TEXT, {
    property: "req.completions <= 1",
    site: "req.completions++",
  });
}

/** A built program as if it had been lowered from a text that has its labels, guards (in order), properties and sites. */
export function placeIn(
  program: Program,
  file: string,
  text: string,
  at: { readonly property?: string; readonly site?: string } = {},
): Program {
  const placeOf = (part: string): Place => {
    const start = Math.max(0, text.indexOf(part));
    return { span: { file, start, end: start + part.length }, calls: [] };
  };
  const guards = text.match(/(when|idleUntil|optional)\([^;]*\)/g) ?? [];
  let guard = 0;
  const placeGuards = (body: readonly Statement[]): Statement[] =>
    body.map((statement) =>
      statement.kind === "guard" ? { ...statement, place: placeOf(guards[guard++ % guards.length]!) } : statement,
    );
  return {
    ...program,
    file,
    sources: new Map([[file, text]]),
    processes: program.processes.map((process) => ({
      ...process,
      locations: process.locations.map((location) => ({
        ...location,
        step: { ...location.step, body: placeGuards(location.step.body) },
        place: placeOf(`"${location.label}"`),
      })),
    })),
    properties: program.properties.map((property) => ({
      ...property,
      place: placeOf(`"${property.name}"`),
      conjuncts: property.conjuncts.map((conjunct) => {
        const words = at.property ?? conjunct.text;
        return { ...conjunct, text: words, place: placeOf(words) };
      }),
    })),
    within: program.within && { ...program.within, place: placeOf("within") },
    sites: program.sites.map((site) => ({ ...site, place: placeOf(at.site ?? "") })),
  };
}

export const EVERYTHING: ExploreOptions = {
  search: "bfs",
  all: false,
  properties: null,
  maxDepth: null,
  maxStates: null,
  maxTime: null,
  maxMemory: null,
  compact: false,
  lossy: null,
  threads: 1,
  seed: 0,
  walks: 0,
  onProgress: null,
  signal: null,
};

/** The verdict on a program; what a clock or a store says is fixed, so that reports are the same every time. */
export async function verdictOn(
  program: Program,
  options: Partial<ExploreOptions> = {},
  circumstances: Partial<Parameters<typeof assembleVerdict>[3]> = {},
): Promise<Verdict> {
  const found = await exploreReference(program, { ...EVERYTHING, ...options });
  const findings = options.all ? found.findings : found.findings.slice(0, 1);
  const verdict = assembleVerdict(
    program,
    { ...found, findings },
    findings.map(() => ({ kind: "agrees" })),
    {
      scenario: null,
      checked: options.properties ?? null,
      selection: ["specs/poll-cancel.ts"],
      interrupted: null,
      remarks: [],
      differs: false,
      strict: false,
      coverage: false,
      ...circumstances,
    },
  );
  return {
    ...verdict,
    statistics: { ...verdict.statistics, milliseconds: 3, bytesPerState: 8, bitsPerState: 14, peakBytes: 4096 },
  };
}
