// Misspelt names: which of the known ones was meant. One distance and one threshold for parameters, properties, labels,
// fields and files alike.

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count 1 each.
 * (Damerau 1964; the restricted form, as in commander's suggestions.)
 */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const rows: number[][] = [Array.from({ length: width }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j < width; j++) {
      const substituted = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, substituted);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The candidate nearest to the name (case apart), the first of equals; null if none is near enough to have been meant. */
export function suggest(name: string, candidates: Iterable<string>): string | null {
  const meant = name.toLowerCase();
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const longest = Math.max(name.length, candidate.length);
    const lower = candidate.toLowerCase();
    // One difference in a short word is a different word, but a name and its own beginning are near.
    const distance = lower.startsWith(meant) && meant.length >= 2 ? 0.5 : editDistance(meant, lower);
    if (distance < least && distance <= Math.max(1, Math.floor(longest * 0.4)) && distance < longest) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** Hints for an unknown name: `did you mean "…"?`, or else what there is. Empty if there is nothing to name. */
export function suggestions(name: string, candidates: Iterable<string>): string[] {
  const known = [...candidates];
  const nearest = suggest(name, known);
  if (nearest !== null) return [`did you mean "${nearest}"?`];
  if (known.length === 0) return [];
  const shown = known.slice(0, 8).map((candidate) => `"${candidate}"`);
  return [`there is ${shown.join(", ")}${known.length > shown.length ? ", …" : ""}`];
}
