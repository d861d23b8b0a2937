// A trace for a mail or a commit message: in, a document; out, plain text as kernel lists write races, a lane for each process and
// time going down, or a paragraph for each step where lanes would be too narrow. The invariant: only ASCII, at most 72 columns, no
// blanks at the ends of lines, and no line that a mailer or git takes for something else: a line begins with a word of ours or blanks.

import { becauseSentences } from "../because-words.ts";
import {
  changeWords,
  type DocumentStep,
  flattenState,
  headline,
  statesOf,
  stepWords,
  type TraceDocument,
  type TraceNamed,
} from "../document.ts";
import { printable } from "../printable.ts";
import { parseSchedule, printSchedule } from "../schedule.ts";
import { foldCommand } from "../shell-quote.ts";

/** What remains readable after several have quoted it. */
const WIDTH = 72;
const MOST_LANES = 3;
const LEAST_LANE = 16;
/** A step in a lane that takes more lines than this is no longer seen as one. */
const MOST_LINES = 3;
const SMALL_STATE = 8;
/** Of more nobody reads the values; the command at the end says what differs from the defaults. */
const MOST_SETTINGS = 8;
const GAP = 3;

export function writeMail(document: TraceDocument): string {
  const blocks = [
    headLines(document),
    becauseSentences(document, "->").flatMap((sentence) => hang("  ", sentence)),
    initialLines(document),
    laneLines(document) ?? paragraphLines(document),
    endLines(document),
    footLines(document),
  ];
  return `${blocks.flatMap((lines) => (lines.length === 0 ? [] : [lines.join("\n")])).join("\n\n")}\n`;
}

function headLines(document: TraceDocument): string[] {
  const { spec, scenario, file, finding, parameters } = document;
  const place = finding?.location ?? null;
  const where = place === null ? file : `${place.file}:${place.line}`;
  const settings = parameters.map(({ name, value }) => `${name} = ${value}`).join(", ");
  return [
    ...hang("", headline(document)),
    ...hang("  ", `in ${[spec, ...(scenario === null ? [] : [scenario])].join(", ")} (${where})`),
    ...(settings === "" || parameters.length > MOST_SETTINGS ? [] : hang("  ", `with ${settings}`)),
  ];
}

function initialLines({ initialChoices }: TraceDocument): string[] {
  const chosen = initialChoices.map(({ name, value }) => `${name} = ${value}`).join(", ");
  return chosen === "" ? [] : hang("  ", `initially ${chosen}`);
}

const ACTIONS = "actions";

/** Processes side by side; null where that would be too narrow to read. */
function laneLines(document: TraceDocument): string[] | null {
  const { steps, initial } = document;
  const movers = new Set(steps.map(laneOf));
  const lanes = [...initial.processes.map(({ process }) => process), ACTIONS].filter((name) => movers.has(name));
  if (lanes.length === 0 || lanes.length > MOST_LANES) return null;
  const number = String(steps.length).length;
  const indent = 2 + number + 2;
  const room = WIDTH - indent - GAP * (lanes.length - 1);
  const cells = steps.map((step) => cellOf(step, document.file));
  const widths = fitLanes(lanes, steps, cells, room);
  if (widths === null) return null;
  const laid = steps.map((step, i) => layCell(cells[i]!, widths[lanes.indexOf(laneOf(step))]!));
  if (laid.some((lines) => lines.length > MOST_LINES)) return null;
  const columns = widths.map((_, lane) => widths.slice(0, lane).reduce((sum, width) => sum + width + GAP, indent));
  const heads = lanes.map((name) => printable(name, true));
  const row = (texts: readonly string[]): string =>
    texts.reduce((line, text, lane) => line.padEnd(columns[lane]!) + text, "").trimEnd();
  return [
    row(heads),
    row(heads.map((name) => "-".repeat(name.length))),
    ...steps.flatMap((step, i) => {
      const column = columns[lanes.indexOf(laneOf(step))]!;
      const mark = `  ${String(step.number).padStart(number)}`;
      return [...loopLines(document, i), ...laid[i]!.map((text, y) => (y === 0 ? mark : "").padEnd(column) + text)];
    }),
  ];
}

function laneOf({ process, action }: DocumentStep): string {
  return action ? ACTIONS : process;
}

/** As wide as what is in them, as far as there is room; null where even little would be too much. */
function fitLanes(
  lanes: readonly string[],
  steps: readonly DocumentStep[],
  cells: readonly Cell[],
  room: number,
): number[] | null {
  const least = lanes.map((name) => Math.max(LEAST_LANE, printable(name, true).length));
  const widths = [...least];
  steps.forEach((step, i) => {
    const { head, changes } = cells[i]!;
    const lane = lanes.indexOf(laneOf(step));
    widths[lane] = Math.max(widths[lane]!, head.length, changes.length + 2);
  });
  for (let over = widths.reduce((sum, width) => sum + width, -room); over > 0; over--) {
    const widest = widths.reduce((best, width, i) => (width > least[i]! && width > (widths[best] ?? 0) ? i : best), -1);
    if (widest < 0) return null;
    widths[widest]! -= 1;
  }
  return widths;
}

interface Cell {
  readonly head: string;
  readonly changes: string;
}

function cellOf(step: DocumentStep, file: string): Cell {
  const words = stepWords(step);
  const name = step.action ? words : words.slice(step.process.length + 2);
  return { head: `${ascii(name)}${placeOf(step, file)}`, changes: changesOf(step).join(", ") };
}

function layCell({ head, changes }: Cell, width: number): string[] {
  return [...wrap(head, width, "  "), ...(changes === "" ? [] : wrap(`  ${changes}`, width, "    "))];
}

function paragraphLines(document: TraceDocument): string[] {
  const { steps, file } = document;
  const number = String(steps.length).length;
  const hanging = " ".repeat(2 + number + 2);
  return steps.flatMap((step, i) => {
    const changes = changesOf(step).join(", ");
    const mark = `  ${String(step.number).padStart(number)}. `;
    return [
      ...loopLines(document, i),
      ...wrap(`${mark}${ascii(stepWords(step))}${placeOf(step, file)}`, WIDTH, `${hanging}  `),
      ...(changes === "" ? [] : wrap(`${hanging}  ${changes}`, WIDTH, `${hanging}    `)),
    ];
  });
}

function loopLines({ loop }: TraceDocument, index: number): string[] {
  return loop === index ? ["  for ever:"] : [];
}

function changesOf(step: DocumentStep): string[] {
  return changeWords(step, "->").map(ascii);
}

/** ` (:38)` in the spec's own file, ` (wake.ts:12)` in another. */
function placeOf({ location }: DocumentStep, file: string): string {
  if (location.file === "") return "";
  const name = location.file === file ? "" : (location.file.split("/").at(-1) ?? "");
  return ascii(` (${name}:${location.line})`);
}

/** Where it goes, what breaks it, and who waits there. */
function endLines(document: TraceDocument): string[] {
  const { finding, loop, steps } = document;
  if (steps.at(-1)?.state === null) return [];
  const { state } = statesOf(document).at(-1)!;
  const all = flattenState(state);
  const processes = new Set(state.processes.map(({ process }) => process));
  const standing = all.findIndex(({ name }) => processes.has(name));
  const shared = standing < 0 ? all : all.slice(0, standing);
  const reads = shared.filter(({ name }) => finding?.reads?.includes(name) ?? true);
  const values = shared.length > SMALL_STATE && reads.length > 0 ? reads : shared;
  const words = state.processes.map(({ process, label, locals }) => {
    const held = flattenState({ shared: {}, processes: [{ process, label, path: [], locals }] }).slice(1);
    const tail = held.map(({ name, value }) => `${name.slice(process.length + 1)} = ${value}`).join(", ");
    return `${process} ${label === null ? "ended" : `at "${label}"`}${tail === "" ? "" : ` with ${tail}`}`;
  });
  const told = finding?.because ? [] : (finding?.blocked ?? []);
  const blocked = told.map(({ process, guards }) => `${process} waits for ${guards.join(", ")}`);
  return [
    ...(loop === steps.length ? ["  then it stays so for ever"] : ["  then"]),
    ...values.flatMap((named) => hang("    ", equation(named))),
    ...[...words, ...blocked].flatMap((text) => hang("    ", text)),
  ];
}

function equation({ name, value }: TraceNamed): string {
  return `${name} = ${value}`;
}

function footLines({ file, selection, schedule, steps }: TraceDocument): string[] {
  // States alone, of another model checker, have no schedule.
  if (schedule === "" && steps.length > 0) return [];
  const lines = foldCommand(["allways", "replay", file, ...selection], inAscii(schedule), WIDTH - 2);
  // What continues a word of the shell's has no room for blanks.
  return ["  Again:", ...lines.map((line) => (/^["'$]/.test(line) ? line : `  ${line}`))];
}

/** A schedule whose names are escaped, not the whole of it. */
function inAscii(schedule: string): string {
  try {
    return printSchedule(parseSchedule(schedule), true);
  } catch {
    return schedule;
  }
}

function ascii(text: string): string {
  return printable(text, true);
}

function hang(indent: string, text: string): string[] {
  return wrap(indent + ascii(text), WIDTH, `${indent}  `);
}

/** Lines of at most so many columns, broken at blanks; a word that is too long for a line is cut where the line ends. */
function wrap(text: string, width: number, hanging: string): string[] {
  const lines: string[] = [];
  const [indent = ""] = /^ */.exec(text) ?? [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.slice(indent.length).split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width && hanging.length + word.length <= width) {
      lines.push(line);
      line = hanging;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = hanging + line.slice(width);
    }
  }
  return [...lines, line].map((one) => one.trimEnd()).filter((one) => one !== "");
}
