// Text of an author's made safe to show: in, any string; out, one line of characters that are seen as they are. The
// invariant: nothing in it can end a line, move a cursor, turn the direction of reading or break a file's encoding.

/**
 * Control characters, line ends, marks of direction and halves of surrogate pairs are shown as escapes; in ASCII everything
 * beyond it is.
 */
export function printable(text: string, ascii = false): string {
  const odd = ascii
    ? /[^\x20-\x7e]/gu
    : // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/gu;
  return text.replace(odd, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\u{${code}}`;
  });
}
