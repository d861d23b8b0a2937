// Names of processes in few words: in, names of which many differ by their instance alone; out, `philosopher[0…7]`.

/** Instances of one process stand together; runs of three or more are told by their ends. The order is that of the first of each. */
export function joinNames(names: readonly string[]): string[] {
  const families = new Map<string, number[]>();
  for (const name of names) {
    const [, family, instance] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
    const known = families.get(family ?? name) ?? [];
    if (instance !== undefined) known.push(Number(instance));
    families.set(family ?? name, known);
  }
  return [...families].map(([family, instances]) =>
    instances.length === 0 ? family : `${family}[${joinNumbers(instances.sort((a, b) => a - b))}]`,
  );
}

function joinNumbers(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) => (to - from > 1 ? `${from}…${to}` : to > from ? `${from}, ${to}` : String(from)))
    .join(", ");
}

export interface Waiting {
  readonly process: string;
  readonly guards: readonly string[];
}

/** Those who wait for the same stand together. */
export function groupWaiting(
  blocked: readonly Waiting[],
): { readonly who: string; readonly guards: readonly string[] }[] {
  const groups = new Map<string, Waiting[]>();
  for (const one of blocked) {
    const key = JSON.stringify(one.guards);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    who: joinNames(group.map(({ process }) => process)).join(", "),
    guards: group[0]!.guards,
  }));
}
