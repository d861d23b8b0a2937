// Commands that people paste: in, a word, or the words of a command; out, the same for a shell. The invariant: nothing in a word
// is read by the shell as anything but itself, wherever the command is broken into lines.

/** A word of a command as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  const { open, units, close } = quotationOf(word, false);
  return open + units.join("") + close;
}

/**
 * A command in ASCII, in lines of at most `width` columns. It ends with a schedule, whose steps are kept apart by white space, and so
 * by the ends of lines, too.
 */
export function foldCommand(words: readonly string[], schedule: string, width: number): string[] {
  const longest = width - 12;
  const atoms = words.flatMap((word) => atomsOf(quotationOf(word, true), " ", " \\", INDENT, longest));
  const steps = [...schedule.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g)].map(([step]) => step);
  const whole = quotationOf(schedule, true);
  if (steps.length === 0 || steps.join(" ") !== schedule || whole.open === "$'")
    atoms.push(...atomsOf(whole, " ", " \\", INDENT, longest));
  else {
    steps.forEach((step, index) => {
      const { open, close } = whole;
      const { units } = quotationOf(step, true, open);
      const part = { open: index === 0 ? open : "", units, close: index === steps.length - 1 ? close : "", mark: open };
      atoms.push(...atomsOf(part, " ", index === 0 ? " \\" : "", INDENT, longest));
    });
  }
  const lines: string[] = [];
  let line = "";
  for (const { text, glue, end, start } of atoms) {
    if (line === "") line = text;
    else if (line.length + glue.length + text.length <= width - 2) line += glue + text;
    else {
      lines.push(line + end);
      line = start + text;
    }
  }
  return [...lines, line];
}

const INDENT = "    ";

/** What is not broken: `glue` stands before it, or `end`, the end of a line, and `start`. */
interface Atom {
  readonly text: string;
  readonly glue: string;
  readonly end: string;
  readonly start: string;
}

interface Quotation {
  readonly open: string;
  /** Characters, each escaped as the marks around them ask. */
  readonly units: readonly string[];
  readonly close: string;
  /** What opens the quotation again, where it is broken. */
  readonly mark?: string;
}

/** A word that is too long is closed, continued by a backslash at the end of the line, and opened again. */
function atomsOf(quotation: Quotation, glue: string, end: string, start: string, longest: number): Atom[] {
  const { open, units, close, mark = open } = quotation;
  // What continues a word must be seen to: it stands in marks.
  if (open === "" && mark === "" && units.length > longest)
    return atomsOf({ open: '"', units, close: '"' }, glue, end, start, longest);
  const atoms: Atom[] = [];
  let text = open;
  let next = { glue, end, start };
  for (const unit of units) {
    if (text.length + unit.length > longest) {
      atoms.push({ ...next, text });
      text = "";
      next = { glue: "", end: `${mark === "$'" ? "'" : mark}\\`, start: mark };
    }
    text += unit;
  }
  return [...atoms, { ...next, text: text + close }];
}

/** `mark`: the quotation that the word is a part of. */
function quotationOf(word: string, ascii: boolean, mark: string | null = null): Quotation {
  if (ascii && /[^\x20-\x7e]/.test(word)) return { open: "$'", units: [...Buffer.from(word)].map(octal), close: "'" };
  if (mark === null && /^[\w@%+=:,./-]+$/.test(word)) return { open: "", units: [...word], close: "" };
  if (mark === "'" || (mark === null && (/["$`\\!\n]/.test(word) || word === "")))
    return { open: "'", units: [...word].map((unit) => (unit === "'" ? "'\\''" : unit)), close: "'" };
  return { open: mark ?? '"', units: [...word], close: mark ?? '"' };
}

/** A byte between `$'` and `'`. */
function octal(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w .:/=-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
}
