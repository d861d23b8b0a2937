// Where output goes: results to stdout, all else to stderr. Colours, width and closed pipes are decided here and nowhere
// else. The invariant: once a reader has gone away (`| head`) nothing more is written and nobody is told off for it.

import { PIPE_WIDTH } from "../report/style.ts";

export interface Terminal {
  /** A result; a newline is added. */
  readonly print: (text: string) => void;
  /** A diagnostic; a newline is added. */
  readonly complain: (text: string) => void;
  /** Empties the screen, where stdout is one. */
  readonly clear: () => void;
  /** Columns of stdout. */
  readonly width: number;
  readonly colors: boolean;
  readonly errorColors: boolean;
  /** Whether progress may be drawn over itself on stderr. */
  readonly interactive: boolean;
  /** Whether the reader of the results has gone. */
  readonly closed: () => boolean;
}

/** The process's own streams, plain if `plain`; call it once, since it listens for their errors. */
export function openTerminal(plain: boolean): Terminal {
  const { stdout, stderr, env } = process;
  let gone = false;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (stream === stdout) gone = true;
    });
  }
  const colored = (stream: NodeJS.WriteStream): boolean => {
    if (plain) return false;
    if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
    if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
    return stream.isTTY === true && env.TERM !== "dumb";
  };
  return {
    print: (text) => {
      if (!gone) stdout.write(`${text}\n`);
    },
    complain: (text) => stderr.write(`${text}\n`),
    clear: () => {
      if (stdout.isTTY && env.TERM !== "dumb") stdout.write("\x1b[2J\x1b[H");
    },
    width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : PIPE_WIDTH,
    colors: colored(stdout),
    errorColors: colored(stderr),
    interactive: stderr.isTTY === true && env.TERM !== "dumb" && !isCi(env.CI),
    closed: () => gone,
  };
}

function isCi(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}
