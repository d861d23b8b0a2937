// Values as text and back: how traces show them and how `--set` gives them. A string alone is shown bare (`working`),
// inside a composite quoted (`{kind: "prepared", rm: 1}`), so that composites read as the author would write them.

import { unreachable } from "../source/diagnostic.ts";
import { suggestions } from "../source/suggest.ts";
import type { Domain, Value } from "./domain.ts";
import { canonical, contains, isRecordValue, tagOf } from "./enumerate.ts";

/** `working`, `3`, `[1, 2]`, `{kind: "prepared", rm: 1}`; sets `{1, 2}`, maps `{1: "a", 2: "b"}`. One line, ASCII. */
export function showValue(value: Value): string {
  return typeof value === "string" ? value : showInside(value);
}

/** A member or a key, with strings quoted: `"a"`, where alone `a` would be read as a name. */
export function showInside(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(showInside).join(", ")}]`;
  if (value instanceof Set) return `{${[...value].map(showInside).join(", ")}}`;
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${showInside(k)}: ${showInside(v)}`).join(", ")}}`;
  return `{${Object.entries(value)
    .map(([name, held]) => `${name}: ${showInside(held)}`)
    .join(", ")}}`;
}

/** What a domain allows, for messages: `int from 0 to 3`, `one of "a", "b"`. */
export function showDomain(domain: Domain): string {
  switch (domain.kind) {
    case "int":
      return `an integer from ${domain.lo} to ${domain.hi}`;
    case "bool":
      return "true or false";
    case "oneOf":
      return domain.values.length === 1
        ? JSON.stringify(domain.values[0])
        : `one of ${domain.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "record":
      return `a record {${Object.keys(domain.fields).join(", ")}}`;
    case "union":
      return `a record whose ${domain.tag} is one of ${domain.variants.map((v) => JSON.stringify(tagOf(domain, v))).join(", ")}`;
    case "array":
      return `an array of ${domain.length}, each ${showDomain(domain.element)}`;
    case "list":
      return `a list of at most ${domain.capacity}, each ${showDomain(domain.element)}`;
    case "set":
      return `a set of values, each ${showDomain(domain.element)}`;
    case "map":
      return `a map from ${showDomain(domain.key)} to ${showDomain(domain.value)}`;
    default:
      return unreachable(domain);
  }
}

export type ParsedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string; readonly hints: readonly string[] };

/**
 * Reads a value as `--set` gives it: `3`, `true`, `6.1`; arrays, lists and sets by commas (`IN,OUT`, empty for none), or
 * any composite as JSON (sets as arrays, maps as arrays of pairs). The message completes "… is outside: ".
 */
export function parseValue(domain: Domain, text: string): ParsedValue {
  const trimmed = text.trim();
  switch (domain.kind) {
    case "int": {
      const isNumber = /^[+-]?\d+$/.test(trimmed);
      return isNumber ? within(domain, Number(trimmed), trimmed) : refused(domain, trimmed);
    }
    case "bool":
      if (trimmed === "true" || trimmed === "false") return { ok: true, value: trimmed === "true" };
      return refused(domain, trimmed, suggestions(trimmed, ["true", "false"]));
    case "oneOf":
      return domain.values.includes(trimmed)
        ? { ok: true, value: trimmed }
        : refused(domain, trimmed, suggestions(trimmed, domain.values));
    case "array":
    case "list":
    case "set": {
      if (trimmed.startsWith("[")) return parseJson(domain, trimmed);
      const values: Value[] = [];
      for (const part of trimmed === "" ? [] : trimmed.split(",")) {
        const parsed = parseValue(domain.element, part);
        if (!parsed.ok) return parsed;
        values.push(parsed.value);
      }
      return within(domain, domain.kind === "set" ? toSet(values) : values, trimmed);
    }
    case "record":
    case "union":
    case "map":
      return parseJson(domain, trimmed);
    default:
      return unreachable(domain);
  }
}

function toSet(values: readonly Value[]): ReadonlySet<Value> {
  return new Set(values);
}

function refused(domain: Domain, text: string, hints: readonly string[] = []): ParsedValue {
  return { ok: false, message: `"${text}" is not ${showDomain(domain)}`, hints };
}

function within(domain: Domain, value: Value, text: string): ParsedValue {
  return contains(domain, value) ? { ok: true, value: canonical(domain, value) } : refused(domain, text);
}

function parseJson(domain: Domain, text: string): ParsedValue {
  try {
    return within(domain, fromJson(domain, JSON.parse(text)), text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused(domain, text, ["write it as JSON, a map as an array of pairs"]);
  }
}

/** JSON has no sets and maps: arrays stand for them. What does not fit is left as it is, for `contains` to refuse. */
function fromJson(domain: Domain, json: Value): Value {
  switch (domain.kind) {
    case "int":
    case "bool":
    case "oneOf":
      return json;
    case "record":
      if (!isRecordValue(json)) return json;
      return Object.fromEntries(
        Object.entries(json).map(([name, value]) => {
          const field = domain.fields[name];
          return [name, field ? fromJson(field, value) : value];
        }),
      );
    case "union": {
      if (!isRecordValue(json)) return json;
      const variant = domain.variants.find((candidate) => tagOf(domain, candidate) === json[domain.tag]);
      return variant ? fromJson(variant, json) : json;
    }
    case "array":
    case "list":
      return Array.isArray(json) ? json.map((value) => fromJson(domain.element, value)) : json;
    case "set":
      return Array.isArray(json) ? toSet(json.map((value) => fromJson(domain.element, value))) : json;
    case "map":
      if (!Array.isArray(json) || !json.every((pair) => Array.isArray(pair) && pair.length === 2)) return json;
      return new Map(
        (json as readonly (readonly [Value, Value])[]).map(([key, value]) => [
          fromJson(domain.key, key),
          fromJson(domain.value, value),
        ]),
      );
    default:
      return unreachable(domain);
  }
}
