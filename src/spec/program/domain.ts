// The finite domains that values range over, as plain data. A domain knows nothing of bits, of the author's objects or
// of code: those are the layout's, the runtime's and the lowering's business. The invariant: every domain is finite and
// non-empty, and `initial` lies inside it. Enumeration order ("domain order") is defined in enumerate.ts.

/** A value as people see it and as JSON carries it; sets and maps are the only ones that are not plain JSON. */
export type Value =
  | number
  | boolean
  | string
  | readonly Value[]
  | ReadonlySet<Value>
  | ReadonlyMap<Value, Value>
  | { readonly [field: string]: Value };

export interface IntDomain {
  readonly kind: "int";
  /** Inclusive bounds, both int32. */
  readonly lo: number;
  readonly hi: number;
  readonly initial: number;
}

export interface BoolDomain {
  readonly kind: "bool";
  readonly initial: boolean;
}

/** One of a list of strings; a literal tag of a record is a `oneOf` with a single value. */
export interface OneOfDomain {
  readonly kind: "oneOf";
  readonly values: readonly string[];
  readonly initial: string;
}

export interface RecordDomain {
  readonly kind: "record";
  /** In order of declaration. */
  readonly fields: Readonly<Record<string, Domain>>;
  readonly initial: Value;
}

/** Records told apart by a field that is a different literal in each. */
export interface UnionDomain {
  readonly kind: "union";
  readonly tag: string;
  readonly variants: readonly RecordDomain[];
  readonly initial: Value;
}

export interface ArrayDomain {
  readonly kind: "array";
  readonly length: number;
  readonly element: Domain;
  readonly initial: Value;
}

export interface ListDomain {
  readonly kind: "list";
  readonly capacity: number;
  readonly element: Domain;
  readonly initial: Value;
}

export interface SetDomain {
  readonly kind: "set";
  readonly element: Domain;
  readonly initial: Value;
}

export interface MapDomain {
  readonly kind: "map";
  readonly key: Domain;
  readonly value: Domain;
  readonly initial: Value;
}

export type ScalarDomain = IntDomain | BoolDomain | OneOfDomain;
export type Domain = ScalarDomain | RecordDomain | UnionDomain | ArrayDomain | ListDomain | SetDomain | MapDomain;

export function isScalar(domain: Domain): domain is ScalarDomain {
  return domain.kind === "int" || domain.kind === "bool" || domain.kind === "oneOf";
}
