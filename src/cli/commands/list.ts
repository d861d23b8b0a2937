// `allways list`: what a spec offers to be asked for, in the words that --scenario, --property and --set take.

import { relative, resolve } from "node:path";
import { describeExpectation } from "../../check/expectation.ts";
import { parseSettings } from "../../check/selection.ts";
import { heaviest } from "../../report/exit-code.ts";
import { padEnd, plural, prepareWidths, printable, textWidth } from "../../report/layout.ts";
import { makeStyle, type Style } from "../../report/style.ts";
import type { Definition, Family, LoadedSpec, Scenario } from "../../spec/definition.ts";
import { showDomain, showValue } from "../../spec/program/value-text.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import { loadSpec } from "../../spec/source/load.ts";
import { complainOf } from "../complaint.ts";
import type { Terminal } from "../terminal.ts";

export interface ListFlags {
  readonly set: readonly string[];
}

export async function list(terminal: Terminal, files: readonly string[], flags: ListFlags): Promise<number> {
  const style = makeStyle({ width: terminal.width, colors: terminal.colors });
  const settings = parseSettings(flags.set);
  const codes: number[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const loaded = await loadSpec(resolve(file), settings);
      await prepareWidths(loaded.modules.map(({ text }) => text).join(""));
      terminal.print((index > 0 ? "\n" : "") + describeSpec(loaded, style));
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      await complainOf(error, terminal);
      codes.push(error.code);
    }
  }
  return heaviest(codes);
}

function describeSpec({ file, definition, parameters }: LoadedSpec, style: Style): string {
  const { bold, dim } = style.color;
  const title = `${bold(printable(definition.name, style.ascii))}  ${dim(relative(process.cwd(), file))}`;
  const blocks: [string, [string, string][]][] = [
    ["processes", definition.processes.map(describeFamily)],
    ["actions", definition.actions.map(describeFamily)],
    ["properties", describeProperties(definition)],
    ["parameters", parameters.map(({ name, domain, value }) => [`${name}=${showValue(value)}`, showDomain(domain)])],
    ["scenarios", [...definition.scenarios.values()].map(describeScenario)],
  ];
  const lines = blocks.flatMap(([heading, rows]) =>
    rows.length === 0 ? [] : [`  ${dim(heading)}`, ...layRows(rows, style)],
  );
  return [title, ...lines].join("\n");
}

function layRows(rows: readonly [string, string][], style: Style): string[] {
  const safe = rows.map(([name, text]) => [printable(name, style.ascii), printable(text, style.ascii)] as const);
  const width = Math.max(...safe.map(([name]) => textWidth(name)));
  return safe.map(([name, text]) => `    ${padEnd(name, width)}  ${style.color.dim(text)}`.trimEnd());
}

function describeFamily({ name, instances }: Family): [string, string] {
  const single = instances.length === 1 && instances[0]!.length === 0;
  return [name, single ? "" : plural(instances.length, "instance")];
}

function describeProperties({ always, quiescent, reachable, step, temporal }: Definition): [string, string][] {
  const kinds = { always, quiescent, reachable, step, temporal };
  return Object.entries(kinds).flatMap(([kind, properties]) =>
    [...properties.keys()].map((name): [string, string] => [name, kind]),
  );
}

function describeScenario(scenario: Scenario): [string, string] {
  const settings = Object.entries(scenario.set).map(([name, value]) => `${name}=${showValue(value)}`);
  const remarks = [describeExpectation(scenario.expect), ...settings, ...(scenario.slow ? ["slow"] : [])];
  return [scenario.name, remarks.join(", ")];
}
