// `allways convert`: a trace in our own format as one in another, on stdout or in a file.

import { usage } from "../../spec/source/diagnostic.ts";
import { namedFormat } from "../../trace/format/formats.ts";
import type { Terminal } from "../terminal.ts";
import { readDocument, saveFile, traceFormat } from "../trace-file.ts";

export interface ConvertFlags {
  readonly to?: string;
  readonly output?: string;
}

export async function convert(terminal: Terminal, file: string, { to, output }: ConvertFlags): Promise<number> {
  if (to === undefined && output === undefined) throw usage("say --to FORMAT, or --output FILE with its ending", []);
  const format = to === undefined ? traceFormat(output!) : namedFormat(to);
  const [document, write] = await Promise.all([readDocument(file), format.load()]);
  const text = write(document, output);
  if (output === undefined) terminal.print(text.trimEnd());
  else saveFile(output, text);
  return 0;
}
