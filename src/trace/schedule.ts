// A run as one line of text that people paste into a shell: in, a trace or a line; out, a line or its words. The grammar:
//
//   schedule = { word } [ "@" { word } ]                         words stand apart by white space
//   word     = name [ ":" choice { "," choice } ] [ "*" count ]  `cancel[0]`  `taskWork*3`  `hear[1]:v=2`
//   choice   = name "=" ( text | "#" number )                    an option by its text, or by its place in the domain
//   name, text = bare | quoted                                   quoted as JSON quotes strings
//
// The word `init`, unquoted and first, carries the choices of the spec's `init`; a process of that name is quoted.
// "@" is where a run without end goes back to: what follows is repeated for ever, and if nothing does, it stays. A word
// repeated n times is written once with `*n`. The invariant: parseSchedule(printSchedule(s)) equals s.

import { SpecError } from "../spec/source/diagnostic.ts";

/** An option taken: by the text people see, or by its number where that text is not unique or depends on the state. */
export interface ScheduleChoice {
  readonly name: string;
  readonly option: string | number;
}

/** One step: the process (or action) that moves, and the options it takes, in order. */
export interface ScheduleWord {
  readonly process: string;
  readonly choices: readonly ScheduleChoice[];
}

export interface Schedule {
  /** Options taken by the spec's `init`; empty if it has none or chooses nothing. */
  readonly initial: readonly ScheduleChoice[];
  readonly words: readonly ScheduleWord[];
  /** How many words stand before the "@". */
  readonly loop?: number;
}

const INIT = "init";
const FOR_EVER = "@";
/** No run that a person replays is longer, and a mistyped count must not fill the memory. */
const LONGEST = 1_000_000;
const EXAMPLE = 'a schedule looks like "cancel[0] taskWork*3 cancel[0]:v=2"';
const BARE_NAME = /^[\p{L}\p{N}_$][\p{L}\p{N}_$.-]*(?:\[[\p{L}\p{N}_$.,-]*\])?/u;
const BARE_TEXT = /^[\p{L}\p{N}_$.+-]+/u;
const BEYOND_ASCII = /[^\x20-\x7e]/;
const QUOTED = /^"(?:[^"\\]|\\.)*"/u;

/** The line that `allways replay` takes; in ASCII, what lies beyond it is escaped as JSON does. */
export function printSchedule(schedule: Schedule, ascii = false): string {
  const words: string[] = [];
  if (schedule.initial.length > 0) words.push(`${INIT}:${printChoices(schedule.initial, ascii)}`);
  let count = 0;
  schedule.words.forEach((word, index) => {
    if (schedule.loop === index) words.push(FOR_EVER);
    count += 1;
    const next = schedule.loop === index + 1 ? undefined : schedule.words[index + 1];
    const text = printWord(word, ascii);
    if (next && printWord(next, ascii) === text) return;
    words.push(count > 1 ? `${text}*${count}` : text);
    count = 0;
  });
  if (schedule.loop === schedule.words.length) words.push(FOR_EVER);
  return words.join(" ");
}

/** One step as a word, without its count. */
export function printWord(word: ScheduleWord, ascii = false): string {
  const name = word.process === INIT ? JSON.stringify(INIT) : quoteUnless(BARE_NAME, word.process, ascii);
  return word.choices.length > 0 ? `${name}:${printChoices(word.choices, ascii)}` : name;
}

function printChoices(choices: readonly ScheduleChoice[], ascii: boolean): string {
  return choices
    .map(({ name, option }) => {
      const value = typeof option === "number" ? `#${option}` : quoteUnless(BARE_TEXT, option, ascii);
      return `${quoteUnless(BARE_NAME, name, ascii)}=${value}`;
    })
    .join(",");
}

function quoteUnless(bare: RegExp, text: string, ascii: boolean): string {
  const isPlain = !ascii || !BEYOND_ASCII.test(text);
  if (isPlain && bare.exec(text)?.[0] === text) return text;
  const quoted = JSON.stringify(text);
  return isPlain ? quoted : quoted.replace(/[^\x20-\x7e]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * The words of a schedule, repeats written out. Names are not looked up here: any program may read them.
 * @throws SpecError (151) pointing into the line
 */
export function parseSchedule(line: string): Schedule {
  const reader = new Reader(line);
  const words: ScheduleWord[] = [];
  let initial: readonly ScheduleChoice[] = [];
  let loop: number | null = null;
  for (reader.skip(/^\s+/); !reader.done(); reader.skip(/^\s+/)) {
    const first = reader.at === 0 || line.slice(0, reader.at).trim() === "";
    if (reader.take(FOR_EVER)) {
      if (loop !== null) reader.fail("the run goes back once");
      if (!reader.done() && !/\s/.test(line[reader.at]!)) reader.fail("expected a space after @");
      loop = words.length;
      continue;
    }
    const quoted = line[reader.at] === '"';
    const process = reader.text(BARE_NAME, "the name of a process");
    const choices: ScheduleChoice[] = [];
    if (reader.take(":")) {
      do {
        const name = reader.text(BARE_NAME, "the name of a choice");
        if (!reader.take("=")) reader.fail(`expected "=" and the option of ${name}`);
        const option = reader.take("#") ? reader.number() : reader.text(BARE_TEXT, `the option of ${name}`);
        choices.push({ name, option });
      } while (reader.take(","));
    }
    const count = reader.take("*") ? reader.number() : 1;
    if (!reader.done() && !/\s/.test(line[reader.at]!)) reader.fail("expected a space between two steps");
    if (process === INIT && !quoted) {
      if (!first || count !== 1) reader.fail("init comes first and once");
      initial = choices;
    } else {
      if (words.length + count > LONGEST) reader.fail(`more than ${LONGEST} steps`);
      for (let i = 0; i < count; i++) words.push({ process, choices });
    }
  }
  return { initial, words, ...(loop !== null && { loop }) };
}

/** Where parsing stands in the line. */
class Reader {
  at = 0;
  readonly line: string;

  constructor(line: string) {
    this.line = line;
  }

  done(): boolean {
    return this.at >= this.line.length;
  }

  skip(pattern: RegExp): string | null {
    const found = pattern.exec(this.line.slice(this.at))?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  take(character: string): boolean {
    if (this.line[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  text(bare: RegExp, what: string): string {
    const quoted = this.skip(QUOTED);
    if (quoted !== null) {
      try {
        return JSON.parse(quoted) as string;
      } catch {
        this.fail("not a string as JSON writes it");
      }
    }
    return this.skip(bare) ?? this.fail(`expected ${what}`);
  }

  number(): number {
    const digits = this.skip(/^\d{1,9}/) ?? this.fail("expected a number");
    return Number(digits);
  }

  fail(message: string): never {
    const rest = this.line.slice(this.at, this.at + 20);
    const where = rest === "" ? "at its end" : `before ${JSON.stringify(rest)}`;
    throw new SpecError([{ message: `schedule: ${message} ${where}`, hints: [EXAMPLE] }], 151);
  }
}
