import { describe, expect, it } from "vitest";
import { liveTable } from "./live-table.ts";

describe("a local is live", () => {
  it("from its write to its last read", () => {
    expect(
      liveTable(`function* p() {
        yield "a";
        const v = s.x;
        yield "b";
        s.x = v + 1;
        yield "c";
      }`),
    ).toEqual({ a: [], b: ["v"], c: [] });
  });

  it("not between its last read and the next write of the whole", () => {
    expect(
      liveTable(`function* p() {
        let v = 0;
        while (true) {
          yield "read";
          v = s.x;
          yield "write";
          s.x = v;
        }
      }`),
    ).toEqual({ read: [], write: ["v"] });
  });

  it("where one path reads it, though another writes it", () => {
    expect(
      liveTable(`function* p() {
        let v = 0;
        yield "a";
        if (s.x) v = 1;
        yield "b";
        s.y = v;
      }`),
    ).toEqual({ a: ["v"], b: ["v"] });
  });

  it("round a loop that may run again, and not after it", () => {
    expect(
      liveTable(`function* p() {
        let tries = 3;
        do {
          yield "try";
          tries--;
        } while (tries > 0);
        yield "end";
        tries = 1;
        yield "over";
      }`),
    ).toEqual({ try: ["tries"], end: [], over: [] });
  });

  it("when `+=`, `++` or a compound assignment reads it", () => {
    expect(
      liveTable(`function* p() {
        let a = 0, b = 0, c = 0, d = 0, e = 0;
        yield "1";
        a += 1; b++; c |= s.x; d ||= 2; e = e + 1;
        yield "2";
      }`),
    ).toEqual({ 1: ["a", "b", "c", "d", "e"], 2: [] });
  });

  it("when the right side of its own assignment reads it", () => {
    expect(
      liveTable(`function* p() {
        let v = 0;
        yield "a";
        v = f(v);
        yield "b";
        v = 1;
        g(v);
      }`),
    ).toEqual({ a: ["v"], b: [] });
  });

  it("as a whole: writing a part of it or changing it through a method reads it", () => {
    expect(
      liveTable(`function* p() {
        let r = copy(s.r), l = copy(s.l), m = copy(s.m), w = copy(s.w);
        yield "a";
        r.x = 1; l[0] = 2; m.add(3); w = s.w;
        yield "b";
        w.y++;
      }`),
    ).toEqual({ a: ["l", "m", "r"], b: ["w"] });
  });
});

describe("branches", () => {
  it("of &&, || and ?: are taken into account", () => {
    expect(
      liveTable(`function* p() {
        let a = 0, b = 0, c = 0, d = 0;
        yield "1";
        if (s.x && (a = 1)) s.y = a;
        s.z = s.x ? (b = 1) : 0;
        s.z = b;
        (s.x || (c = 1)) && s.y;
        s.z = (d = 1) && d;
        yield "2";
        s.y = c;
      }`),
    ).toEqual({ 1: ["b", "c"], 2: ["c"] });
  });

  it("that are constant under the parameters are folded", () => {
    const text = `function* p(self) {
      let v = 0;
      yield "a";
      if (MULTI && s.x) s.y = v;
      yield "b";
      if (self === 1) s.y = v;
      yield "c";
      if (!MULTI || s.x === v) return;
      yield "d";
      s.y = v;
    }`;
    const table = (MULTI: boolean, self: number) => liveTable(text, { scope: { MULTI }, values: { self } });
    expect(table(false, 0)).toEqual({ a: [], b: [], c: [] });
    expect(table(false, 1)).toEqual({ a: ["v"], b: ["v"], c: [] });
    expect(table(true, 0)).toEqual({ a: ["v"], b: ["v"], c: ["v"], d: ["v"] });
  });

  it("that are constant by a const local are folded too", () => {
    const text = `function* p(self) {
      const last = N - 1;
      const isLast = self === last;
      let v = 0;
      yield "a";
      if (isLast) s.y = v;
    }`;
    expect(liveTable(text, { scope: { N: 3 }, values: { self: 2 } })).toEqual({ a: ["isLast", "v"] });
    expect(liveTable(text, { scope: { N: 3 }, values: { self: 0 } })).toEqual({ a: ["isLast"] });
  });

  it("on state are never folded, and neither are loops", () => {
    const state = { x: 1 };
    expect(
      liveTable(
        `function* p() {
          let v = 0;
          yield "a";
          if (s.x === 2) g(v);
          for (let i = 0; i < 0; i++) g(v);
        }`,
        { scope: { s: state }, state: new Set([state]) },
      ),
    ).toEqual({ a: ["v"] });
    expect(
      liveTable(`function* p() {
        let v = 0;
        for (let i = 0; i < 3; i++) {
          yield "a";
          if (i === 0) v = 1;
        }
        g(v);
      }`),
    ).toEqual({ a: ["i", "v"] });
  });
});

describe("jumps", () => {
  it("by break and continue end and repeat their loop", () => {
    expect(
      liveTable(`function* p() {
        let v = 0, w = 0, x = 0;
        while (true) {
          yield "a";
          if (s.x) continue;
          if (s.y) break;
          yield "b";
          v = 1;
          g(x);
        }
        g(v);
        yield "c";
        g(w);
      }`),
    ).toEqual({ a: ["v", "w", "x"], b: ["w", "x"], c: ["w"] });
  });

  it("by labels leave or repeat the loop they name", () => {
    expect(
      liveTable(`function* p() {
        let v = 0, w = 0;
        outer: for (;;) {
          v = 1;
          while (true) {
            yield "a";
            if (s.x) continue outer;
            if (s.y) break outer;
            if (s.z) continue;
            yield "b";
            g(v);
          }
        }
        block: {
          yield "c";
          if (s.x) break block;
          w = 1;
        }
        g(w);
      }`),
    ).toEqual({ a: ["v", "w"], b: ["v", "w"], c: ["w"] });
  });

  it("by return end the process", () => {
    expect(
      liveTable(`function* p() {
        let v = 0;
        yield "a";
        if (s.x) return g(v);
        yield "b";
        return;
        yield "never";
        g(v);
      }`),
    ).toEqual({ a: ["v"], b: [] });
  });

  it("by switch go to the case, fall through, and pass by where nothing fits", () => {
    const text = `function* p() {
      let a = 0, b = 0, c = 0;
      yield "1";
      switch (kind) {
        case "x": a = 1;
        case "y": g(a); break;
        case "z": g(b);
      }
      yield "2";
      switch (kind) { case "x": g(c); break; default: c = 2; }
    }`;
    expect(liveTable(text)).toEqual({ 1: ["a", "b", "c"], 2: ["c"] });
    expect(liveTable(text, { scope: { kind: "x" } })).toEqual({ 1: ["c"], 2: ["c"] });
    expect(liveTable(text, { scope: { kind: "y" } })).toEqual({ 1: ["a"], 2: [] });
    expect(liveTable(text, { scope: { kind: "other" } })).toEqual({ 1: [], 2: [] });
  });
});

describe("a for-of", () => {
  it("is itself live wherever it may go on, with the collection if that is a local", () => {
    expect(
      liveTable(`function* p() {
        for (const x of s.list) {
          yield "a";
          if (s.x) break;
          yield "b";
          g(x);
        }
        const own = copy(s.list);
        for (const x of own) {
          yield "c";
          yield "d";
          return;
        }
        for (const [k, { v }] of own.map) {
          yield "e";
          g(v);
        }
      }`),
    ).toEqual({
      a: ["for:2", "x"],
      b: ["for:2", "x"],
      c: [],
      d: [],
      e: ["for:14", "own", "v"],
    });
  });

  it("into a variable outside has that live after the loop", () => {
    expect(
      liveTable(`function* p() {
        let x = 0;
        for (x of s.list) yield "a";
        g(x);
      }`),
    ).toEqual({ a: ["for:3", "x"] });
  });
});

describe("a for", () => {
  it("has its counter live where it may go on", () => {
    expect(
      liveTable(`function* p() {
        for (let i = 0, n = s.n; i < n; i++) {
          yield "a";
          if (s.x) { yield "b"; break; }
        }
        yield "c";
      }`),
    ).toEqual({ a: ["i", "n"], b: [], c: [] });
  });
});

it("destructuring writes each name and reads what its defaults and computed keys need", () => {
  expect(
    liveTable(`function* p() {
      let a = 0, b = 0, k = "x", d = 1, r = s.r;
      yield "1";
      const { [k]: e = d, ...rest } = s.r;
      [a, r.x] = [b, a];
      yield "2";
      g(a, e, rest);
    }`),
  ).toEqual({ 1: ["a", "b", "d", "k", "r"], 2: ["a", "e", "rest"] });
});
