// An exploration as a few lines of text for tests: counts, bounds, findings with their schedules, witnesses.

import type { Exploration, ExploreOptions, Finding, Trace } from "../../src/explorer/exploration.ts";
import type { Program } from "../../src/spec/program/program.ts";

/** Breadth-first to the first violation, without bounds. */
export const plain: ExploreOptions = {
  search: "bfs",
  all: false,
  properties: null,
  maxDepth: null,
  maxStates: null,
  maxTime: null,
  maxMemory: null,
  compact: false,
  lossy: null,
  threads: 1,
  seed: 1,
  walks: 1,
  onProgress: null,
  signal: null,
};

/** `distinct / generated / depth`, then one line each for what was cut, found and witnessed. */
export function summary(program: Program, { counts, completeness, findings, witnesses }: Exploration): string {
  return [
    `${counts.distinct} / ${counts.generated} / ${counts.depth}`,
    ...completeness.bounds.map((bound) => `cut ${bound.cut} by ${bound.name}`),
    ...findings.map((finding) => `${finding.depth} ${what(program, finding)}: ${schedule(program, finding.trace)}`),
    ...[...witnesses].map(([property, trace]) => {
      const { name } = program.properties[property]!;
      return trace === null ? `no witness: ${name}` : `witness ${name}: ${schedule(program, trace)}`;
    }),
  ].join("\n");
}

/** `init:0 p[0] p[0] q:1` */
export function schedule(program: Program, trace: Trace): string {
  const words = trace.steps.map(
    ({ process, choices }) => program.processes[process]!.name + choices.map(({ option }) => `:${option}`).join(""),
  );
  if (trace.initialChoices.length > 0) words.unshift(`init:${trace.initialChoices.join(":")}`);
  return words.join(" ");
}

function what(program: Program, finding: Finding): string {
  switch (finding.kind) {
    case "error":
    case "assert": {
      const site = `${finding.kind} ${program.sites[finding.site]!.message} [${finding.values}]`;
      return "property" in finding ? `${site} in ${program.properties[finding.property]!.name}` : site;
    }
    case "deadlock":
      return `deadlock of [${finding.blocked.map((process) => program.processes[process]!.name)}]`;
    case "temporal":
      return `temporal ${program.properties[finding.property]!.name} (loop ${finding.trace.loop})`;
    default: {
      const { name, conjuncts } = program.properties[finding.property]!;
      return `${finding.kind} ${name}${conjuncts.length > 1 ? ` (conjunct ${finding.conjunct})` : ""}`;
    }
  }
}

/** All but what clocks and stores say. */
export function withoutStatistics({ statistics: _, ...rest }: Exploration): unknown {
  return rest;
}
