// How a report may look: its width, its colours, its signs. Nothing a report says is said by colour or by a sign alone,
// so that the same text survives a pipe, a commit message and a mailing list.

import { Chalk, type ChalkInstance } from "chalk";

export interface Symbols {
  readonly holds: string;
  readonly broken: string;
  readonly unsure: string;
  /** Broken as it was before. */
  readonly known: string;
  /** Between the value before and the value after. */
  readonly arrow: string;
  /** Between a caller and what it calls. */
  readonly call: string;
  /** Between remarks on one line. */
  readonly dot: string;
}

const UNICODE: Symbols = { holds: "✓", broken: "✗", unsure: "?", known: "=", arrow: "→", call: "›", dot: "·" };
const ASCII: Symbols = { holds: "ok", broken: "FAIL", unsure: "??", known: "same", arrow: "->", call: ">", dot: "-" };

export interface Style {
  /** Columns a line may have. */
  readonly width: number;
  /** Nothing beyond ASCII leaves the report, whatever the author's labels hold. */
  readonly ascii: boolean;
  readonly symbols: Symbols;
  readonly color: ChalkInstance;
}

/** The width of a report that goes to a file or a pipe, where nobody can say how wide it will be read. */
export const PIPE_WIDTH = 100;

export function makeStyle(options: { width?: number; ascii?: boolean; colors?: boolean }): Style {
  const ascii = options.ascii ?? false;
  return {
    width: options.width ?? PIPE_WIDTH,
    ascii,
    symbols: ascii ? ASCII : UNICODE,
    color: new Chalk({ level: options.colors && !ascii ? 1 : 0 }),
  };
}

/** One colour a process, the same in every trace of a spec; red and green are kept for verdicts. */
export function processColor(style: Style, process: number): (text: string) => string {
  const { cyan, yellow, magenta, blue, cyanBright, yellowBright, magentaBright, blueBright } = style.color;
  const palette = [cyan, yellow, magenta, blue, cyanBright, yellowBright, magentaBright, blueBright];
  return palette[process % palette.length]!;
}
