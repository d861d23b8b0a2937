// Colours for the author's source: in, the lines of a file; out, each line in pieces with what they are. It knows comments,
// strings, numbers and words of the language, no more; the pieces of a line always add up to the line.

export type TokenKind = "plain" | "comment" | "string" | "number" | "word" | "label";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const WORDS = new Set(
  "async await break case catch class const continue default delete do else export extends false finally for function if import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof undefined var void while yield as from readonly".split(
    " ",
  ),
);

const PIECE =
  /(?<comment>\/\/.*|\/\*.*?(?:\*\/|$))|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(?<number>\b\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|[^\p{L}\p{N}_$"'`/]+|./gu;

export function tokensOf(lines: readonly string[]): readonly (readonly Token[])[] {
  let open = false;
  return lines.map((line) => {
    const end = open ? line.indexOf("*/") : -1;
    if (open && end < 0) return [{ kind: "comment", text: line }];
    const start = open ? end + 2 : 0;
    open = false;
    const tokens: Token[] = start > 0 ? [{ kind: "comment", text: line.slice(0, start) }] : [];
    let yielded = false;
    for (const { 0: text, groups } of line.slice(start).matchAll(PIECE)) {
      const kind = kindOf(text, groups!, yielded);
      if (kind === "comment") open = text.startsWith("/*") && (!text.endsWith("*/") || text.length < 4);
      if (text.trim() !== "") yielded = text === "yield";
      tokens.push({ kind, text });
    }
    return tokens;
  });
}

function kindOf(text: string, groups: Readonly<Record<string, string | undefined>>, yielded: boolean): TokenKind {
  if (groups.comment !== undefined) return "comment";
  if (groups.string !== undefined) return yielded ? "label" : "string";
  if (groups.number !== undefined) return "number";
  return groups.word !== undefined && WORDS.has(text) ? "word" : "plain";
}
