// What the process says to a shell and to CI, following TLC's codes where the meaning is the same. The numbers are a
// contract: they are listed in the README and held by a test.

export const ExitCode = {
  holds: 0,
  testFailed: 1,
  inconclusive: 3,
  vacuous: 4,
  deadlock: 11,
  safetyViolated: 12,
  stepViolated: 13,
  assertionFailed: 14,
  evaluationError: 75,
  interrupted: 130,
  terminated: 143,
  refused: 150,
  usage: 151,
  internal: 255,
} as const;

const BY_WEIGHT: readonly number[] = [255, 151, 150, 143, 130, 75, 14, 11, 12, 13, 3, 4, 1, 0];

/** Of several outcomes the one the process reports: our own fault first, then the author's, then the protocol's. */
export function heaviest(codes: readonly number[]): number {
  return BY_WEIGHT.find((code) => codes.includes(code)) ?? 0;
}
