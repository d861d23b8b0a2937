// From the words of the command line to an exit code. The invariant: nothing is thrown out of `main`, and every way to
// fail says in one place whose fault it is.

import { CommanderError } from "commander";
import { ExitCode } from "../report/exit-code.ts";
import { SpecError } from "../spec/source/diagnostic.ts";
import { defineCommands } from "./command-line.ts";
import { complainOf, complainOfStray } from "./complaint.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { readVersion } from "./version.ts";

/** Runs the command; resolves to the exit code of the process. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = openTerminal(argv.includes("--no-color"));
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (fault: unknown) => {
      complainOfStray(fault, terminal);
      process.exit(ExitCode.refused);
    });
  }
  let exitCode: number = ExitCode.holds;
  try {
    const program = defineCommands(readVersion(), async (work) => {
      exitCode = await work(terminal);
    });
    for (const command of [program, ...program.commands]) {
      command.exitOverride().configureOutput({
        writeOut: (text) => terminal.print(text.trimEnd()),
        writeErr: (text) => terminal.complain(text.trimEnd()),
      });
    }
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error, terminal, argv.includes("--debug"));
  }
}

async function explain(error: unknown, terminal: Terminal, debug: boolean): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.holds : ExitCode.usage;
  if (error instanceof SpecError) {
    await complainOf(error, terminal);
    return error.code;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(
    `allways: internal error: ${message.replace(/[;.]? *please report( this)?\.?$/i, "")}; please report this`,
  );
  if (debug && error instanceof Error) terminal.complain(error.stack ?? "");
  else terminal.complain("(--debug shows where)");
  return ExitCode.internal;
}
