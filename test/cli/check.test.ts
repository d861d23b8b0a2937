// `allways check` as a shell sees it: exit codes, streams, options, faults.

import { beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";
import { CHOICES, ENDINGS, HELPER, LOST_UPDATE } from "./specs.ts";

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "endings.ts": ENDINGS,
    "lost-update.ts": LOST_UPDATE,
    "choices.ts": CHOICES,
    "helper.ts": HELPER,
    "syntax.ts": "import { spec } from 'allways';\nexport default spec(\n",
    "throws.ts": 'throw new Error("not today");\n',
    "refused.ts": `import { shared, spec, int } from "allways";
const s = shared({ n: int(0, 3) });
function* p() {
  yield "one";
  s.m = 1;
}
export default spec("refused", { processes: { p } });
`,
  });
});

describe("the exit code", () => {
  test.each([
    ["holds", 0, "✓"],
    ["deadlock", 11, "deadlock: 1 process waits for ever"],
    ["always", 12, "violated: small"],
    ["step", 13, "violated by a step: grows"],
    ["assert", 14, "assertion failed: n is more than one"],
    ["domain", 75, "error: "],
    ["reachable", 12, "never reached: three"],
  ])("of a spec that ends with %s is %i", async (ending, code, text) => {
    const result = await allways(folder, ["check", "endings.ts", "--set", `ending=${ending}`]);
    expect(result).toMatchObject({ code, stderr: "" });
    expect(result.stdout).toContain(text);
  });

  test.each([
    ["a bound that cut something", 3, ["check", "lost-update.ts", "--depth", "2"], ""],
    ["several specs is that of the worst", 12, ["check", "endings.ts", "choices.ts"], ""],
    ["a syntax error", 150, ["check", "syntax.ts"], "syntax.ts:3:1: error: "],
    ["a spec that throws while it is loaded", 150, ["check", "throws.ts"], "throws.ts:1:7: error: not today"],
    ["a construct outside the language", 150, ["check", "refused.ts"], "refused.ts:5:5: error: "],
    ["a file without a spec", 150, ["check", "helper.ts"], 'hint: write export default spec("name", { … })'],
    ["a file that is not there", 150, ["check", "lost-updat.ts"], "did you mean lost-update.ts?"],
    ["a folder", 150, ["check", "."], "is a directory"],
    ["no command", 151, [], "Usage: allways [options] [command]"],
    ["an unknown command", 151, ["chekc", "lost-update.ts"], "(Did you mean check?)"],
    [
      "fewer bytes in another search",
      151,
      ["check", "lost-update.ts", "--compact", "--search", "dfs"],
      "error: --compact does not go with --search dfs",
    ],
    ["an unknown option", 151, ["check", "lost-update.ts", "--dept", "2"], "(Did you mean --depth?)"],
    ["a missing argument", 151, ["check"], "error: missing required argument 'spec'"],
    ["an unknown parameter", 151, ["check", "lost-update.ts", "--set", "thread=1"], 'did you mean "threads"?'],
    ["a value outside its domain", 151, ["check", "lost-update.ts", "--set", "threads=9"], "an integer from 1 to 3"],
    ["a setting without a value", 151, ["check", "lost-update.ts", "--set", "threads"], "name=value"],
    ["an unknown scenario", 151, ["check", "lost-update.ts", "--scenario", "2 threads"], 'did you mean "two threads"?'],
    ["an unknown property", 151, ["check", "lost-update.ts", "--property", "in-range"], 'did you mean "in range"?'],
    [
      "a number that is none",
      151,
      ["check", "lost-update.ts", "--depth", "0"],
      "a count is written 250000, 250k or 2M",
    ],
    [
      "a time that is none",
      151,
      ["check", "lost-update.ts", "--time", "3x"],
      "a time is written 500ms, 30s, 5min or 1h",
    ],
    ["a size that is none", 151, ["check", "lost-update.ts", "--memory", "8"], "a size is written 512MB, 8GB or 8GiB"],
    [
      "an unknown kind of search",
      151,
      ["check", "lost-update.ts", "--search", "bsf"],
      "Allowed choices are bfs, dfs, random",
    ],
    ["--help", 0, ["--help"], ""],
    ["--version", 0, ["--version"], ""],
    ["help for a command", 0, ["help", "check"], ""],
  ])("of %s is %i", async (_, code, args, complaint) => {
    const result = await allways(folder, args);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(complaint);
    expect(result.stderr).not.toContain("allways: internal error");
    expect(result.stderr).not.toMatch(/^\s+at /m);
    if (code >= 150) expect(result.stdout).toBe("");
  });
});

describe("what is checked", () => {
  test("the report, in full", async () => {
    const { stdout } = await allways(folder, ["check", "lost-update.ts"]);
    expect(stdout).toMatchInlineSnapshot(`
      "✗ lost update                                                                         lost-update.ts
        violated at rest: nothing lost  memory.counter === threads

        #  increment[0]   increment[1]   changes               at
        1  read counter                  register = 0          :8
        2                 read counter   register = 0          :8
        3                 write counter  memory.counter 0 → 1  :11
        4  write counter                                       :11

        then
          memory.counter = 1
          increment[0] ended; increment[1] ended
        because
          memory.counter === threads is false: memory.counter = 1

        4 steps, 2 context switches; replayed by lost-update.ts itself, same values after each step
        again: allways replay lost-update.ts "increment[0] increment[1]*2 increment[0]"

        12 states, 15 generated, depth 5 · exhaustive to depth 5 · N ms · N bits
      "
    `);
  });

  test("a scenario brings its parameters and its properties", async () => {
    const { code, stdout } = await allways(folder, ["check", "lost-update.ts", "--scenario", "range only"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "✓ lost update · range only                                                            lost-update.ts
        holds  always  in range
        2 properties not asked for
        holds by its domains alone: in range  :18
        12 states, 15 generated, depth 5 · exhaustive · N ms · N bits
      "
    `);
  });

  test("a scenario that expects a violation is still reported as one", async () => {
    const { code, stdout } = await allways(folder, ["check", "lost-update.ts", "--scenario", "two threads"]);
    expect(code).toBe(12);
    expect(stdout).toContain("✗ lost update · two threads");
    expect(stdout).toContain('again: allways replay lost-update.ts --scenario "two threads" "');
  });

  test("--set overrides a scenario's own", async () => {
    const args = ["check", "lost-update.ts", "--scenario", "in one step", "--set", "atomic=false"];
    expect((await allways(folder, args)).code).toBe(12);
  });

  test("--property checks that one, and says how many it did not", async () => {
    const { code, stdout } = await allways(folder, ["check", "lost-update.ts", "--property", "in range"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  2 properties not asked for\n");
  });

  test("--all explores everything and reports every violation", async () => {
    const { code, stdout } = await allways(folder, ["check", "endings.ts", "--set", "ending=step", "--all", "--json"]);
    const verdict = JSON.parse(stdout);
    expect(code).toBe(13);
    expect(verdict.completeness.kind).toBe("exhaustive");
    expect(verdict.counterexamples.map(({ property }: { property: string }) => property)).toEqual(["grows"]);
  });

  test("--cross-check runs both engines and says so", async () => {
    const { code, stdout } = await allways(folder, [
      "check",
      "lost-update.ts",
      "--set",
      "atomic=true",
      "--cross-check",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("  cross-check: the two explorers agree on everything: 4 states\n");
  });

  test("specs one after the other, refused ones in between", async () => {
    const result = await allways(folder, ["check", "lost-update.ts", "refused.ts", "choices.ts"]);
    expect(result.code).toBe(150);
    expect(result.stdout.match(/^✗ .*/gm)).toHaveLength(2);
    expect(result.stderr).toContain("refused.ts:5:");
  });

  test("a violation in the initial state has a schedule of no steps", async () => {
    const files = {
      "at-once.ts": `import { bool, shared, spec } from "allways";
const s = shared({ on: bool(true) });
function* p() {
  yield "one";
  s.on = false;
}
export default spec("at once", { processes: { p }, always: { off: () => !s.on } });
`,
    };
    const here = makeFolder(files);
    const { code, stdout } = await allways(here, ["check", "at-once.ts"]);
    expect(code).toBe(12);
    expect(stdout).toContain("again: allways replay at-once.ts ''");
    expect((await allways(here, ["replay", "at-once.ts", ""])).code).toBe(12);
  });
});

describe("output", () => {
  test("has no colour in a pipe, unless asked for", async () => {
    const { stdout } = await allways(folder, ["check", "choices.ts"]);
    expect(stdout).not.toContain("\u001b");
    const forced = await allways(folder, ["check", "choices.ts"], { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001b[31m✗");
    const env = { FORCE_COLOR: "1", NO_COLOR: "1" };
    expect((await allways(folder, ["check", "choices.ts"], { env })).stdout).toBe(stdout);
    const plain = await allways(folder, ["check", "choices.ts", "--no-color"], { env: { FORCE_COLOR: "1" } });
    expect(plain.stdout).toBe(stdout);
  });

  test("--reporter ascii is ASCII", async () => {
    const { stdout } = await allways(folder, ["check", "choices.ts", "--reporter", "ascii"]);
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
    expect(stdout).toMatchInlineSnapshot(`
      "FAIL choices                                                                              choices.ts
        violated: not five            s.b !== 5

        initially first = 2
        #  pick          changes     at
        1  pick (v = 3)  s.b 0 -> 5  :6

        then
          s.a = 2, s.b = 5
          pick ended
        because
          s.b !== 5 is false: s.b = 5
          made false by step 1, pick "pick" (:6): s.b 0 -> 5

        1 step; replayed by choices.ts itself, same values after each step
        again: allways replay choices.ts "init:first=2 pick:v=3"

        12 states, 12 generated, depth 2 - exhaustive to depth 2 - N ms - N bits
      "
    `);
  });

  test("--json and --reporter json are the same: one object a line, whatever the verdict", async () => {
    const args = ["check", "lost-update.ts", "choices.ts"];
    const { code, stdout } = await allways(folder, [...args, "--json"]);
    expect((await allways(folder, [...args, "--reporter", "json"])).stdout).toBe(stdout);
    const lines = stdout.trimEnd().split("\n");
    expect(code).toBe(12);
    expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(["violated", "violated"]);
  });

  test("--help says what the exit codes mean", async () => {
    const { stdout } = await allways(folder, ["--help"]);
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: allways [options] [command]

      Checks every interleaving of a concurrent protocol written in plain TypeScript.

      Options:
        -V, --version                     print the version
        --debug                           print the stack of an internal error
        -h, --help                        print help

      Commands:
        check [options] <spec...>         check a spec; print what was proven, or a
                                          counterexample
        test [options] [path...]          check every scenario of every spec against
                                          its expectation
        simulate [options] <spec>         print one random run
        replay [options] <spec> <trace>   run a trace with the spec's own functions
                                          and print it
        explain [options] <spec> [trace]  say which steps of a counterexample matter,
                                          and who waits for what
        convert [options] <trace>         write a trace in another format
        list [options] <spec...>          list scenarios, properties, processes and
                                          parameters
        print [options] <spec>            print the program a spec means: processes,
                                          steps, guards, and how a state is laid out
        help [command]                    print help for a command

      Exit codes:
          0  holds                          75  error while evaluating a spec
          1  test: an expectation not met  130  interrupted
          3  inconclusive: a bound was hit 143  terminated
          4  vacuous, with --strict        150  spec refused
         11  deadlock                      151  wrong usage
         12  safety property violated      255  internal error
         13  step or temporal property violated
         14  assertion failed
      "
    `);
  });
});
