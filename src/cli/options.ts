// The values of options, from the text a person types to the numbers the explorer takes. What does not parse is a usage
// error (151) that shows how it is written.

import { InvalidArgumentError } from "commander";
import { HASH_BITS_RANGE } from "../check/lossy.ts";
import { MOST_THREADS } from "../check/threads.ts";

const TIME_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
const BINARY_UNITS: Readonly<Record<string, number>> = { kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };
const COUNT_UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9 };

/** `30s`, `500ms`, `5min`, `1h`, and 30 for thirty seconds, in milliseconds. */
export function parseTime(text: string): number {
  return parseUnits(text, { "": 1000, ...TIME_UNITS }, "a time is written 500ms, 30s, 5min or 1h");
}

/** `8GB`, `512MiB`, in bytes. */
export function parseSize(text: string): number {
  return parseUnits(text, { ...SIZE_UNITS, ...BINARY_UNITS }, "a size is written 512MB, 8GB or 8GiB");
}

/** As `parseSize`, for all states of a search. */
export function parseMemory(text: string): number {
  const size = parseSize(text);
  if (size >= 1e6) return size;
  throw new InvalidArgumentError("the memory of a search is 1MB at least.");
}

/** `250000`, `250k`, `2M`: at least 1. */
export function parseCount(text: string): number {
  return parseUnits(text, COUNT_UNITS, "a count is written 250000, 250k or 2M, and is at least 1");
}

/** Any 32-bit integer that is not negative. */
export function parseSeed(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value < 2 ** 32) return value;
  throw new InvalidArgumentError("a seed is an integer from 0 to 4294967295.");
}

/** As many as make sense of a hash. */
export function parseHashBits(text: string): number {
  const value = Number(text);
  const { least, most } = HASH_BITS_RANGE;
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`bits of a hash are an integer from ${least} to ${most}.`);
}

/** From 1 to 64. */
export function parseThreads(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= MOST_THREADS) return value;
  throw new InvalidArgumentError(`a number of threads is an integer from 1 to ${MOST_THREADS}.`);
}

/** The value of an option that may be given several times. */
export function collect(text: string, previous: readonly string[]): readonly string[] {
  return [...previous, text];
}

const SCREENS = ["pretty", "ascii", "json"] as const;
const BATCHES = ["junit", "sarif", "tap", "github"] as const;

/** A reporter, and the file it writes; null for stdout. */
export interface ReporterChoice {
  readonly kind: (typeof SCREENS)[number] | (typeof BATCHES)[number];
  readonly file: string | null;
}

export const SCREEN_NAMES: string = SCREENS.join(", ");
export const REPORTER_NAMES: string = [...SCREENS, ...BATCHES].join(", ");

/** `pretty`, `junit=report.xml`; may be given several times, but stdout belongs to one. */
export function parseReporter(text: string, previous: readonly ReporterChoice[]): readonly ReporterChoice[] {
  const choices = [...previous, parseChoice(text)];
  const printing = choices.filter((choice) => choice.file === null && choice.kind !== "github");
  if (printing.length > 1) {
    const names = printing.map(({ kind }) => kind).join(" and ");
    throw new InvalidArgumentError(`${names} cannot both have stdout; give one a file, as in junit=report.xml.`);
  }
  return choices;
}

/** For the commands that print one run. */
export function parseScreen(text: string): readonly ReporterChoice[] {
  const kind = SCREENS.find((name) => name === text);
  if (kind === undefined) throw new InvalidArgumentError(`reporters of a run are ${SCREEN_NAMES}.`);
  return [{ kind, file: null }];
}

function parseChoice(text: string): ReporterChoice {
  const [, name, file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const screen = SCREENS.find((candidate) => candidate === name);
  const kind = screen ?? BATCHES.find((candidate) => candidate === name);
  if (kind === undefined) throw new InvalidArgumentError(`reporters are ${REPORTER_NAMES}.`);
  if (file === undefined) return { kind, file: null };
  if (file === "") throw new InvalidArgumentError(`the name of the file is missing after ${kind}=.`);
  if (screen !== undefined) throw new InvalidArgumentError(`${kind} has no file; it goes to stdout.`);
  if (kind === "github") throw new InvalidArgumentError("github has no file; it writes where GitHub reads.");
  return { kind, file };
}

function parseUnits(text: string, units: Readonly<Record<string, number>>, how: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = unit === undefined ? undefined : units[unit.toLowerCase()];
  const value = Math.round(Number(digits) * (factor ?? Number.NaN));
  if (factor !== undefined && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError(`${how}.`);
}
