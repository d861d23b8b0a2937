// `allways print`: the program a spec means, as the printer shows it, and how a state of it lies in bits.

import { select } from "../../check/selection.ts";
import { prepareWidths } from "../../report/layout.ts";
import type { Terminal } from "../terminal.ts";

export interface PrintFlags {
  readonly set: readonly string[];
  readonly scenario?: string;
}

export async function print(terminal: Terminal, file: string, flags: PrintFlags): Promise<number> {
  const [{ program }, { printProgram }, { layOut }, { describeLayout }] = await Promise.all([
    select(file, flags),
    import("../../spec/program/print.ts"),
    import("../../explorer/compile/layout.ts"),
    import("../../report/state-layout.ts"),
  ]);
  await prepareWidths([...program.sources.values()].join(""));
  terminal.print(`${printProgram(program).trimEnd()}\n\n${describeLayout(layOut(program))}`);
  return 0;
}
