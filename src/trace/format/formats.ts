// The formats of traces: in, a name or the ending of a file; out, what writes a document in it. Each format's module is loaded
// when it is asked for. The invariant: of the endings the longest that fits decides.

import { usage } from "../../spec/source/diagnostic.ts";
import { suggestions } from "../../spec/source/suggest.ts";
import type { TraceDocument } from "../document.ts";

export interface Format {
  /** As `allways convert --to` takes it. */
  readonly name: string;
  readonly endings: readonly string[];
  /** `file`: where it will lie, for formats that name themselves by it. */
  readonly load: () => Promise<(document: TraceDocument, file?: string) => string>;
}

export const FORMATS: readonly Format[] = [
  { name: "json", endings: [".json"], load: async () => (await import("./json.ts")).writeJson },
  { name: "itf", endings: [".itf.json"], load: async () => (await import("./itf.ts")).writeItf },
  { name: "html", endings: [".html", ".htm"], load: async () => (await import("./html.ts")).writeHtml },
  { name: "markdown", endings: [".md"], load: async () => (await import("./markdown.ts")).writeMarkdown },
  { name: "mermaid", endings: [".mmd"], load: async () => (await import("./markdown.ts")).writeMermaid },
  { name: "txt", endings: [".txt"], load: async () => (await import("./mail.ts")).writeMail },
  { name: "tlc", endings: [".tlc.json"], load: async () => (await import("./tlc.ts")).writeTlc },
  { name: "chrome", endings: [".chrome.json"], load: async () => (await import("./chrome.ts")).writeChrome },
  { name: "dot", endings: [".dot", ".gv"], load: async () => (await import("./dot.ts")).writeDot },
  { name: "tla", endings: [".tla"], load: async () => (await import("./tla.ts")).writeTla },
  { name: "csv", endings: [".csv"], load: async () => (await import("./csv.ts")).writeCsv },
];

/** The format of a file by its name; null if none has its ending. */
export function formatOf(file: string): Format | null {
  const lower = file.toLowerCase();
  const fitting = FORMATS.flatMap((format) =>
    format.endings.filter((ending) => lower.endsWith(ending)).map((ending) => ({ format, ending })),
  );
  return fitting.sort((a, b) => b.ending.length - a.ending.length)[0]?.format ?? null;
}

/** The format of this name. @throws SpecError (151) for one that is not there */
export function namedFormat(name: string): Format {
  const format = FORMATS.find((candidate) => candidate.name === name);
  if (format) return format;
  const names = FORMATS.map((candidate) => candidate.name);
  const near = suggestions(name, names);
  throw usage(`there is no format "${name}"`, near.length > 0 ? near : [`formats are ${names.join(", ")}`]);
}

/** Every ending, for messages. */
export function allEndings(): string {
  return FORMATS.flatMap(({ endings }) => endings).join(", ");
}
