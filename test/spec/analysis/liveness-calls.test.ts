import { describe, expect, it } from "vitest";
import { liveTable } from "./live-table.ts";

describe("an alias", () => {
  it("of shared state is a variable like any other, used when something is read or written through it", () => {
    expect(
      liveTable(`function* p() {
        let i = 0;
        yield "a";
        const slot = s.slots[i];
        yield "b";
        slot.x = 1;
        yield "c";
        g(slot.y);
        yield "d";
      }`),
    ).toEqual({ a: ["i"], b: ["slot"], c: ["slot"], d: [] });
  });

  it("of a part of a local is a use of that local", () => {
    const text = `function* p() {
      let own = copy(s.r);
      const part = own.part;
      const inner = part.inner;
      yield "a";
      inner.x = 1;
      yield "b";
    }`;
    expect(liveTable(text, { aliases: ["part", "inner"] })).toEqual({ a: ["inner", "own", "part"], b: [] });
    expect(liveTable(text)).toEqual({ a: ["inner"], b: [] });
  });
});

describe("callbacks", () => {
  it("use the locals of the function around them, any number of times", () => {
    expect(
      liveTable(`function* p() {
        let a = 0, b = 0, c = 0, d = 0;
        yield "1";
        if (s.list.some((x) => x === a)) b = 1;
        s.list.forEach(() => { c = 1; });
        s.list.every((d) => d > 0);
        yield "2";
        g(b, c, d);
      }`),
    ).toEqual({ 1: ["a", "b", "c", "d"], 2: ["b", "c", "d"] });
  });

  it("kept in a const count where they are called or handed on", () => {
    expect(
      liveTable(`function* p() {
        let v = 0, w = 0;
        const read = () => v;
        function also() { return w; }
        yield "a";
        g(read());
        yield "b";
        s.list.some(also);
        yield "c";
      }`),
    ).toEqual({ a: ["v", "w"], b: ["w"], c: [] });
  });
});

describe("procedures", () => {
  it("have their own variables on each call path, and keep their caller's alive", () => {
    expect(
      liveTable(`function* lock(who, spare) {
        yield "try";
        s.owner = who;
        yield "got";
      }
      function* p() {
        let v = s.x;
        yield* lock(v, v);
        yield "cs";
        g(v);
        yield* lock(v + 1);
      }`),
    ).toEqual({
      "lock:8.try": ["lock:8.who", "v"],
      "lock:8.got": ["v"],
      cs: ["v"],
      "lock:11.try": ["lock:11.who"],
      "lock:11.got": [],
    });
  });

  it("return to their caller from anywhere, within its step", () => {
    expect(
      liveTable(`function* get(limit) {
        for (let i = 0; i < limit; i++) {
          yield "look";
          if (s.x === i) return i;
        }
        return -1;
      }
      function* p() {
        let v = 1, w = 2;
        const found = yield* get(3);
        if (yield* get(w)) v = found;
        yield "end";
        g(v);
      }`),
    ).toEqual({
      "get:10.look": ["get:10.i", "get:10.limit", "v", "w"],
      "get:11.look": ["found", "get:11.i", "get:11.limit", "v"],
      end: ["v"],
    });
  });

  it("fold branches on parameters that are given constants", () => {
    expect(
      liveTable(`function* arm(multi, events) {
        yield "arm";
        if (multi) g(events);
      }
      function* p() {
        yield* arm(true, s.x);
        yield* arm(false, s.x);
        yield* arm(s.y, s.x);
      }`),
    ).toEqual({
      "arm:6.arm": ["arm:6.events", "arm:6.multi"],
      "arm:7.arm": ["arm:7.multi"],
      "arm:8.arm": ["arm:8.events", "arm:8.multi"],
    });
  });

  it("use defaults for arguments not given", () => {
    expect(
      liveTable(`function* wait(n, m = n + 1) {
        yield "wait";
        g(m);
      }
      function* p() {
        let a = s.x;
        yield* wait(a);
        yield* wait(a, 2);
      }`),
    ).toEqual({ "wait:7.wait": ["a", "wait:7.m"], "wait:8.wait": ["wait:8.m"] });
  });

  it("nested in one another have the whole path in their names", () => {
    expect(
      liveTable(`function* inner(x) { yield "in"; g(x); }
      function* outer(y) {
        yield* inner(s.x);
        yield* inner(y);
      }
      function* p() {
        yield* outer(s.z);
      }`),
    ).toEqual({
      "outer:7.inner:3.in": ["outer:7.inner:3.x", "outer:7.y"],
      "outer:7.inner:4.in": ["outer:7.inner:4.x"],
    });
  });

  it("that call themselves (which is refused elsewhere) do not hang the analysis", () => {
    expect(liveTable(`function* p() { yield "a"; yield* p(); yield "b"; }`)).toEqual({ a: [], b: [] });
  });
});
