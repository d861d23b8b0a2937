// Formulas in negation normal form: negations stand at atoms alone, and there are two temporal operators, `until` and its
// dual `release`. What comes in is a formula as lowered; what goes out means the same. The invariant: equal formulas have
// equal keys, and constants are folded away wherever they decide.

import type { Formula } from "../../spec/program/program.ts";

export type Normal = { readonly key: string } & (
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "literal"; readonly atom: number; readonly positive: boolean }
  | { readonly kind: "and" | "or" | "until" | "release"; readonly left: Normal; readonly right: Normal }
);

const TRUE: Normal = { kind: "constant", value: true, key: "true" };
const FALSE: Normal = { kind: "constant", value: false, key: "false" };

export function normalise(formula: Formula): Normal {
  return normal(formula, true);
}

/** The negation, in normal form. */
export function negate(formula: Normal): Normal {
  switch (formula.kind) {
    case "constant":
      return formula.value ? FALSE : TRUE;
    case "literal":
      return literal(formula.atom, !formula.positive);
    default:
      return join(DUAL[formula.kind], negate(formula.left), negate(formula.right));
  }
}

const DUAL = { and: "or", or: "and", until: "release", release: "until" } as const;

function normal(formula: Formula, positive: boolean): Normal {
  switch (formula.kind) {
    case "atom":
      return literal(formula.atom, positive);
    case "not":
      return normal(formula.operand, !positive);
    case "implies":
      return join(positive ? "or" : "and", normal(formula.left, !positive), normal(formula.right, positive));
    case "eventually":
      return positive
        ? join("until", TRUE, normal(formula.operand, true))
        : join("release", FALSE, normal(formula.operand, false));
    case "always":
      return positive
        ? join("release", FALSE, normal(formula.operand, true))
        : join("until", TRUE, normal(formula.operand, false));
    default: {
      const kind = positive ? formula.kind : DUAL[formula.kind];
      return join(kind, normal(formula.left, positive), normal(formula.right, positive));
    }
  }
}

function literal(atom: number, positive: boolean): Normal {
  return { kind: "literal", atom, positive, key: positive ? `p${atom}` : `!p${atom}` };
}

function join(kind: "and" | "or" | "until" | "release", left: Normal, right: Normal): Normal {
  // What the second operand is decides `until` and `release` alone: it must hold now, or is enough now.
  if (right.kind === "constant" && (kind === "until" || kind === "release")) return right;
  if (kind === "and" || kind === "or") {
    const neutral = kind === "and";
    if (left.kind === "constant") return left.value === neutral ? right : left;
    if (right.kind === "constant") return right.value === neutral ? left : right;
    if (left.key === right.key) return left;
  }
  if (kind === "until" && left === FALSE) return right;
  if (kind === "release" && left === TRUE) return right;
  // F F p is F p, and G G p is G p.
  if (right.kind === kind && left === (kind === "until" ? TRUE : FALSE) && "left" in right && right.left === left)
    return right;
  return { kind, left, right, key: `(${left.key} ${kind} ${right.key})` };
}
