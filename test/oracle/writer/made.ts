// What the writers of statements give each other.

import type { Name } from "./scope.ts";

export interface Made {
  readonly lines: readonly string[];
  /** Names the rest of the block sees as well. */
  readonly names?: readonly Name[];
  /** What follows is never reached. */
  readonly leaves?: boolean;
}
