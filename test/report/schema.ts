// As much of JSON Schema as those in schema/ use, so that reports can be held to it. A keyword it does not know
// is an error: a schema must not promise what nobody checks.

import { readFileSync } from "node:fs";

type Schema = { readonly [keyword: string]: unknown };

/** A schema as it lies in the repository. */
export function readSchema(name = "verdict"): Schema {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8")) as Schema;
}

/** What is wrong with a value, one line each; none if it is as the schema says. */
export function validate(root: Schema, value: unknown): string[] {
  return check(root, root, value, "$");
}

function check(root: Schema, schema: Schema, value: unknown, path: string): string[] {
  return Object.entries(schema).flatMap(([keyword, given]): string[] => {
    const is = (right: boolean): string[] => (right ? [] : [`${path}: not ${keyword} ${JSON.stringify(given)}`]);
    switch (keyword) {
      case "$schema":
      case "$defs":
      case "title":
      case "description":
        return [];
      case "$ref": {
        const name = String(given).replace("#/$defs/", "");
        return check(root, (root.$defs as Record<string, Schema>)[name]!, value, path);
      }
      case "const":
        return is(value === given);
      case "enum":
        return is((given as unknown[]).includes(value));
      case "type":
        return is([given].flat().some((type) => hasType(value, String(type))));
      case "anyOf":
        return is((given as Schema[]).some((option) => check(root, option, value, path).length === 0));
      case "items":
        if (!Array.isArray(value)) return [];
        return value.flatMap((item, i) => check(root, given as Schema, item, `${path}[${i}]`));
      case "required":
        return isObject(value) ? is((given as string[]).every((name) => Object.hasOwn(value, name))) : [];
      case "properties":
        if (!isObject(value)) return [];
        return Object.entries(given as Record<string, Schema>).flatMap(([name, inner]) =>
          Object.hasOwn(value, name) ? check(root, inner, value[name], `${path}.${name}`) : [],
        );
      case "additionalProperties": {
        if (!isObject(value)) return [];
        const known = Object.keys((schema.properties ?? {}) as object);
        const others = Object.keys(value).filter((name) => !known.includes(name));
        if (given === false) return others.map((name) => `${path}: unknown ${name}`);
        return others.flatMap((name) => check(root, given as Schema, value[name], `${path}.${name}`));
      }
      default:
        return [`${path}: the schema's ${keyword} is not checked here`];
    }
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
