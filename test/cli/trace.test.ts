// Traces in files, as a shell sees them: written, converted, replayed, refused.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";
import { CHOICES, ENDINGS, ENDLESS, LOST_UPDATE } from "./specs.ts";

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({ "lost-update.ts": LOST_UPDATE, "choices.ts": CHOICES, "endings.ts": ENDINGS });
});

/** A file of the folder. */
function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

describe("--trace", () => {
  test("writes the counterexample, which is replayed from JSON, ITF and the page to the same report", async () => {
    const schedule = 'increment[0] increment[1]*2 increment[0]"';
    for (const name of ["lost.json", "lost.itf.json", "lost.html"]) {
      const checked = await allways(folder, ["check", "lost-update.ts", "--trace", name]);
      expect(checked).toMatchObject({ code: 12, stderr: `trace written to ${name}\n` });
      const replayed = await allways(folder, ["replay", "lost-update.ts", name]);
      expect(replayed).toMatchObject({ code: 12, stderr: "" });
      expect(replayed.stdout).toContain(schedule);
    }
  });

  test("writes a page that is converted to what it was made of, and refuses one without a trace", async () => {
    await allways(folder, ["check", "lost-update.ts", "--trace", "same.json"]);
    await allways(folder, ["convert", "same.json", "--output", "same.html"]);
    const { stdout } = await allways(folder, ["convert", "same.html", "--to", "json"]);
    expect(stdout).toBe(read("same.json"));
    writeFileSync(join(folder, "other.html"), "<!doctype html><title>no trace</title>");
    expect(await allways(folder, ["convert", "other.html", "--to", "json"])).toMatchObject({
      code: 151,
      stderr: "error: other.html is not a trace: it is a page, but not one of ours with a trace in it\n",
    });
  });

  test("keeps the choices of init and of steps, and the setting of the parameters", async () => {
    for (const name of ["choices.json", "choices.itf.json"]) {
      await allways(folder, ["check", "choices.ts", "--trace", name]);
      expect(await allways(folder, ["replay", "choices.ts", name])).toMatchObject({ code: 12, stderr: "" });
      await allways(folder, ["check", "endings.ts", "--set", "ending=domain", "--trace", `endings-${name}`]);
      expect(await allways(folder, ["replay", "endings.ts", `endings-${name}`])).toMatchObject({
        code: 75,
        stderr: "",
      });
    }
  });

  test("writes each of several counterexamples in a file of its own", async () => {
    const { stderr } = await allways(folder, ["check", "lost-update.ts", "choices.ts", "--trace", "all.itf.json"]);
    expect(stderr).toBe("trace written to all.itf.json\ntrace written to all-2.itf.json\n");
  });

  test("writes nothing where there is nothing to write, and says so", async () => {
    const { code, stderr } = await allways(folder, ["check", "endings.ts", "--trace", "none.json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "no counterexample; none.json is not written\n" });
    expect(() => read("none.json")).toThrow();
  });

  test("writes the runs of simulate and of replay, too", async () => {
    await allways(folder, ["simulate", "endings.ts", "--trace", "run.json"]);
    const { stderr } = await allways(folder, ["replay", "endings.ts", "run.json", "--trace", "again.json"]);
    expect(stderr).toBe("trace written to again.json\n");
    expect(read("again.json")).toBe(read("run.json"));
  });
});

test("convert writes a trace on stdout or in a file", async () => {
  await allways(folder, ["check", "lost-update.ts", "--trace", "lost.json"]);
  const { stdout } = await allways(folder, ["convert", "lost.json", "--to", "mermaid"]);
  expect(stdout).toMatch(/^sequenceDiagram\n {2}participant P0 as increment#91;0#93;\n/);
  await allways(folder, ["convert", "lost.json", "--output", "converted.mmd"]);
  expect(read("converted.mmd")).toBe(stdout);
  await allways(folder, ["convert", "lost.json", "-o", "same.json"]);
  expect(read("same.json")).toBe(read("lost.json"));
});

describe("a spec that has changed since", () => {
  test.each([
    [
      "a value",
      "memory.counter = register + 1",
      "memory.counter = register",
      12,
      "the spec has changed since the trace was written: after step 3 memory.counter is 0, in the trace 1\n",
    ],
    [
      "a label",
      'yield "write counter"',
      'yield "store counter"',
      151,
      'step 3 cannot be followed: increment[1] has no label "write counter" now; it stands at "store counter"',
    ],
  ])("in %s", async (what, before, after, code, message) => {
    await allways(folder, ["check", "lost-update.ts", "--trace", "lost.json"]);
    const changed = LOST_UPDATE.replace(before, after);
    expect(changed, what).not.toBe(LOST_UPDATE);
    writeFileSync(join(folder, "changed.ts"), changed);
    const result = await allways(folder, ["replay", "changed.ts", "lost.json"]);
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(code);
  });

  test("in a guard: it says at which step, on what the process waits, and the values", async () => {
    const guarded = (limit: number): string => `import { int, shared, spec, when } from "allways";
const s = shared({ n: int(0, 3) });
function* walk() {
  yield "one";
  s.n++;
  yield "two";
  when(s.n >= ${limit});
  s.n++;
}
export default spec("guarded", { processes: { walk }, always: { small: () => s.n < 2 } });
`;
    writeFileSync(join(folder, "guarded.ts"), guarded(1));
    await allways(folder, ["check", "guarded.ts", "--trace", "guarded.json"]);
    writeFileSync(join(folder, "guarded.ts"), guarded(2));
    const { code, stderr } = await allways(folder, ["replay", "guarded.ts", "guarded.json"]);
    expect(stderr).toBe(
      'error: trace: step 2 cannot be followed: walk waits at "two" for when(s.n >= 2), with s.n = 1\n',
    );
    expect(code).toBe(151);
    const line = await allways(folder, ["replay", "guarded.ts", "walk*2"]);
    expect(line.stderr).toBe('error: schedule: step 2, walk: walk waits at "two" for when(s.n >= 2), with s.n = 1\n');
    expect(line.code).toBe(151);
  });
});

describe("ITF of another model checker", () => {
  const states = [0, 0, 0, 1, 1].map((counter) => ({ counter: { "#bigint": String(counter) }, pc: "?" }));
  const text = JSON.stringify({ "#meta": { source: "Lost.tla" }, vars: ["counter", "pc"], states });

  test("is converted as it is, and replayed with the steps of the spec", async () => {
    writeFileSync(join(folder, "other.itf.json"), text);
    const converted = await allways(folder, ["convert", "other.itf.json", "--to", "csv"]);
    expect(converted.stdout.split("\n").map((line) => line.trim())).toEqual([
      '"step","process","label","changes","counter","pc"',
      '0,"","","",0,"?"',
      '1,"step","step","",0,"?"',
      '2,"step","step","",0,"?"',
      '3,"step","step","counter 0 → 1",1,"?"',
      '4,"step","step","",1,"?"',
      "",
    ]);
    await allways(folder, ["convert", "other.itf.json", "--output", "other.json"]);
    expect((await allways(folder, ["convert", "other.json", "--to", "csv"])).stdout).toBe(converted.stdout);
    const replayed = await allways(folder, ["replay", "lost-update.ts", "other.itf.json", "--trace", "found.json"]);
    expect(replayed.stderr).toBe("not of this spec, and left aside: pc\ntrace written to found.json\n");
    expect(replayed.stdout).toContain("replayed by lost-update.ts itself, same values after each step");
    expect(replayed.stdout).toContain("memory.counter 0 → 1");
  });

  test("is refused where the spec cannot follow, with what it can do instead", async () => {
    writeFileSync(join(folder, "other.itf.json"), text.replace('{"#bigint":"1"}', '{"#bigint":"2"}'));
    const { code, stderr } = await allways(folder, ["replay", "lost-update.ts", "other.itf.json"]);
    expect(code).toBe(151);
    expect(stderr).toContain("error: trace: state 3 cannot be followed: no step leads there from state 2");
    expect(stderr).toContain("memory.counter is 1, in the trace 2");
  });
});

test("a run of 10,000 steps is written and replayed", async () => {
  writeFileSync(join(folder, "endless.ts"), ENDLESS);
  await allways(folder, ["simulate", "endless.ts", "--depth", "10001", "--trace", "long.json"]);
  const { code, stdout, stderr } = await allways(folder, ["replay", "endless.ts", "long.json", "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect((JSON.parse(stdout) as { run: { steps: unknown[] } }).run.steps).toHaveLength(10_000);
}, 120_000);

describe("is refused in one line:", () => {
  test.each([
    ["a file that is not there", null, "is-not-there.json cannot be read: ENOENT"],
    ["an empty one", "", "is not a trace: Unexpected end of JSON input"],
    ["one cut short", '{"format": "allways trace", "ver', "is not a trace: Unterminated string in JSON"],
    ["something else", '{"a": 1}', "is not a trace: it must have required property 'format'"],
    ["a hostile message", '{"format": "\u001b[31m"}', "is not a trace: "],
    ["one nested without end", `${"[".repeat(200_000)}`, "is not a trace: "],
    ["text that is none", "\ufffe", "is not a trace: it is not text in UTF-8"],
    ["ITF without a value", '{"#meta":{},"vars":["x"],"states":[{"y":true}]}', 'states/0 has no value for "x"'],
  ])("%s", async (_, text, message) => {
    const name = text === null ? "is-not-there.json" : "refused.json";
    if (text !== null) writeFileSync(join(folder, name), text, text === "\ufffe" ? "latin1" : "utf8");
    const { code, stderr } = await allways(folder, ["replay", "lost-update.ts", name]);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(code).toBe(151);
  });

  test.each([
    [["check", "lost-update.ts", "--trace", "x.foo"], "the ending says no format"],
    [["check", "lost-update.ts", "--trace", "nowhere/x.json"], "nowhere/x.json cannot be written: ENOENT"],
    [["convert", "lost.json"], "say --to FORMAT"],
    [["convert", "lost.json", "--to", "itg"], 'did you mean "itf"?'],
  ])("%j", async (args, message) => {
    await allways(folder, ["check", "lost-update.ts", "--trace", "lost.json"]);
    const { code, stderr } = await allways(folder, args);
    expect(stderr).toContain(message);
    expect(code).toBe(151);
  });
});
