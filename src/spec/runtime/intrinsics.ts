// The functions of the language by identity: what a name in a spec means does not depend on how it was imported.

import { array, bool, int, list, map, oneOf, record, set, union } from "./domains.ts";
import { each } from "./each.ts";
import { strong, unfair, weak } from "./fairness.ts";
import { params, since } from "./params.ts";
import { shared } from "./shared.ts";
import { spec } from "./spec.ts";
import { at, by, enabled, ended, old } from "./standing.ts";
import { assert, choose, disabled, idleUntil, note, optional, when } from "./steps.ts";
import {
  always,
  and,
  eventually,
  eventuallyAlways,
  implies,
  infinitelyOften,
  leadsTo,
  not,
  or,
  taken,
  terminates,
  until,
} from "./temporal.ts";
import { copy, load, local, same } from "./view.ts";

export type IntrinsicName =
  | "int"
  | "bool"
  | "oneOf"
  | "record"
  | "union"
  | "array"
  | "list"
  | "set"
  | "map"
  | "params"
  | "since"
  | "shared"
  | "spec"
  | "each"
  | "strong"
  | "unfair"
  | "weak"
  | "when"
  | "idleUntil"
  | "optional"
  | "disabled"
  | "choose"
  | "local"
  | "load"
  | "copy"
  | "same"
  | "note"
  | "assert"
  | "at"
  | "ended"
  | "enabled"
  | "old"
  | "by"
  | "always"
  | "and"
  | "eventually"
  | "eventuallyAlways"
  | "implies"
  | "infinitelyOften"
  | "leadsTo"
  | "not"
  | "or"
  | "taken"
  | "terminates"
  | "until";

const intrinsics: Readonly<Record<IntrinsicName, unknown>> = {
  ...{ int, bool, oneOf, record, union, array, list, set, map },
  ...{ params, since, shared, spec, each, strong, unfair, weak },
  ...{ when, idleUntil, optional, disabled, choose },
  ...{ local, load, copy, same, note, assert },
  ...{ at, ended, enabled, old, by },
  ...{
    always,
    and,
    eventually,
    eventuallyAlways,
    implies,
    infinitelyOften,
    leadsTo,
    not,
    or,
    taken,
    terminates,
    until,
  },
};

const names: ReadonlyMap<unknown, IntrinsicName> = new Map(
  Object.entries(intrinsics).map(([name, fn]) => [fn, name as IntrinsicName]),
);

/** All names of the language's functions. */
export const intrinsicNames: readonly string[] = Object.keys(intrinsics);

/** Which function of the language the value is; null for anything else. */
export function intrinsicOf(value: unknown): IntrinsicName | null {
  return names.get(value) ?? null;
}
