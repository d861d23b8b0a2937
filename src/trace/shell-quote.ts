// Commands that people paste: in, a word; out, the same word for a shell. The invariant: nothing in the word is read by the
// shell as anything but itself.

/** A word of a command as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return /["$`\\!\n]/.test(word) || word === "" ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}
