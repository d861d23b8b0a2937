// Temporal properties: the author's formula with its conditions lowered, each once. What comes in is the tree that the
// functions of runtime/temporal.ts made; what goes out is a formula over atoms by number, and the atoms. The invariant: an
// atom is a pure predicate, of a state or of a step; all that is temporal is in the formula.

import type { Atom, Expr, Formula, Place } from "../program/program.ts";
import { type FormulaNode, formulaNode, type TemporalFormula } from "../runtime/temporal.ts";
import type { Diagnostic, Span } from "../source/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import { authorFrames } from "../source/stack.ts";
import type { ProgramContext } from "./context.ts";
import { and, binary, ZERO } from "./expr.ts";
import { definedOrigin } from "./process.ts";
import { lowerPredicate, type RawPredicate, registers } from "./property.ts";
import { isFamily, notNumbered, numberedHint, stepOf, unknownInstance, unknownLabel } from "./standing.ts";

export interface RawTemporal {
  readonly name: string;
  readonly place: Place;
  readonly formula: Formula;
  readonly atoms: readonly { readonly over: Atom["over"]; readonly raw: RawPredicate }[];
  readonly text: string;
}

/** Conditions are bits of a number. */
const MOST_ATOMS = 24;

/** Null, with diagnostics, if something in it was refused. */
export function lowerTemporal(program: ProgramContext, name: string, formula: TemporalFormula): RawTemporal | null {
  const node = formulaNode(formula);
  if (node === null) throw new Error(`${name} is no formula; please report this`);
  const before = program.diagnostics.length;
  const lowering = new Lowering(program, name);
  const lowered = lowering.formula(node);
  if (lowering.atoms.length > MOST_ATOMS) {
    const message = `the property "${name}" has ${lowering.atoms.length} conditions, at most ${MOST_ATOMS} are possible`;
    program.diagnostics.push({ message, span: lowering.spanOf(node), hints: ["make two properties of it"] });
  }
  if (program.diagnostics.length > before) return null;
  const span = lowering.spanOf(node);
  return { name, place: { span, calls: [] }, formula: lowered, atoms: lowering.atoms, text: textAt(program, span) };
}

class Lowering {
  readonly atoms: { readonly over: Atom["over"]; readonly raw: RawPredicate }[] = [];
  readonly #program: ProgramContext;
  readonly #what: string;
  readonly #name: string;
  /** By function, or by what `taken` names. */
  readonly #known = new Map<unknown, number>();

  constructor(program: ProgramContext, name: string) {
    this.#program = program;
    this.#name = name;
    this.#what = `a condition of the property "${name}"`;
  }

  formula(node: FormulaNode): Formula {
    switch (node.kind) {
      case "state":
      case "step":
        return this.#atom(node.fn, node.kind, () => this.#condition(node.fn, node.kind));
      case "taken":
        return this.#taken(node);
      case "terminates":
        return this.#atom("terminates", "state", () =>
          this.#predicate(this.#allEnded(), node, "every process has ended"),
        );
      case "not":
      case "eventually":
      case "always":
        return { kind: node.kind, operand: this.formula(node.operand) };
      default:
        return { kind: node.kind, left: this.formula(node.left), right: this.formula(node.right) };
    }
  }

  spanOf({ made }: FormulaNode): Span {
    const { modules, file } = this.#program.loaded;
    return authorFrames(made, modules)[0] ?? { file, start: 0, end: 0 };
  }

  #atom(key: unknown, over: Atom["over"], lower: () => RawPredicate | null): Formula {
    const found = this.#known.get(key);
    if (found !== undefined) return { kind: "atom", atom: found };
    const raw = lower();
    const atom = this.atoms.length;
    this.#known.set(key, atom);
    if (raw !== null) this.atoms.push({ over, raw });
    return { kind: "atom", atom };
  }

  #condition(
    fn: FormulaNode & { kind: "state" } extends { fn: infer F } ? F : never,
    over: Atom["over"],
  ): RawPredicate | null {
    return lowerPredicate(this.#program, this.#what, fn, over === "step" ? "step" : "temporal", [
      "temporal",
      this.#name,
    ]);
  }

  #taken(node: FormulaNode & { kind: "taken" }): Formula {
    const { fn, instance, label } = node;
    const program = this.#program;
    const span = this.spanOf(node);
    const origin = definedOrigin(program, fn, "what taken() speaks of", ["temporal", this.#name]);
    const nothing: Formula = { kind: "atom", atom: 0 };
    if (origin === null) return nothing;
    const isOwn = isFamily(program, origin.key);
    if (!isOwn && !origin.node.generator && fn.length === 0 && label === null && instance === null) {
      return this.#atom(fn, "step", () => this.#condition(fn, "step"));
    }
    const refused =
      label !== null
        ? (unknownLabel(origin.node, origin.name, label) ?? this.#unnumbered(origin, instance, isOwn))
        : isOwn
          ? null
          : {
              message: `${origin.name || "this function"} is no process or action of this spec`,
              hints: ["taken() asks of the functions given to spec()"],
            };
    const missing = refused ?? (instance === null ? null : unknownInstance(program, origin, instance));
    if (missing !== null) {
      program.diagnostics.push({ ...missing, span });
      return nothing;
    }
    const key = `taken ${origin.key} ${instance} ${label}`;
    return this.#atom(key, "step", () =>
      this.#predicate(stepOf(program, origin.key, instance, label), node, textAt(program, span)),
    );
  }

  #unnumbered({ name }: Origin, instance: number | null, isOwn: boolean): Pick<Diagnostic, "message" | "hints"> | null {
    return instance === null || isOwn ? null : { message: notNumbered(name), hints: [numberedHint("taken", name)] };
  }

  #allEnded(): Expr {
    const { processes } = this.#program;
    const actionsOnly = processes.every(({ action }) => action);
    const ends = processes.flatMap((process): Expr[] => {
      if (!process.action) return [{ kind: "at", process: process.id, locations: [0] }];
      const enabled: Expr = { kind: "enabled", process: process.id, locations: [0] };
      return actionsOnly ? [binary("eq", enabled, ZERO)] : [];
    });
    return ends.reduce((all, end) => and(all, end));
  }

  #predicate(value: Expr, node: FormulaNode, text: string): RawPredicate {
    const place = { span: this.spanOf(node), calls: [] };
    return { body: [{ kind: "return", value }], context: registers(this.#program), place, text };
  }
}

function textAt(program: ProgramContext, { file, start, end }: Span): string {
  const text = program.loaded.modules.find((module) => module.file === file)?.text ?? "";
  return text
    .slice(start, end)
    .replace(/\(\s*\n\s*/g, "(")
    .replace(/,?\s*\n\s*\)/g, ")")
    .replace(/\s+/g, " ")
    .trim();
}
