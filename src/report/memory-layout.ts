// Where things lie in the memory of generated code, for who reads its text: in, the explorer's map; out, a line for each
// address that loads and stores name.

import { CONTROL, type MemoryMap } from "../explorer/compile/memory-map.ts";

/** `memory  by address` and a table of what lies where. */
export function describeMemory(map: MemoryMap): string {
  const rows: (readonly [number, string])[] = [
    ...Object.entries(CONTROL).map(([name, address]) => [address, name] as const),
    [map.coverage, `coverage: ${map.coverageCount} counts of successors, by init and each step`],
    ...(map.branchCount === 0 ? [] : [[map.branches, `counts of ${map.branchCount} branches, a pair each`] as const]),
    [map.wanted, `which of ${map.observers} things are looked out for`],
    [map.found, "what was found of them"],
    [map.sites, "where steps have failed"],
    [map.tables, "constant tables"],
    [map.defaults, "the state of all defaults, before init"],
    [map.current, "the state being expanded"],
    [map.batch, "the batch of successors"],
    [map.recent, `the last ${2 ** map.recentBits} successors`],
    [map.table, "the visited set; the log of states grows down from the top of the memory"],
  ];
  rows.sort(([one], [other]) => one - other);
  const filled = rows.filter(([at], i) => at !== rows[i + 1]?.[0]);
  const width = String(map.table).length;
  return ["memory  by address", ...filled.map(([at, what]) => `  ${String(at).padStart(width)}  ${what}`)].join("\n");
}
