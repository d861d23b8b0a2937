// Many random specs in a row, each named by a seed. What comes in is the first seed and how many; what goes out is printed:
// how many were refused and compared, and each spec on which the oracles differ, reduced.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { compare, type Result } from "./compare.ts";
import { reduceSpec } from "./reduce.ts";
import { Difference } from "./telling.ts";
import { specText } from "./writer/spec-text.ts";

/** Seconds spent on making one spec smaller. */
const PATIENCE = 120;

/** Gives an exit code: 0 if all oracles agree on everything. */
export async function runCampaign(first: number, count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "allways-"));
  let files = 0;
  const tell = (text: string): Promise<Told> => outcomeOf(folder, `s${files++}.ts`, text);
  const counts: Record<Result["kind"], number> = { refused: 0, unseen: 0, large: 0, compared: 0 };
  let different = 0;
  for (let seed = first; seed < first + count; seed++) {
    const [text] = fc.sample(specText, { seed, numRuns: 1 });
    const told = await tell(text!);
    if (told.kind !== "different") {
      counts[told.kind]++;
      continue;
    }
    different++;
    console.log(`seed ${seed}: ${told.message}\n`);
    const same = async (smaller: string): Promise<boolean> => {
      const other = await tell(smaller);
      return other.kind === "different" && other.signature === told.signature;
    };
    console.log(await reduceSpec(text!, same, PATIENCE));
  }
  console.log(
    Object.entries({ ...counts, different })
      .map(([kind, n]) => `${n} ${kind}`)
      .join(", "),
  );
  return different === 0 ? 0 : 1;
}

type Told = Result | { readonly kind: "different"; readonly message: string; readonly signature: string };

async function outcomeOf(folder: string, name: string, text: string): Promise<Told> {
  try {
    return await compare(folder, name, text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "different", message: error.message, signature: signatureOf(error) };
  }
}

/** What stays the same while a spec gets smaller: the kind of difference, without its values. */
function signatureOf(error: Error): string {
  if (!(error instanceof Difference)) return error.message.replace(/\d+/g, "#");
  const [where = "", ...sides] = error.message.split("\n");
  const subject = /^(reference|replay|distinct|findings|depth|steps|witness|waiting)/.exec(where)?.[0] ?? "";
  const kinds = sides.map((side) => /disabled|failed: \w+|moved( optionally)?|holds|violated/.exec(side)?.[0] ?? "");
  return [subject, ...kinds.slice(0, 2)].join(" ");
}
