// `allways print`: the program a spec means, as the printer shows it, and how a state of it lies in bits; or the code that
// a breadth-first search of it begins with.

import { type Selection, select } from "../../check/selection.ts";
import { prepareWidths, printable } from "../../report/layout.ts";
import type { Terminal } from "../terminal.ts";

export interface PrintFlags {
  readonly set: readonly string[];
  readonly scenario?: string;
  readonly wat?: boolean;
}

export async function print(terminal: Terminal, file: string, flags: PrintFlags): Promise<number> {
  const selection = await select(file, flags);
  terminal.print(await (flags.wat ? describeCode(selection) : describeProgram(selection)));
  return 0;
}

async function describeProgram({ program }: Selection): Promise<string> {
  const [{ printProgram }, { layOut }, { describeLayout }] = await Promise.all([
    import("../../spec/program/print.ts"),
    import("../../explorer/compile/layout.ts"),
    import("../../report/state-layout.ts"),
  ]);
  await prepareWidths([...program.sources.values()].join(""));
  return `${printProgram(program).trimEnd()}\n\n${describeLayout(layOut(program))}`;
}

/** A module in the text format of WebAssembly, with remarks on what is where. */
async function describeCode({ program, checked }: Selection): Promise<string> {
  const [{ compileProgram }, { printModule }, { temporalOf }, { describeLayout }, { describeMemory }] =
    await Promise.all([
      import("../../explorer/compile/compile-program.ts"),
      import("../../explorer/compile/module-text.ts"),
      import("../../explorer/liveness/wanted.ts"),
      import("../../report/state-layout.ts"),
      import("../../report/memory-layout.ts"),
    ]);
  await prepareWidths([...program.sources.values()].join(""));
  const indexed = temporalOf(program, checked).length > 0;
  const { bytes, notes, layout, map } = compileProgram(program, { indexed });
  const remarks = [program.name, "", ...describeLayout(layout).split("\n"), "", ...describeMemory(map).split("\n")];
  const code = printModule(bytes, notes).split("\n");
  return [...remarks.map((line) => `;; ${line}`.trimEnd()), "", ...code]
    .map((line) => printable(line, false))
    .join("\n");
}
