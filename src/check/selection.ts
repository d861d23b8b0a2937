// From the words of a command to one program: which file, which scenario, which parameters, which properties. In, flags;
// out, the loaded spec, its lowered program, and the words that select it again. Unknown names are usage errors (151)
// with suggestions.

import { relative, resolve } from "node:path";
import type { LoadedSpec, Scenario } from "../spec/definition.ts";
import { type FairnessMode, limitFairness } from "../spec/program/fairness.ts";
import type { Program } from "../spec/program/program.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { suggestions } from "../spec/source/suggest.ts";

/** What a person says of the program meant. */
export interface SelectionFlags {
  readonly set: readonly string[];
  readonly scenario?: string;
  readonly property?: readonly string[];
  /** Both need to know which way conditions go. */
  readonly strict?: boolean;
  readonly coverage?: boolean;
  readonly fairness?: FairnessMode;
}

export interface Selection {
  readonly loaded: LoadedSpec;
  readonly program: Program;
  readonly scenario: Scenario | null;
  /** Names of the properties to check; null for all. */
  readonly checked: ReadonlySet<string> | null;
  /** The words after `allways replay` that select this program: file, --scenario, --set, --property. */
  readonly words: readonly string[];
}

/** Loads and lowers what is meant. A scenario's `set` yields to --set, its `check` to --property. */
export async function select(file: string, flags: SelectionFlags): Promise<Selection> {
  const [{ loadSpec }, { lowerSpec }] = await Promise.all([
    import("../spec/source/load.ts"),
    import("../spec/lower/index.ts"),
  ]);
  const path = resolve(file);
  const given = parseSettings(flags.set);
  let loaded = await loadSpec(path, given);
  const scenario = flags.scenario === undefined ? null : findScenario(loaded, flags.scenario);
  if (scenario && Object.keys(scenario.set).length > 0) {
    loaded = await loadSpec(path, { ...scenario.set, ...given });
  }
  const lowered = lowerSpec(loaded, { branches: flags.coverage === true || flags.strict === true });
  const program = limitFairness(lowered, flags.fairness ?? "declared");
  return {
    loaded,
    program,
    scenario,
    checked: checkedProperties(program, flags.property ?? [], scenario),
    words: selectionWords(path, flags),
  };
}

/** `name=value` words; the last of a name counts. */
export function parseSettings(words: readonly string[]): Readonly<Record<string, string>> {
  const settings = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 1) throw usage(`--set ${word} is not of the form name=value`, []);
    settings.set(word.slice(0, equals).trim(), word.slice(equals + 1));
  }
  return Object.fromEntries(settings);
}

function findScenario(loaded: LoadedSpec, name: string): Scenario {
  const { scenarios } = loaded.definition;
  const scenario = scenarios.get(name);
  if (scenario) return scenario;
  const none = scenarios.size === 0 ? ["the spec has no scenarios"] : [];
  throw usage(`there is no scenario "${name}"`, [...suggestions(name, scenarios.keys()), ...none]);
}

function checkedProperties(
  program: Program,
  asked: readonly string[],
  scenario: Scenario | null,
): ReadonlySet<string> | null {
  const names = program.properties.map(({ name }) => name);
  for (const name of asked) {
    if (names.includes(name)) continue;
    const none = names.length === 0 ? ["the spec has no properties"] : [];
    throw usage(`there is no property "${name}"`, [...suggestions(name, names), ...none]);
  }
  if (asked.length > 0) return new Set(asked);
  return scenario?.check ? new Set(scenario.check) : null;
}

function selectionWords(path: string, flags: SelectionFlags): string[] {
  const repeated = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);
  return [
    relative(process.cwd(), path),
    ...(flags.scenario === undefined ? [] : ["--scenario", flags.scenario]),
    ...repeated("--set", flags.set),
    ...repeated("--property", flags.property ?? []),
    ...(flags.fairness === undefined || flags.fairness === "declared" ? [] : ["--fairness", flags.fairness]),
  ];
}
