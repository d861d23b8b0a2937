// What of a value has changed: in, the texts of two values; out, one text in pieces, each kept, gone or new. The invariant: the
// kept and new pieces add up to the new text, the kept and gone ones to the old.

export type PieceKind = "kept" | "gone" | "new";

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

/** Beyond this many tokens on both sides the middle is taken as one change: the table of what they share grows with the product. */
const MOST_TOKENS = 600;

/** Strings, words with their field name, punctuation, spaces. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[\p{L}\p{N}_$.-]+|\s+|./gu;

/** Pieces of the same kind that follow one another are one. */
export function differenceOf(before: string, after: string): Piece[] {
  const [old, now] = [tokens(before), tokens(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const pieces: Piece[] = [
    ...now.slice(0, head).map((text): Piece => ({ kind: "kept", text })),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...now.slice(now.length - tail).map((text): Piece => ({ kind: "kept", text })),
  ];
  return joined(pieces);
}

function tokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** By the longest common subsequence of tokens. */
function middle(old: readonly string[], now: readonly string[]): Piece[] {
  const gone = (text: string): Piece => ({ kind: "gone", text });
  const fresh = (text: string): Piece => ({ kind: "new", text });
  if (old.length === 0 || now.length === 0 || old.length > MOST_TOKENS || now.length > MOST_TOKENS)
    return [...old.map(gone), ...now.map(fresh)];
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      pieces.push({ kind: "kept", text: now[j]! });
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) pieces.push(gone(old[i++]!));
    else pieces.push(fresh(now[j++]!));
  }
  return [...pieces, ...old.slice(i).map(gone), ...now.slice(j).map(fresh)];
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: { kind: PieceKind; text: string }[] = [];
  for (const { kind, text } of pieces) {
    const last = all.at(-1);
    if (last?.kind === kind) last.text += text;
    else all.push({ kind, text });
  }
  return all;
}

/** A long value takes a line for each element that has brackets itself; what is gone counts for no bracket. */
export function linesOf(pieces: readonly Piece[], most: number): Piece[][] {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const isNested = /^[[{].*[[{]/s.test(pieces.map(({ text }) => text).join(""));
  if (length <= most || !isNested) return [[...pieces]];
  const lines: Piece[][] = [[]];
  let depth = 0;
  for (const { kind, text } of pieces) {
    for (const token of tokens(text)) {
      const isFirst = lines.at(-1)!.length === 0 && lines.length > 1;
      if (isFirst && token.trim() === "") continue;
      lines.at(-1)!.push({ kind, text: token });
      if (kind === "gone") continue;
      if (token === "[" || token === "{") depth++;
      else if (token === "]" || token === "}") depth--;
      else if (token === "," && depth === 1) lines.push([]);
    }
  }
  return lines.map(joined);
}
