// One evaluation of a spec's modules: the settings that go in, the parameters and shared records that come out. Outside an
// evaluation (a spec run by plain node) parameters have their defaults and nothing is recorded. The invariant: faults in
// settings are collected and thrown together by `endEvaluation`.

import type { Parameter } from "../definition.ts";
import type { Domain, Value } from "../program/domain.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { suggestions } from "../source/suggest.ts";

/** By name of a parameter: text as `--set` gives it, or a value as a scenario does. */
export type Settings = Readonly<Record<string, string | Value>>;

export interface EvaluationResult {
  /** In order of declaration. */
  readonly parameters: readonly Parameter[];
  /** In order of declaration. */
  readonly shared: readonly { readonly domain: Domain; readonly object: object }[];
}

interface Evaluation {
  readonly settings: Settings;
  readonly parameters: Parameter[];
  readonly shared: { readonly domain: Domain; readonly object: object }[];
  readonly faults: Diagnostic[];
}

function fresh(settings: Settings): Evaluation {
  return { settings, parameters: [], shared: [], faults: [] };
}

let current = fresh({});
let isRecording = false;

/** From here on `params` and `shared` belong to one spec with these settings. Evaluations do not nest. */
export function beginEvaluation(settings: Settings): void {
  current = fresh(settings);
  isRecording = true;
}

/** What was declared since `beginEvaluation`. Throws a SpecError (151) for unknown settings and values outside. */
export function endEvaluation(): EvaluationResult {
  const { settings, parameters, shared, faults } = current;
  forgetEvaluation();
  const names = parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(settings)) {
    if (names.includes(name)) continue;
    const hints = names.length === 0 ? ["the spec has no parameters"] : suggestions(name, names);
    faults.push({ message: `there is no parameter ${name}`, hints });
  }
  if (faults.length > 0) throw new SpecError(faults, 151);
  return { parameters, shared };
}

/** Ends one that failed: what is evaluated from here on is nobody's. */
export function forgetEvaluation(): void {
  current = fresh({});
  isRecording = false;
}

/** Whether a spec is being loaded, rather than run by plain node. */
export function isEvaluating(): boolean {
  return isRecording;
}

/** The settings of this evaluation. */
export function currentSettings(): Settings {
  return current.settings;
}

/** The parameters declared so far. */
export function currentParameters(): readonly Parameter[] {
  return current.parameters;
}

export function recordParameter(parameter: Parameter): void {
  current.parameters.push(parameter);
}

export function recordShared(shared: { readonly domain: Domain; readonly object: object }): void {
  if (isRecording) current.shared.push(shared);
}

/** A setting that cannot be used. */
export function recordFault(fault: Diagnostic): void {
  current.faults.push(fault);
}
