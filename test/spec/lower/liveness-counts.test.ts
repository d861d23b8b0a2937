// State counts that hang on which locals are state (language.md 17), from source text to the reference explorer. Each
// number is counted by hand in the comment beside it: states by label, in the order of the text, and then the ended one.

import { describe, expect, it } from "vitest";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { lowerSpec } from "../../../src/spec/lower/index.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { plain } from "../../explorer/summary.ts";
import { enterFolder } from "../source/folder.ts";

const HEAD = `import { array, at, bool, choose, copy, each, int, list, local, note, optional, params, record, shared, spec, when } from "allways";
const s = shared({
  x: int(0, 3),
  flag: bool(),
  slots: array(4, record({ n: int(0, 3) })),
  items: list(3, int(0, 3), [2, 0, 1]),
});
`;

/** `distinct / generated` of a spec whose only process is `p`. */
async function counts(text: string, settings: Record<string, string> = {}): Promise<string> {
  const folder = enterFolder({
    "counted.ts": `${HEAD}${text}\nexport default spec("counted", { processes: { p } });\n`,
  });
  const program = lowerSpec(await loadSpec(`${folder}/counted.ts`, settings));
  const exploration = await exploreReference(program, { ...plain, all: true });
  expect(exploration.findings).toEqual([]);
  return `${exploration.counts.distinct} / ${exploration.counts.generated}`;
}

describe("a local", () => {
  it("leaves the state after its last read", async () => {
    const text = (last: string): string => `function* p() {
      yield "choose";
      const v = choose(int(0, 3));
      yield "write";
      s.x = v & 1;
      yield "after";
      s.x = ${last};
    }`;
    // 1 + 4 + 2 (x alone) + 1
    expect(await counts(text("0"))).toBe("8 / 11");
    // 1 + 4 + 4 (v, which gives x) + 1
    expect(await counts(text("v & 0"))).toBe("10 / 13");
  });

  it("is not state while it waits to be written again", async () => {
    const text = (between: string): string => `function* p() {
      let v = 0;
      for (let i = 0; i < 2; i++) {
        yield "read";
        v = ${between};
        yield "write";
        s.x = v;
      }
    }`;
    // read at i = 0: 1; write: 4; read at i = 1 with x = 0..3: 4; write with x and v: 16; ended with x: 4.
    expect(await counts(text("choose(int(0, 3))"))).toBe("29 / 41");
    // v is read before it is written, but x tells it, so the states are as many; v doubles only what it can still be.
    expect(await counts(text("(v + choose(int(0, 3))) & 3"))).toBe("29 / 41");
  });

  it("stays while some path reads it, even one that cannot be taken", async () => {
    const text = (guarded: string): string => `function* p() {
      yield "choose";
      const v = choose(int(0, 3));
      const even = (v & 1) === 0;
      yield "first";
      if (even) s.x = 1;
      yield "second";
      ${guarded}
    }`;
    // 1 + 2 (even) + 2 (x, which gives even) + 1
    expect(await counts(text("s.x = 0;"))).toBe("6 / 9");
    // Where x is 1, v is even and (v & 1) is 0: nothing is ever read, but that is cleverer than the rule: 1 + 4 + 4 + 2.
    expect(await counts(text("if (s.x === 1 && !even) s.x = v;"))).toBe("11 / 13");
  });

  it("that a constant branch alone reads is state only where the branch is taken", async () => {
    const text = `const { keep } = params({ keep: bool() });
    function* p() {
      yield "choose";
      const v = choose(int(0, 3));
      yield "wait";
      if (keep && s.x === 0) s.x = v;
    }`;
    // 1 + 1 + 1
    expect(await counts(text)).toBe("3 / 6");
    // 1 + 4 + 4
    expect(await counts(text, { keep: "true" })).toBe("9 / 9");
  });

  it("is read by what changes a part of it", async () => {
    const text = (change: string): string => `function* p() {
      yield "choose";
      let r = local(record({ a: int(0, 1), b: int(0, 1) }));
      r.a = choose(int(0, 1));
      r.b = choose(int(0, 1));
      yield "change";
      ${change}
      yield "use";
      s.x = r.b;
    }`;
    // 1 + change 4 + use: r with a = 0: 2; ended: x = 0, 1.
    expect(await counts(text("r.a = 0;"))).toBe("9 / 11");
    // Written as a whole: 1 + 1 + 1 + 1.
    expect(await counts(text("r = { a: 0, b: 1 };"))).toBe("4 / 7");
  });
});

describe("a parameter", () => {
  it("of a process is no state, whatever it is used for", async () => {
    const text = `function* q(self: number) {
      yield "a";
      s.x = self;
      yield "b";
      s.x = self;
    }
    const p = each(q, 2);`;
    // 9 pairs of places; x is 0 until the second has moved. Neither: 1. Second at a: first at b, ended with x = 0: 2.
    // First at a, second moved: 2 with x = 1. Both moved: 4 pairs with x = 0 or 1: 8, less those that cannot be.
    expect(await counts(text)).toBe("13 / 17");
  });

  it("of a procedure is state until its last read, on each call path", async () => {
    const text = `function* put(n: number) {
      yield "put";
      s.x = n;
      yield "done";
      s.x = 0;
    }
    function* p() {
      yield "choose";
      yield* put(choose(int(0, 3)));
      yield* put(1);
    }`;
    // choose 1, put 4, done 4 (by x), put again 1, done again 1, ended 1.
    expect(await counts(text)).toBe("12 / 15");
  });
});

describe("places", () => {
  it("of a procedure called from two places are never merged", async () => {
    const hop = `function* hop() { yield "hop"; }`;
    // hop, hop, ended
    expect(await counts(`${hop} function* p() { yield* hop(); yield* hop(); }`)).toBe("3 / 3");
    // one call: hop, ended; the loop goes for ever without i, so that hop is one place
    expect(await counts(`${hop} function* p() { while (true) { yield* hop(); if (s.x === 0) break; } }`)).toBe("2 / 2");
    // i = 0, 1 at hop, ended
    expect(await counts(`${hop} function* p() { for (let i = 0; i < 2; i++) yield* hop(); }`)).toBe("3 / 3");
  });

  it("with nothing between two yields are steps of their own", async () => {
    expect(await counts(`function* p() { yield "a"; yield "b"; yield "c"; }`)).toBe("4 / 4");
  });
});

describe("a for-of", () => {
  it("keeps where it is while it may go on, and not after it has been left", async () => {
    const text = (end: string): string => `function* p() {
      for (const x of [0, 1, 2]) {
        yield "turn";
        if (choose([false, true])) { ${end} }
      }
      yield "over";
    }`;
    // turn 3, over 1, ended 1: at each turn go on or leave, and the last one goes over either way.
    expect(await counts(text("break;"))).toBe("5 / 8");
    // return instead: from turn to ended
    expect(await counts(text("return;"))).toBe("5 / 8");
  });

  it("has its variable as state only where that is read", async () => {
    const text = (value: string): string => `function* p() {
      yield "start";
      for (const x of s.items) {
        yield "turn";
        s.x = ${value};
        yield "rest";
      }
    }`;
    // Items are 2, 0, 1. start 1, turn 3, rest 3, ended 1, whether x is state or not: the position tells it.
    expect(await counts(text("x"))).toBe("8 / 8");
    expect(await counts(text("3"))).toBe("8 / 8");
  });
});

describe("an alias", () => {
  it("keeps its index until its last use", async () => {
    const text = (last: string): string => `function* p() {
      yield "choose";
      const slot = s.slots[choose(int(0, 3))];
      yield "use";
      s.flag = slot.n === 0;
      yield "after";
      s.flag = ${last};
    }`;
    // choose 1, use 4, after 1, ended 1
    expect(await counts(text("false"))).toBe("7 / 10");
    // choose 1, use 4, after 4, ended 1
    expect(await counts(text("slot.n === 1"))).toBe("10 / 13");
  });
});
