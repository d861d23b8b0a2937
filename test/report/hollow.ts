// A spec with something vacuous of every kind, and one without. Counts can be followed by hand.

export const HOLLOW = `import { bool, int, optional, params, same, shared, spec, when } from "allways";

const { limit, slack } = params({ limit: int(0, 3, 3), slack: bool(true) });

const s = shared({ n: int(0, 3), odd: bool(), idle: bool() });

function isLow(): boolean {
  return s.n < 2;
}

function* counter() {
  do {
    yield "count";
    s.n++;
    if (slack) s.odd = !s.odd;
    if (s.n > 3 - 3 && s.n === 2) s.odd = s.odd ? true : isLow();
  } while (s.n < 3);
}

function* watcher() {
  yield "watch";
  optional(isLow() && s.n > 0);
  if (isLow()) s.odd = false;

  yield "never";
  when(s.idle);
}

export default spec("hollow", {
  processes: { counter, watcher },
  always: {
    "nothing idle is odd": () => !s.idle || s.odd,
    "small": () => s.n <= 3,
    "stays busy": () => !s.idle,
    "early": () => {
      if (isLow() && s.n > 2) return false;
      if (!isLow()) return true;
      return s.idle ? s.odd : true;
    },
  },
  within: () => s.n <= limit,
  mayEnd: true,
});
`;

export const LOADED = `import { int, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* counter() {
  do {
    yield "count";
    if (s.n % 2 === 0) s.n += 1;
    else s.n += 2;
  } while (s.n < 3);
}

export default spec("loaded", {
  processes: { counter },
  always: { "odd after even": () => s.n !== 2 && (s.n === 0 || s.n % 2 === 1) },
});
`;
