// Which locals of one process may share bits: those that are never live at the same location. Greedy colouring of the
// interference graph, largest first, as in register allocation (Chaitin 1982). The invariant: two locals of one group
// are live together at no location, and the first of a group is its largest.

import type { Local, Process } from "../../spec/program/program.ts";

/** Groups of locals that share their bits; every given local is in exactly one. */
export function colourLocals(
  process: Process,
  locals: readonly Local[],
  size: (local: Local) => number,
): readonly (readonly Local[])[] {
  const together = (a: Local, b: Local): boolean =>
    process.locations.some((location) => location.live.includes(a.id) && location.live.includes(b.id));
  const groups: Local[][] = [];
  for (const local of [...locals].sort((a, b) => size(b) - size(a) || a.id - b.id)) {
    const group = groups.find((members) => members.every((member) => !together(member, local)));
    if (group) group.push(local);
    else groups.push([local]);
  }
  return groups;
}
