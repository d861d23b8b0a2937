// A state as a string, for visited sets and comparisons. The invariant: two states have the same key exactly if they are
// the same state of the same program.

import type { State } from "./state.ts";

/** Cells by column, locations by process, live locals by process and id. */
export function stateKey(state: State): string {
  const shared = state.shared.map((cells) => cells.join(",")).join(";");
  const locals = state.locals.map((live) =>
    [...live.keys()]
      .sort((a, b) => a - b)
      .map((id) => `${id}=${live.get(id)!.join(",")}`)
      .join(";"),
  );
  return `${shared}|${state.locations.join(",")}|${locals.join("/")}`;
}
