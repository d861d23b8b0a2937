// The commands and their options, as commander reads them: in, the words of the command line; out, a call of the command
// they name. Each command's module is imported when it is called, so that `--help` costs next to nothing.

import { Argument, Command, Option } from "commander";
import { DEFAULT_HASH_BITS, HASH_BITS_RANGE, LOSSY_KINDS } from "../check/lossy.ts";
import { allEndings, FORMATS } from "../trace/format/formats.ts";
import {
  collect,
  parseCount,
  parseHashBits,
  parseMemory,
  parseReporter,
  parseScreen,
  parseSeed,
  parseThreads,
  parseTime,
  REPORTER_NAMES,
  SCREEN_NAMES,
} from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command; resolves to its exit code. */
export type Run = (work: (terminal: Terminal) => Promise<number>) => Promise<void>;

export function defineCommands(version: string, run: Run): Command {
  const program = new Command("allways")
    .description("Checks every interleaving of a concurrent protocol written in plain TypeScript.")
    .version(version, "-V, --version", "print the version")
    .helpCommand("help [command]", "print help for a command")
    .helpOption("-h, --help", "print help")
    .option("--debug", "print the stack of an internal error")
    .addHelpText("after", `\n${EXIT_CODES}`);

  searchOptions(
    selectOptions(program.command("check").description("check a spec; print what was proven, or a counterexample")),
  )
    .addArgument(new Argument("<spec...>", "files that export a spec by default"))
    .action((files: string[], flags) => run(async (t) => (await import("./commands/check.ts")).check(t, files, flags)));

  outputOptions(program.command("test").description("check every scenario of every spec against its expectation"), true)
    .addArgument(new Argument("[path...]", "spec files, and folders to look for them in").default(["."]))
    .option("--slow", "run the scenarios marked slow, too")
    .option("--strict", "fail with 4 where anything holds for want of a case")
    .option("--scenario <name>", "only the scenarios of this name")
    .option("--baseline <file>", "fail on what is not in this file of known counterexamples, and say what is gone")
    .option("--update-baseline", "write what is found to the file of --baseline")
    .option("--html <folder>", "write a report of web pages: index.html, and a page for each counterexample")
    .action((paths: string[], flags) => run(async (t) => (await import("./commands/test.ts")).test(t, paths, flags)));

  outputOptions(
    traceOption(selectOptions(program.command("simulate").description("print one random run")))
      .option("--seed <n>", "seed of the run; the same seed gives the same run", parseSeed, 0)
      .option("--depth <n>", "states the run has at most", parseCount, 50),
  )
    .addArgument(new Argument("<spec>", "file that exports a spec by default"))
    .action((file: string, flags) =>
      run(async (t) => (await import("./commands/simulate.ts")).simulate(t, file, flags)),
    );

  outputOptions(
    traceOption(
      selectOptions(program.command("replay").description("run a trace with the spec's own functions and print it")),
    ),
  )
    .addArgument(new Argument("<spec>", "file that exports a spec by default"))
    .addArgument(
      new Argument(
        "<trace>",
        "the steps as a counterexample prints them, a file that --trace wrote, or ITF of Quint or Apalache",
      ),
    )
    .action((file: string, trace: string, flags) =>
      run(async (t) => (await import("./commands/replay.ts")).replay(t, file, trace, flags)),
    );

  outputOptions(
    selectOptions(
      program.command("explain").description("say which steps of a counterexample matter, and who waits for what"),
    )
      .option("--max-states <n>", "states to look at most for which steps matter; 100,000 by default", parseCount)
      .option("--time <time>", "time to look at most for which steps matter; 30s by default", parseTime),
  )
    .addArgument(new Argument("<spec>", "file that exports a spec by default"))
    .addArgument(new Argument("[trace]", "as for replay; without it the spec is checked first"))
    .action((file: string, trace: string | undefined, flags) =>
      run(async (t) => (await import("./commands/explain.ts")).explain(t, file, trace, flags)),
    );

  program
    .command("convert")
    .description("write a trace in another format")
    .addArgument(
      new Argument("<trace>", "file that --trace wrote as JSON or a page, or ITF, of Quint and Apalache, too"),
    )
    .option("--to <format>", FORMAT_NAMES)
    .option("-o, --output <file>", "where it goes, instead of stdout; the ending says the format")
    .addOption(new Option("--no-color", "no colours"))
    .action((file: string, flags) => run(async (t) => (await import("./commands/convert.ts")).convert(t, file, flags)));

  program
    .command("list")
    .description("list scenarios, properties, processes and parameters")
    .addArgument(new Argument("<spec...>", "files that export a spec by default"))
    .addOption(setOption())
    .addOption(new Option("--no-color", "no colours"))
    .action((files: string[], flags) => run(async (t) => (await import("./commands/list.ts")).list(t, files, flags)));

  program
    .command("print")
    .description("print the program a spec means: processes, steps, guards, and how a state is laid out")
    .addArgument(new Argument("<spec>", "file that exports a spec by default"))
    .addOption(setOption())
    .addOption(scenarioOption())
    .option("--wat", "print the code that a search of it runs, as WebAssembly text")
    .addOption(new Option("--no-color", "no colours"))
    .action((file: string, flags) => run(async (t) => (await import("./commands/print.ts")).print(t, file, flags)));

  return program;
}

function traceOption(command: Command): Command {
  return command.option("--trace <file>", `write the trace to a file; the ending says how: ${ENDINGS}`);
}

function setOption(): Option {
  return new Option("--set <name=value>", "set a parameter; may be repeated").argParser(collect).default([], "none");
}

function scenarioOption(): Option {
  return new Option("--scenario <name>", "use the parameters and properties of this scenario");
}

/** Which of a spec's programs and properties is meant. */
function selectOptions(command: Command): Command {
  return command
    .addOption(setOption())
    .addOption(scenarioOption())
    .addOption(
      new Option("--property <name>", "check this property only; may be repeated")
        .argParser(collect)
        .default([], "all"),
    )
    .addOption(
      new Option(
        "--fairness <kind>",
        "what temporal properties may rely on: as declared, weak at most, or none",
      ).choices(["declared", "weak", "none"]),
    );
}

/** How to look, how far, and for what. */
function searchOptions(command: Command): Command {
  command
    .optionsGroup("Search:")
    .option("--all", "explore everything and report every violated property, not the first")
    .addOption(new Option("--search <kind>", "order of search").choices(["bfs", "dfs", "random"]).default("bfs"))
    .option("--walks <n>", "number of random walks", parseCount, 1000)
    .option("--seed <n>", "seed of random walks, and of hashes with --lossy", parseSeed, 0)
    .option("--threads <n>", "threads to search with at most; by default as many as the machine has", parseThreads)
    .option("--compact", "the fewest bytes for each state, exact: for more states, at less speed")
    .addOption(
      new Option(
        "--lossy <kind>",
        "keep less than whole states, so that some may be missed; the verdict says how likely that is",
      ).choices(LOSSY_KINDS),
    )
    .option(
      "--hash-bits <n>",
      `bits to keep of each state with --lossy, from ${HASH_BITS_RANGE.least} to ${HASH_BITS_RANGE.most}; by default ${DEFAULT_HASH_BITS}`,
      parseHashBits,
    )
    .option("--cross-check [limit]", "compare with the reference interpreter, up to so many states", parseCount)
    .optionsGroup("Bounds:")
    .option("--depth <n>", "states a run has at most", parseCount)
    .option("--max-states <n>", "states to keep at most", parseCount)
    .option("--time <time>", "time to search at most, as in 30s", parseTime)
    .option(
      "--memory <size>",
      "memory for states at most, as in 8GB; by default up to four fifths of what is free",
      parseMemory,
    )
    .optionsGroup("Checkpoints:")
    .option("--checkpoint <folder>", "write to this folder, again and again, what is known, for --resume to go on from")
    .option(
      "--checkpoint-every <time>",
      "time between two checkpoints; by default 30s, or more if they are slow",
      parseTime,
    )
    .option("--resume <folder>", "go on from the checkpoint in this folder; with --checkpoint, go on writing them")
    .optionsGroup("Report:");
  return outputOptions(
    traceOption(command)
      .option("--coverage", "show how often each step was taken and which way each condition went")
      .option("--strict", "exit with 4 if anything holds for want of a case")
      .option("--watch", "check again each time a file of the spec is saved; Ctrl-C ends it")
      .addOption(new Option("--watched").hideHelp()),
    true,
  );
}

/** `batch`: reporters may write files. */
function outputOptions(command: Command, batch = false): Command {
  return command
    .addOption(
      batch
        ? new Option("--reporter <kind>", `how to report: ${REPORTER_NAMES}; KIND=FILE writes a file; may be repeated`)
            .argParser(parseReporter)
            .default([], "pretty")
        : new Option("--reporter <kind>", `how to print: ${SCREEN_NAMES}`).argParser(parseScreen).default([], "pretty"),
    )
    .option("--json", "the same as --reporter json")
    .option("-q, --quiet", "no progress")
    .addOption(new Option("--no-color", "no colours"));
}

const ENDINGS = allEndings();
const FORMAT_NAMES = `one of ${FORMATS.map(({ name }) => name).join(", ")}`;

const EXIT_CODES = `Exit codes:
    0  holds                          75  error while evaluating a spec
    1  test: an expectation not met  130  interrupted
    3  inconclusive: a bound was hit 143  terminated
    4  vacuous, with --strict        150  spec refused
   11  deadlock                      151  wrong usage
   12  safety property violated      255  internal error
   13  step or temporal property violated
   14  assertion failed`;
