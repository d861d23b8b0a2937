// One spec through all oracles: loaded, lowered, explored natively in lockstep, by the reference explorer and by the
// compiled one, and what they find replayed. What comes in is source text; what goes out says whether the spec was refused, and how much was compared.
// The invariant: a difference, or a fault of ours, is thrown.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Exploration, ExploreOptions } from "../../src/explorer/exploration.ts";
import { compareExplorations, crossCheck } from "../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { SpecError } from "../../src/spec/source/diagnostic.ts";
import { formatDiagnostics } from "../../src/spec/source/format-diagnostic.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { replayTrace } from "../../src/trace/replay.ts";
import { plain } from "../explorer/summary.ts";
import { explore, type Lockstep } from "./lockstep.ts";
import { type Effort, Excess, Unseen } from "./route.ts";
import { Difference, failureText } from "./telling.ts";

export type Result =
  | { readonly kind: "refused"; readonly message: string }
  /** A failure that the author's functions cannot notice was met: only the two explorers were compared. */
  | { readonly kind: "unseen" }
  /** There was too much to compare. */
  | { readonly kind: "large" }
  | { readonly kind: "compared"; readonly lockstep: Lockstep; readonly program: Program };

export const ordinaryEffort: Effort = { states: 60, routes: 3, outcomes: 4_000 };

/** Compares everything about the spec in this text, written to a file of that name in the folder. */
export async function compare(
  folder: string,
  name: string,
  text: string,
  effort: Effort = ordinaryEffort,
): Promise<Result> {
  const file = join(folder, name);
  writeFileSync(file, text);
  let loaded: LoadedSpec;
  let program: Program;
  let counted: Program;
  try {
    loaded = await loadSpec(file, {});
    program = lowerSpec(loaded);
    counted = lowerSpec(loaded, { branches: true });
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { kind: "refused", message: formatDiagnostics(error.diagnostics, new Map()) };
  }
  let lockstep: Lockstep;
  try {
    lockstep = explore(loaded, program, effort);
  } catch (error) {
    if (error instanceof Excess) return { kind: "large" };
    if (!(error instanceof Unseen)) throw error;
    await compareExplorers(loaded, program, counted, null);
    return { kind: "unseen" };
  }
  if (lockstep.distinct > 0) await compareExplorers(loaded, program, counted, lockstep);
  return { kind: "compared", lockstep, program };
}

async function compareExplorers(
  loaded: LoadedSpec,
  program: Program,
  counted: Program,
  lockstep: Lockstep | null,
): Promise<void> {
  for (const all of [true, false]) {
    const options: ExploreOptions = { ...plain, all, maxDepth: lockstep === null ? 6 : lockstep.cutAt };
    const { differences, first } = await crossCheck(program, options, exploreReference, exploreBreadthFirst);
    if (differences.length > 0) throw new Difference("reference against compiled", "", differences.join("\n  "));
    if (all) await compareCounted(counted, options, first);
    for (const finding of first.findings) {
      const replay = replayTrace(loaded, program, finding.trace, finding);
      if (replay.kind === "disagrees") throw new Difference(`replay: ${replay.what}`, replay.expected, replay.actual);
    }
    if (lockstep === null) continue;
    if (all) compareAll(program, lockstep, first);
    else compareFirst(program, lockstep, first);
  }
}

/** Counting which way conditions go changes nothing else, and both explorers count the same. */
async function compareCounted(counted: Program, options: ExploreOptions, plainly: Exploration): Promise<void> {
  const { differences, first } = await crossCheck(counted, options, exploreReference, exploreBreadthFirst);
  const changes = [...differences, ...compareExplorations(plainly, { ...first, branches: [] }, false)];
  if (changes.length > 0) throw new Difference("with branches counted", "", changes.join("\n  "));
}

/** Everything the reference explorer finds was found natively, at the same depth. */
function compareAll(program: Program, lockstep: Lockstep, exploration: Exploration): void {
  const { distinct, generated, depth } = exploration.counts;
  const counts = `${distinct} / ${generated} / ${depth}`;
  const own = `${lockstep.distinct} / ${lockstep.generated} / ${lockstep.depth}`;
  if (counts !== own) throw new Difference("distinct / generated / depth", counts, own);
  const found = new Map(exploration.findings.map((finding) => [findingText(program, finding), finding.depth]));
  const [first, second] = [found, lockstep.findings].map((map) =>
    [...map]
      .map((e) => e.join(" @"))
      .sort()
      .join("; "),
  );
  if (first !== second) throw new Difference("findings", first!, second!);
  for (const [index, trace] of exploration.witnesses) {
    const { name } = program.properties[index]!;
    const at = trace === null ? null : trace.steps.length + 1;
    if (at !== lockstep.witnesses.get(name))
      throw new Difference(`witness ${name}`, `${at}`, `${lockstep.witnesses.get(name)}`);
  }
}

/** The first finding is at the smallest depth, and its trace is as long. */
function compareFirst(_program: Program, lockstep: Lockstep, exploration: Exploration): void {
  const least = lockstep.findings.size === 0 ? null : Math.min(...lockstep.findings.values());
  const finding = exploration.findings[0];
  const own = finding === undefined ? null : finding.depth;
  if (least !== own) throw new Difference("depth of the first finding", `${own}`, `${least}`);
  if (finding !== undefined && finding.trace.steps.length !== finding.depth - 1) {
    throw new Difference("steps of the first finding", `${finding.trace.steps.length}`, `${finding.depth - 1}`);
  }
}

function findingText(program: Program, finding: Exploration["findings"][number]): string {
  const property = "property" in finding ? program.properties[finding.property as number]!.name : null;
  if ("site" in finding) return failureText(program, finding.site, property);
  return property === null ? finding.kind : `${finding.kind} ${property}`;
}
