// Traces in files: written in the format that the ending of the name says, and read back. The invariant: a file that cannot be
// a trace of ours is refused in one line (151) before anything of it is used.

import { writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Trace } from "../explorer/exploration.ts";
import type { Explored } from "../report/trace-document.ts";
import type { RunReport } from "../report/verdict.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import type { Recording, TraceDocument } from "../trace/document.ts";
import { allEndings, type Format, formatOf } from "../trace/format/formats.ts";
import type { StateSequence } from "../trace/states.ts";
import { readJsonFile } from "./json-file.ts";
import type { Terminal } from "./terminal.ts";

export interface TraceFlags {
  /** Where the trace goes, in the format its ending says. */
  readonly trace?: string;
}

/** The format that `--trace FILE` asks for. @throws SpecError (151) for an ending without one */
export function traceFormat(file: string): Format {
  const format = formatOf(file);
  if (format) return format;
  throw usage(`--trace ${file}: the ending says no format`, [`endings are ${allEndings()}`]);
}

/** `trace.itf.json` for the first of several counterexamples, `trace-2.itf.json` for the second. */
export function numberedFile(file: string, number: number): string {
  if (number === 1) return file;
  const lower = file.toLowerCase();
  const ending = formatOf(file)
    ?.endings.filter((candidate) => lower.endsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const length = ending?.length ?? extname(file).length;
  return join(
    dirname(file),
    `${basename(file).slice(0, basename(file).length - length)}-${number}${file.slice(-length)}`,
  );
}

/** Writes the trace and says so on stderr. */
export async function writeTrace(file: string, document: TraceDocument, terminal: Terminal): Promise<void> {
  const write = await traceFormat(file).load();
  saveFile(file, write(document, file));
  terminal.complain(`trace written to ${file}`);
}

/** The run of a report, if --trace asks for it. */
export async function writeRun(
  file: string | undefined,
  explored: Explored,
  trace: Trace,
  report: RunReport,
  terminal: Terminal,
): Promise<void> {
  if (file === undefined) return;
  const { documentTrace } = await import("../report/trace-document.ts");
  await writeTrace(file, documentTrace(explored, trace, report.run, report.finding, report, process.cwd()), terminal);
}

export function saveFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usage(`${shownPath(file)} cannot be written: ${(error as NodeJS.ErrnoException).code}`, []);
  }
}

/** A trace in our own format, in a page, or in ITF, of which there are only the states. */
export async function readDocument(file: string): Promise<TraceDocument> {
  const [{ readJson }, { isItf, readStates }, { documentOfStates }, { documentText }] = await Promise.all([
    import("../trace/format/json.ts"),
    import("../trace/format/itf-reading.ts"),
    import("../trace/states.ts"),
    import("../trace/format/html.ts"),
  ]);
  return readJsonFile(file, "a trace", inPage(documentText), (value) =>
    isItf(value) ? documentOfStates(readStates(value)) : readJson(value),
  );
}

/** What can be replayed: a trace of ours in whatever form, or the states of somebody else's. */
export async function readRecording(file: string): Promise<Recording | StateSequence> {
  const [{ readJson }, { isItf, isOurs, readItf, readStates }, { documentText }] = await Promise.all([
    import("../trace/format/json.ts"),
    import("../trace/format/itf-reading.ts"),
    import("../trace/format/html.ts"),
  ]);
  return readJsonFile(file, "a trace", inPage(documentText), (value) => {
    if (!isItf(value)) return readJson(value);
    return isOurs(value) ? readItf(value) : readStates(value);
  });
}

/** A page carries its trace with it. */
function inPage(documentText: (page: string) => string): (text: string) => string {
  return (text) => (/^\s*</.test(text) ? documentText(text) : text);
}
