// `allways print`: the program a spec means, as the printer shows it, and how a state of it lies in bits.

import { select } from "../selection.ts";
import type { Terminal } from "../terminal.ts";

export interface PrintFlags {
  readonly set: readonly string[];
  readonly scenario?: string;
}

export async function print(terminal: Terminal, file: string, flags: PrintFlags): Promise<number> {
  const { program } = await select(file, flags);
  const { printProgram } = await import("../../spec/program/print.ts");
  terminal.print(printProgram(program));
  return 0;
}
