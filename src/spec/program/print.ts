// The program as text: what `allways print` shows, and what snapshot tests of the lowering compare. In: a Program, and the
// layout of its states if there is one; out: lines of plain text. Each family of processes is shown once, by its first
// instance. The invariant: the text depends on the program alone, and on no machine: files are named without their folders.

import { showValue } from "./enumerate.ts";
import { showNumber, storageOf } from "./print-cell.ts";
import type { Names } from "./print-expression.ts";
import { type Scope, showBody, showPlaceInText } from "./print-statement.ts";
import type { Footprint, Local, Location, Predicate, Process, Program } from "./program.ts";

/** How a state lies in 64-bit words, as far as people care. */
export interface PrintedLayout {
  readonly words: number;
  /** In use, of the 64 · words there are. */
  readonly bits: number;
  readonly fields: readonly PrintedField[];
}

export interface PrintedField {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  /** Of one cell. */
  readonly bits: number;
  readonly count: number;
  /** Where its cells lie, in order. */
  readonly chunks: readonly {
    readonly word: number;
    readonly shift: number;
    readonly first: number;
    readonly count: number;
  }[];
}

/** The whole program, ending in a newline. */
export function printProgram(program: Program, layout: PrintedLayout | null = null): string {
  const columns = storageOf(
    program.columns,
    program.roots.map(({ shape }) => shape),
  );
  const names = (locals: readonly Local[], process: Process | null): Names => ({
    columns,
    locals: storageOf(withOwnNames(locals), process === null ? [] : process.variables.map(({ shape }) => shape)),
    processes: program.processes,
  });
  const predicate = (of: Predicate): string[] =>
    showPredicate(of, { program, names: names(of.locals, null), process: null });
  const sections: string[][] = [[program.name], parameters(program), layout === null ? [] : showLayout(layout)];
  sections.push(initially(program, names(program.initial.locals, null)));
  for (const [family, ...others] of families(program)) {
    sections.push(...showFamily(family!, others, { program, names: names(family!.locals, family!), process: family! }));
  }
  for (const property of program.properties) {
    const head = `${property.kind} ${JSON.stringify(property.name)}  ${showPlaceInText(property.place, program)}`;
    sections.push([head, ...indent(property.conjuncts.flatMap(predicate))]);
  }
  if (program.within !== null) sections.push(["within", ...indent(predicate(program.within))]);
  if (program.mayEnd === true) sections.push(["may end anywhere"]);
  else if (program.mayEnd !== null) sections.push(["may end where", ...indent(predicate(program.mayEnd))]);
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Locals of the same name (of different blocks or calls, or made by the lowering) are numbered: `i#1`, `i#2`. */
function withOwnNames(locals: readonly Local[]): Local[] {
  return locals.map((local) => {
    const same = locals.filter(({ name }) => name === local.name);
    return same.length === 1 ? local : { ...local, name: `${local.name}#${same.indexOf(local) + 1}` };
  });
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}

/** Rows as columns two spaces apart. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function parameters({ parameters }: Program): string[] {
  const rows = Object.entries(parameters).map(([name, value]) => [name, showValue(value)]);
  return rows.length === 0 ? [] : ["parameters", ...indent(align(rows))];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function showLayout({ words, bits, fields }: PrintedLayout): string[] {
  const rows = fields.map((field) => {
    const cells = field.count === 1 ? "" : `${field.count} x `;
    const places = field.chunks.map(({ word, shift }) => `word ${word} bit ${shift}`);
    return [field.name, interval(field), `${cells}${count(field.bits, "bit")}`, places.join(", ")];
  });
  return [`state: ${count(bits, "bit")} in ${count(words, "word")} of 64`, ...indent(align(rows))];
}

function interval({ lo, hi }: { readonly lo: number; readonly hi: number }): string {
  return `${lo}..${hi}`;
}

function initially(program: Program, names: Names): string[] {
  const { cells, step } = program.initial;
  const rows = program.columns.map(({ id, name, lo, hi }) => {
    const domain = names.columns.get(id)?.domain ?? null;
    const values = (cells[id] ?? []).map((value) => showNumber(value, domain));
    const [first] = values;
    const all = values.length > 1 && values.every((value) => value === first);
    const shown = values.length === 1 ? first : all ? `${first} in all ${values.length}` : `[${values.join(", ")}]`;
    return [name, interval({ lo, hi }), `= ${shown}`];
  });
  const lines = ["initially", ...indent(align(rows))];
  if (step === null) return lines;
  return [...lines, "", ...indent(["init", ...indent(showBody(step.body, { program, names, process: null }))])];
}

/** Instances by family, in order of declaration. */
function families(program: Program): Process[][] {
  const found = new Map<string, Process[]>();
  for (const process of program.processes) {
    const key = `${process.kind} ${process.family}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [process]);
    else known.push(process);
  }
  return [...found.values()];
}

/** What is not said is what processes and actions usually are. */
const FAIRNESS_WORDS = {
  process: { none: "  not fair", weak: "", strong: "  strongly fair" },
  action: { none: "", weak: "  weakly fair", strong: "  strongly fair" },
} as const;

function showFamily(process: Process, others: readonly Process[], scope: Scope): string[][] {
  const all = [process, ...others].map(({ name }) => name);
  const listed = all.length > 8 ? [...all.slice(0, 7), "…", all.at(-1)!] : all;
  const instances =
    others.length === 0 ? "" : `  ${all.length} instances: ${listed.join(" ")}; this is ${process.name}`;
  const fairness = FAIRNESS_WORDS[process.kind][process.fairness];
  const head = `${process.kind} ${process.family}${instances}${fairness}`;
  if (process.kind === "action") {
    return process.locations.map((location) => [
      `${head}  ${showPlaceInText(location.place, scope.program)}`,
      ...indent(showStep(location, scope)),
    ]);
  }
  const { entry } = process;
  const start =
    entry.location === 0 ? "ended" : `${entry.location} ${JSON.stringify(process.locations[entry.location]?.label)}`;
  const given = entry.locals.map(({ id, values }) => {
    const storage = scope.names.locals.get(id);
    const shown = values.map((value) => showNumber(value, storage?.domain ?? null));
    return `${storage?.name ?? id} = ${shown.length === 1 ? shown[0] : `[${shown.join(", ")}]`}`;
  });
  const begins = `starts at ${start}${given.length === 0 ? "" : ` with ${given.join(", ")}`}`;
  const places = process.locations
    .filter(({ id }) => id !== 0)
    .map((location) => [...indent(showLocation(location, scope))]);
  return [[head, ...indent([begins])], ...places];
}

function showLocation(location: Location, scope: Scope): string[] {
  const { process } = scope;
  const path = location.path.join(" > ");
  const live = location.live.map((id) => {
    const local = process?.locals[id];
    const cells = local === undefined || local.count === 1 ? "" : ` x ${local.count}`;
    const name = scope.names.locals.get(id)?.name ?? `#${id}`;
    return local === undefined ? name : `${name} ${interval(local)}${cells}`;
  });
  const head = `${location.id} ${JSON.stringify(location.label)}  ${path}  ${showPlaceInText(location.place, scope.program)}`;
  return [head, ...indent([...(live.length === 0 ? [] : [`live ${live.join(", ")}`]), ...showStep(location, scope)])];
}

function showStep({ step }: Location, scope: Scope): string[] {
  return [...showFootprint(step.footprint, scope), ...showBody(step.body, scope)];
}

function showFootprint({ reads, writes, locations }: Footprint, { program }: Scope): string[] {
  const columns = (ids: readonly number[]): string => ids.map((id) => program.columns[id]?.name ?? `#${id}`).join(", ");
  const lines: string[] = [];
  if (reads.length > 0) lines.push(`reads ${columns(reads)}`);
  if (writes.length > 0) lines.push(`writes ${columns(writes)}`);
  const standing = locations.map((id) => program.processes[id]?.name ?? `#${id}`);
  if (locations.length > 0) lines.push(`asks where ${standing.join(", ")} stand${standing.length === 1 ? "s" : ""}`);
  return lines;
}

function showPredicate(predicate: Predicate, scope: Scope): string[] {
  const code = [...showFootprint(predicate.footprint, scope), ...showBody(predicate.body, scope)];
  return [predicate.text, ...indent(code)];
}
