// JSON from files that anybody may have written: in, a name and what reads the value; out, what was read. The invariant: a file that
// is not there, too large, cut short, not text, nested without end, or of another shape is refused in one line (151), and before
// memory is spent on it.

import { closeSync, openSync, readSync } from "node:fs";
import { usage } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import { printable } from "../trace/printable.ts";

/** More than any trace that people look at, less than a string can hold. */
const MOST_BYTES = 256e6;
/** A value takes up to 100 bytes of memory, however short it is written. */
const MOST_VALUES = 12e6;
/** No value of a spec is nested so deeply, and what goes through a document may call itself as often. */
const DEEPEST = 500;

/**
 * `what` is what it should be: `a trace`; `find` gives the JSON in its text.
 * @throws SpecError (151) for everything that `find` and `read` refuse by a SyntaxError or RangeError, too
 */
export function readJsonFile<Read>(
  file: string,
  what: string,
  find: (text: string) => string,
  read: (value: unknown) => Read,
): Read {
  const bytes = readBytes(file, what);
  try {
    const text = decodeText(bytes);
    const json = find(text);
    limit(json === text ? bytes : Buffer.from(json));
    return read(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal(file, what, error.message);
    if (error instanceof RangeError) throw refusal(file, what, "it is nested too deeply");
    throw error;
  }
}

function refusal(file: string, what: string, why: string): Error {
  return usage(`${shownPath(file)} is not ${what}: ${printable(why)}`, []);
}

/** A device or a pipe has no size to ask for. */
function readBytes(file: string, what: string): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const descriptor = openSync(file, "r");
    try {
      for (;;) {
        const chunk = Buffer.allocUnsafe(1 << 20);
        const count = readSync(descriptor, chunk);
        if (count === 0) break;
        size += count;
        if (size > MOST_BYTES) throw refusal(file, what, `it has more than ${MOST_BYTES / 1e6} MB`);
        chunks.push(chunk.subarray(0, count));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== "string") throw error;
    throw usage(`${shownPath(file)} cannot be read: ${code}`, []);
  }
  return Buffer.concat(chunks);
}

/** What the parser would need, counted before it is asked. */
function limit(bytes: Buffer): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values++;
      if (++depth > DEEPEST) throw new SyntaxError("it is nested too deeply");
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  if (values > MOST_VALUES) throw new SyntaxError(`it has more than ${MOST_VALUES / 1e6} million values`);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function decodeText(bytes: Buffer): string {
  try {
    // A mark of the byte order is dropped.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SyntaxError("it is not text in UTF-8");
  }
}
