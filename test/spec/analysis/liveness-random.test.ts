import fc from "fast-check";
import { expect, it } from "vitest";
import { liveTable } from "./live-table.ts";
import { randomProcess, showProcess } from "./random-process.ts";
import { liveBySmallSteps } from "./small-steps.ts";

it("finds live what some path reads before writing it, in random processes", () => {
  let places = 0;
  let live = 0;
  fc.assert(
    fc.property(randomProcess, (process) => {
      const { text, lines } = showProcess(process);
      const expected = liveBySmallSteps(process, lines);
      const unmarked = Object.entries(expected).map(([place, names]) => [place, names.map(unmark).sort()]);
      expect(liveTable(text, { scope: { YES: true, NO: false } })).toEqual(Object.fromEntries(unmarked));
      places += unmarked.length;
      live += Object.values(expected).flat().length;
    }),
    { numRuns: 600, seed: 17 },
  );
  // The comparison means something only where there is much to compare.
  expect(places).toBeGreaterThan(600);
  expect(live).toBeGreaterThan(1200);
});

/** The table gives a variable that shadows another the same name; here they only have to be counted. */
function unmark(name: string): string {
  return name.replace(/'.*/, "");
}
