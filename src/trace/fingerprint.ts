// Whether two counterexamples are the same bug found again: in, what broke and who did what; out, a short text that is the
// same for the same run of the same functions. Lines and values are left out of it, so that edits elsewhere, other bounds and
// other numbers of threads do not change it.

export interface FingerprintStep {
  /** With its instance: `cancel[0]`. */
  readonly name: string;
  /** Functions on the call path; the last one holds the label. */
  readonly path: readonly string[];
  readonly label: string;
  readonly choices: readonly { readonly name: string; readonly value: string }[];
}

/** 32 hexadecimal digits of the SHA-256 of the kind, the property (null: none) and the steps. */
export function fingerprintOf(
  kind: string,
  property: string | null,
  initialChoices: FingerprintStep["choices"],
  steps: readonly FingerprintStep[],
): string {
  const taken = (choices: FingerprintStep["choices"]): string[][] => choices.map(({ name, value }) => [name, value]);
  const moves = steps.map(({ name, path, label, choices }) => [name, path.at(-1) ?? "", label, taken(choices)]);
  const text = JSON.stringify([kind, property, taken(initialChoices), moves]);
  // Most checks find nothing, and are spared the loading of it.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
