// Random numbers that anyone can have again: sfc32, the 32-bit "small fast counting" generator of Chris Doty-Humphrey's
// PractRand. A seed comes in, numbers go out. The invariant: equal seeds give equal sequences, on every machine.

export interface Random {
  /** A whole number from 0 to count - 1, each as likely as the others. */
  below(count: number): number;
}

/** The seed may be any number that JavaScript holds exactly. */
export function makeRandom(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  // The author's own number of rounds before the seed counts as well mixed.
  for (let i = 0; i < 12; i++) next();
  return {
    below(count) {
      // Numbers above the last whole multiple of `count` would favour the small ones.
      const limit = 2 ** 32 - (2 ** 32 % count);
      let number = next();
      while (number >= limit) number = next();
      return number % count;
    },
  };
}
