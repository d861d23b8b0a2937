// Which search a checkpoint belongs to: everything that decides what its states and counters mean. In, a program with the
// options of a search; out, plain data that is equal exactly if one search may go on where the other was. What it leaves
// out does not matter: threads, memory, bounds, where the files lie.

import { createHash } from "node:crypto";
import { dirname, relative } from "node:path";
import type { Program } from "../../spec/program/program.ts";
import { showValue } from "../../spec/program/value-text.ts";
import type { Layout } from "../compile/layout.ts";
import type { ExploreOptions } from "../exploration.ts";

export interface Identity {
  /** Of allways: another one may lower, pack or count otherwise. */
  readonly version: string;
  readonly spec: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the properties that are checked; null for all. */
  readonly properties: readonly string[] | null;
  readonly all: boolean;
  /** Sides of branches are counted. */
  readonly branches: boolean;
  /** SHA-256 of the author's text. */
  readonly sources: string;
  /** SHA-256 of the transition system, and how its states are packed. */
  readonly machine: string;
}

export function identityOf(
  program: Program,
  layout: Layout,
  options: Pick<ExploreOptions, "properties" | "all">,
  version: string,
): Identity {
  const parameters = Object.entries(program.parameters).map(([name, value]) => [name, showValue(value)] as const);
  return {
    version,
    spec: program.name,
    parameters: Object.fromEntries(parameters),
    properties: options.properties === null ? null : [...options.properties].sort(),
    all: options.all,
    branches: program.branches.length > 0,
    sources: hashSources(program),
    machine: hash(relativeTo(program, JSON.stringify([program, layout], withoutPlaces))),
  };
}

/** How a checkpoint differs from what is asked for, as a sentence and a hint; null if it does not. */
export function differenceOf(
  written: Identity,
  asked: Identity,
): { readonly what: string; readonly hint: string } | null {
  if (written.spec !== asked.spec) {
    return { what: `it is of the spec "${written.spec}", not of "${asked.spec}"`, hint: OTHER };
  }
  for (const name of new Set([...Object.keys(written.parameters), ...Object.keys(asked.parameters)])) {
    const [then, now] = [written.parameters[name], asked.parameters[name]];
    if (then === now) continue;
    if (then === undefined || now === undefined) break;
    return { what: `it was written with ${name} = ${then}, not with ${name} = ${now}`, hint: SAME };
  }
  if (written.sources !== asked.sources) return { what: "the spec has been changed since", hint: OTHER };
  if (JSON.stringify(written.properties) !== JSON.stringify(asked.properties)) {
    return { what: `it was written with ${namesOf(written)} checked, not ${namesOf(asked)}`, hint: SAME };
  }
  if (written.all !== asked.all) return { what: `it was written ${withOr(written.all)} --all`, hint: SAME };
  if (written.branches !== asked.branches) {
    return { what: `it was written ${withOr(written.branches)} --coverage or --strict`, hint: SAME };
  }
  if (written.version !== asked.version) {
    return { what: `it was written by allways ${written.version}, and this is ${asked.version}`, hint: OTHER };
  }
  if (written.machine !== asked.machine) return { what: "it was written for another form of this spec", hint: OTHER };
  return null;
}

const OTHER = "it cannot be used; search again from the start, without --resume";
const SAME = "go on with the same options, or search again from the start, without --resume";

function namesOf({ properties }: Identity): string {
  return properties === null ? "all properties" : properties.map((name) => JSON.stringify(name)).join(", ");
}

function withOr(was: boolean): string {
  return was ? "with" : "without";
}

/** Of every file's text, by its name as seen from the spec. */
function hashSources(program: Program): string {
  const named = [...program.sources].map(([path, text]) => [nameOf(program, path), text] as const);
  return hash(JSON.stringify(named.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** The text without the place at which the spec lies. */
function relativeTo(program: Program, text: string): string {
  const inside = (path: string): string => JSON.stringify(path).slice(1, -1);
  return [...program.sources.keys()]
    .sort((a, b) => b.length - a.length)
    .reduce((shorter, path) => shorter.replaceAll(inside(path), inside(nameOf(program, path))), text);
}

function nameOf({ file }: Program, path: string): string {
  return relative(dirname(file), path).replaceAll("\\", "/");
}

/** Places are known by the sources; what fairness is relied on is asked when all states are known. */
function withoutPlaces(this: unknown, key: string, value: unknown): unknown {
  if (key === "file" || key === "sources" || key === "parameters" || key === "fairness") return undefined;
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
