// From the words of the command line to an exit code. The invariant: nothing is thrown out of `main`, and every way to
// fail says in one place whose fault it is.

import { CommanderError } from "commander";
import { readVersion } from "../check/version.ts";
import { ExitCode } from "../report/exit-code.ts";
import { SpecError } from "../spec/source/diagnostic.ts";
import { defineCommands } from "./command-line.ts";
import { complainOf, complainOfStray, refuseInJson } from "./complaint.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

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
    return explain(error, terminal, argv);
  }
}

async function explain(error: unknown, terminal: Terminal, argv: readonly string[]): Promise<number> {
  const isJson = argv.includes("--json") || argv.includes("--reporter=json");
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.holds;
    const [message, ...more] = error.message.replace(/^error: /, "").split("\n");
    const hints = more.map((line) => line.replace(/^\((.*)\)$/, "$1"));
    if (isJson)
      await refuseInJson({ diagnostics: [{ message: message!, hints }], code: ExitCode.usage }, null, terminal);
    return ExitCode.usage;
  }
  if (error instanceof SpecError) {
    await complainOf(error, terminal);
    if (isJson) await refuseInJson(error, null, terminal);
    return error.code;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(
    `allways: internal error: ${message.replace(/[;.]? *please report( this)?\.?$/i, "")}; please report this`,
  );
  if (argv.includes("--debug") && error instanceof Error) terminal.complain(error.stack ?? "");
  else terminal.complain("(--debug shows where)");
  return ExitCode.internal;
}
