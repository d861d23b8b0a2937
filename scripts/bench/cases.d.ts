/** One system and setting, with the numbers that every tool has to give before its time counts. */
export interface Case {
  readonly name: string;
  readonly shape: string;
  /** Under specs/. */
  readonly file: string;
  readonly set: Readonly<Record<string, number | boolean>>;
  readonly spin?: {
    readonly file: string;
    readonly define: Readonly<Record<string, number>>;
    /** How deep depth-first search gets, if that is more than 10,000 steps. */
    readonly depth?: number;
  };
  readonly rumur?: { readonly file: string; readonly constants: Readonly<Record<string, number>> };
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

export const cases: readonly Case[];
