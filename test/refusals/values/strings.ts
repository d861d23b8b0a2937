import { int, oneOf, shared, spec } from "allways";

const s = shared({ word: oneOf("ab", "b"), n: int(0, 3) });

function* p() {
  yield "go";
  s.word = "a" + "b";
  s.word = "a" + s.n;
  s.word = `a${s.word}`;
  s.n = s.word.length;
  s.word = s.word.slice(1);
  if (/a/.test(s.word)) s.n = 1;
  s.word = String.raw`a`;
  s.n = +s.word;
  if (s.word < "b") s.n = 1;
}

export default spec("refused", { processes: { p } });
