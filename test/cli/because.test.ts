// Why a property broke, as the report says it: on specs with every kind of value, and on runs of the poll specs.

import { beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder, ROOT } from "./bin.ts";

beforeAll(ensureBuilt);

const EVERYTHING = `import { array, assert, at, bool, choose, disabled, each, enabled, ended, idleUntil, int, list, map, old, oneOf, optional, params, record, set, shared, spec, when } from "allways";

const { part } = params({ part: oneOf("set", "map", "list", "at", "step", "rest", "assert", "stuck", "enabled") });

const s = shared({
  votes: set(int(0, 5)),
  owner: map(int(0, 5), oneOf("nobody", "a")),
  queue: list(3, int(0, 9)),
  phase: oneOf("open", "shut"),
  point: record({ x: int(0, 3), y: int(0, 3) }),
  row: array(6, int(0, 3)),
});

function full(): boolean {
  if (s.phase === "open") return false;
  return s.queue.length > 0;
}

function* worker(self: number) {
  yield "enter";
  if (part === "enabled") when(self === 0);
  s.votes.add(self + 1);
  s.owner.set(3, "a");
  s.queue.push(self + 5);
  s.row[self] = 1;

  yield "crit";
  const seen = s.queue.length;
  if (part === "assert") assert(s.row[self] === 1 && seen < 2, "alone");
  s.phase = "shut";
  s.point.x++;

  yield "leave";
  if (part === "stuck") when(s.row[self + 2]! > 0 && s.votes.has(9 - 7));
  else if (part === "rest") idleUntil(!full());
  else optional();
}

function* idler() {
  yield "wait";
  idleUntil(s.point.x === 3);
}

export default spec("every value", {
  processes: { worker: each(worker, 2), idler },
  always: {
    has: () => part !== "set" || !s.votes.has(2),
    key: () => part !== "map" || !s.owner.has(3) || s.owner.get(3) === "nobody",
    length: () => part !== "list" || s.queue.length < 2,
    "one at a time": () => part !== "at" || at(worker, "crit") <= 1,
    "both can": () => part !== "enabled" || enabled(worker, 1) || ended(worker, 1),
  },
  step: { "never shut again": () => part !== "step" || old(() => s.phase) === s.phase || s.point.x !== 1 || s.row[1] === 0 },
  quiescent: { open: () => part !== "rest" || s.phase === "open" },
});
`;

async function because(part: string, width = "100"): Promise<string> {
  const folder = makeFolder({ "every.ts": EVERYTHING });
  const { stdout, stderr } = await allways(folder, ["check", "every.ts", "--set", `part=${part}`], {
    env: { COLUMNS: width },
  });
  expect(stderr).toBe("");
  const lines = stdout.split("\n");
  const from = lines.findIndex((line) => /^ {2}(because|deadlock: .*)$/.test(line));
  return lines.slice(from, from + lines.slice(from).indexOf("")).join("\n");
}

test.each(["set", "map", "list", "at", "enabled"])("an invariant over a value of kind %s", async (part) => {
  expect(await because(part)).toMatchSnapshot();
});

test("a step property tells values before and after", async () => {
  expect(await because("step")).toMatchInlineSnapshot(`
    "  because
        part !== "step" || old(() => s.phase) === s.phase || s.point.x !== 1 || s.row[1] === 0 is false:
          s.phase open → shut, s.point.x 0 → 1, s.row[1] = 1"
  `);
});

test("at rest it is told who waits for what", async () => {
  expect(await because("rest")).toMatchInlineSnapshot(`
    "  because
        part !== "rest" || s.phase === "open" is false: s.phase = shut
        false since step 2, worker[0] "crit" (:27): s.phase open → shut
        at rest: nobody has to move
          worker[0]  leave  idleUntil(!full())          :35
                              s.queue.length = 2, s.phase = shut
          worker[1]  leave  idleUntil(!full())          :35
                              s.queue.length = 2, s.phase = shut
          idler      wait   idleUntil(s.point.x === 3)  :41
                              s.point.x = 2"
  `);
});

test("an assertion tells what its condition read", async () => {
  expect(await because("assert")).toMatchInlineSnapshot(`
    "  because
        s.queue.length = 2, s.row[1] = 1"
  `);
});

test("a deadlock tells the values that its guards read", async () => {
  expect(await because("stuck")).toMatchInlineSnapshot(`
    "  deadlock: 2 processes wait for ever
        worker[0]  leave  when(s.row[self + 2]! > 0 && s.votes.has(9 - 7))  :34
                            s.row[2] = 0
        worker[1]  leave  when(s.row[self + 2]! > 0 && s.votes.has(9 - 7))  :34
                            s.row[3] = 0"
  `);
});

describe("counterexamples of the poll rework", () => {
  test.each(["7 multishot", "11 cancel: I1", "32 ready while arming, resampled: I3d", "13 narrow, four wakers: I7"])(
    "%s",
    async (scenario) => {
      const args = ["check", "specs/io-uring-poll/rework.ts", "--scenario", scenario];
      const { stdout } = await allways(ROOT, args);
      const lines = stdout.split("\n");
      const from = lines.indexOf("  because");
      expect(lines.slice(from, from + lines.slice(from).indexOf("")).join("\n")).toMatchSnapshot();
    },
  );
});
