// `allways/check`, as a program calls it: the verdict of the command line as an object, with every state of every counterexample.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type CheckOptions, check, formatTrace, SpecError } from "../../src/api/check.ts";
import { int, shared, spec } from "../../src/spec/index.ts";
import { allways, ensureBuilt, makeFolder } from "../cli/bin.ts";
import { CHOICES, ENDINGS, ENDLESS, LOST_UPDATE } from "../cli/specs.ts";
import { readSchema, validate } from "../report/schema.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "lost-update.ts": LOST_UPDATE,
    "choices.ts": CHOICES,
    "endings.ts": ENDINGS,
    "endless.ts": ENDLESS,
    "broken.ts": `${LOST_UPDATE}\nconst = 1;\n`,
  });
});

/** What the clock and the store say is not the same every time. */
function steady({ statistics: _, ...rest }: object & { readonly statistics?: unknown }): object {
  return rest;
}

describe("the verdict", () => {
  test("is the object that the command prints with --json, and as its schema says", async () => {
    const { report, counterexamples, ...rest } = await check(at("lost-update.ts"));
    const object = { ...rest, counterexamples: counterexamples.map(({ trace: _, ...found }) => found) };
    expect(validate(readSchema(), JSON.parse(JSON.stringify(object)))).toEqual([]);
    const { stdout } = await allways(process.cwd(), ["check", at("lost-update.ts"), "--json"]);
    expect(steady(object)).toEqual(steady(JSON.parse(stdout)));
    expect(report).toContain("violated at rest: nothing lost");
  });

  test("has the values of every state, not their texts", async () => {
    const [found] = (await check(at("lost-update.ts"))).counterexamples;
    expect(found!.trace.steps.map(({ process, state }) => [process, state!.shared])).toEqual([
      ["increment[0]", { memory: { counter: 0 } }],
      ["increment[1]", { memory: { counter: 0 } }],
      ["increment[1]", { memory: { counter: 1 } }],
      ["increment[0]", { memory: { counter: 1 } }],
    ]);
    expect(await formatTrace(found!.trace, "mermaid")).toMatch(/^sequenceDiagram\n/);
    await expect(formatTrace(found!.trace, "mermade")).rejects.toThrow('did you mean "mermaid"?');
  });

  test.each<[CheckOptions, string, number]>([
    [{}, "violated", 12],
    [{ set: { atomic: true } }, "holds", 0],
    [{ set: { threads: 3, atomic: "true" } }, "holds", 0],
    [{ scenario: "in one step" }, "holds", 0],
    [{ properties: ["in range"] }, "holds", 0],
    [{ depth: 2 }, "inconclusive", 3],
    [{ maxStates: 3 }, "inconclusive", 3],
    [{ search: "random", walks: 1, properties: ["in range"], seed: 7 }, "inconclusive", 3],
    [{ crossCheck: true }, "violated", 12],
  ])("with %j is %s", async (options, verdict, exitCode) => {
    expect(await check(at("lost-update.ts"), options)).toMatchObject({ verdict, exitCode });
  });

  test("with `all` has every violated property", async () => {
    const { counterexamples, completeness } = await check(at("endings.ts"), { set: { ending: "always" }, all: true });
    expect(counterexamples.map(({ property }) => property)).toEqual(["small"]);
    expect(completeness.kind).toBe("exhaustive");
  });

  test("is told by path, by URL and by the text of a URL", async () => {
    const url = pathToFileURL(at("choices.ts"));
    const found = await Promise.all([check(at("choices.ts")), check(url), check(url.href)]);
    expect(found.map(({ counterexamples }) => counterexamples[0]!.schedule)).toEqual(
      Array(3).fill("init:first=2 pick:v=3"),
    );
  });

  test("is the same when several are asked for at once", async () => {
    const settings = Array.from({ length: 6 }, (_, i) => ({ threads: (i % 3) + 1 }));
    const found = await Promise.all(settings.map((set) => check(at("lost-update.ts"), { set })));
    expect(found.map(({ verdict, states }) => [verdict, states.distinct])).toEqual([
      ["holds", 3],
      ["violated", 12],
      ["violated", 59],
      ["holds", 3],
      ["violated", 12],
      ["violated", 59],
    ]);
  });

  test("ends early when the signal says so, and says that it did", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ distinct }: { readonly distinct: number }): void => {
      seen.push(distinct);
      controller.abort();
    };
    const { verdict, completeness } = await check(at("endless.ts"), { signal: controller.signal, onProgress });
    expect(verdict).toBe("inconclusive");
    expect(completeness.bounds.map(({ name }) => name)).toEqual(["interrupt"]);
    expect(seen).toHaveLength(1);
  });
});

describe("as on the command line,", () => {
  const counters = `import { array, each, int, shared, spec, when } from "allways";
const s = shared({ count: array(4, int(0, 5)) });
function raise(i: number) { when(s.count[i] < 5); s.count[i]++; }
export default spec("counters", { actions: { raise: each(raise, 4) }, mayEnd: true,
  always: { few: () => s.count.reduce((sum, count) => sum + count, 0) < 99 } });
`;
  const all = { distinct: 1296, generated: 4321, initial: 1, depth: 21 };

  test("a search has threads, and keeps states in few bytes, or only hashes of them", async () => {
    const file = join(makeFolder({ "counters.ts": counters }), "counters.ts");
    expect(await check(file, { threads: 2, compact: true })).toMatchObject({ verdict: "holds", states: all });
    const lossy = await check(file, { lossy: "hash-compaction", hashBits: 40, seed: 3 });
    expect(lossy).toMatchObject({ verdict: "inconclusive", exitCode: 3, states: all });
    expect(lossy.completeness).toEqual({
      kind: "probabilistic",
      bounds: [],
      omission: { kind: "hash-compaction", hashBits: 40, seed: 3, probability: (1296 * 1297) / 2 / 2 ** 40 },
    });
    expect(lossy.report).toContain("a state was missed with a probability of at most 7.7e-7 (40-bit hashes)");
  });

  test("a search leaves a checkpoint, goes on from it, and tells of one that cannot be written", async () => {
    const folder = makeFolder({ "counters.ts": counters });
    const file = join(folder, "counters.ts");
    const checkpoint = join(folder, "kept");
    const begun = await check(file, { depth: 9, checkpoint });
    expect(begun).toMatchObject({ verdict: "inconclusive", statistics: { saved: { depth: 9 } } });
    expect(begun.states.distinct).toBeLessThan(1296);
    const problems: string[] = [];
    const resumed = await check(file, {
      resume: checkpoint,
      checkpoint,
      checkpointEvery: 1,
      onProblem: (text) => problems.push(text),
      onProgress: () => {},
    });
    expect(resumed).toMatchObject({ verdict: "holds", states: all, statistics: { resumed: { depth: 9 } } });
    expect(problems).toEqual([]);
    await expect(check(at("lost-update.ts"), { resume: checkpoint })).rejects.toThrow('it is of the spec "counters"');
  });

  test("what was counted, and what is vacuous, is in the verdict", async () => {
    const { coverage, exitCode } = await check(at("lost-update.ts"), { coverage: true, strict: true });
    expect(coverage?.steps.length).toBeGreaterThan(0);
    expect(exitCode).toBe(12);
  });
});

describe("what makes no sense is refused:", () => {
  test.each<[string, CheckOptions, string]>([
    ["lost-update.ts", { scenario: "two thread" }, 'hint: did you mean "two threads"?'],
    ["lost-update.ts", { properties: ["in rang"] }, 'hint: did you mean "in range"?'],
    ["lost-update.ts", { set: { thread: 2 } }, 'hint: did you mean "threads"?'],
    ["lost-update.ts", { set: { threads: 4 } }, '"4" is not an integer from 1 to 3'],
    ["lost-update.ts", { maxState: 3 } as CheckOptions, 'there is no option maxState\nhint: did you mean "maxStates"?'],
    ["lost-update.ts", { depth: 0 }, "depth is 0, not an integer from 1 on"],
    ["lost-update.ts", { time: "3s" } as unknown as CheckOptions, "time is 3s, not an integer from 1 on"],
    ["lost-update.ts", { seed: -1 }, "seed is -1"],
    ["lost-update.ts", { search: "best" } as unknown as CheckOptions, "there is no search best"],
    ["lost-update.ts", { threads: 65 }, "threads is 65, not an integer from 1 to 64"],
    [
      "lost-update.ts",
      { lossy: true } as unknown as CheckOptions,
      "there is no lossy true\nhint: it is hash-compaction",
    ],
    ["lost-update.ts", { hashBits: 40 }, "--hash-bits is for --lossy hash-compaction"],
    ["lost-update.ts", { hashBits: 8, lossy: "hash-compaction" }, "hashBits is 8, not an integer from 32 to 60"],
    ["lost-update.ts", { compact: 1 } as unknown as CheckOptions, "compact is 1, not true or false"],
    ["lost-update.ts", { resume: 1 } as unknown as CheckOptions, "resume is 1, not the name of a folder"],
    ["lost-update.ts", { resume: "nowhere" }, "there is no checkpoint: nowhere does not exist"],
    ["lost-update.ts", { checkpointEvery: 10 }, "--checkpoint-every says how often, and nothing says where"],
    ["lost-update.ts", { checkpoint: "kept", search: "dfs" }, "--checkpoint does not go with --search dfs"],
    ["lost-updat.ts", {}, "did you mean"],
  ])("%s %j", async (name, options, message) => {
    const error = await check(at(name), options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).message).toContain(message);
  });

  test("a broken spec, with its place and the line", async () => {
    const error = (await check(at("broken.ts")).catch((reason: unknown) => reason)) as SpecError;
    expect(error.code).toBe(150);
    expect(error.message).toMatch(/broken\.ts:28:7: error: .*\n +28 \| const = 1;\n +\| {6,8}\^/);
    expect(error.diagnostics).toHaveLength(1);
  });

  test("what is no spec", async () => {
    for (const given of [3, null, {}, new URL("https://example.org/spec.ts")]) {
      await expect(check(given as never)).rejects.toThrow(SpecError);
    }
  });

  test("a spec that is declared on the spot", async () => {
    const s = shared({ n: int(0, 1) });
    function* once(): Generator<string> {
      yield "one";
      s.n = 1;
    }
    await expect(check(spec("declared here", { processes: { once } }))).rejects.toThrow(
      [
        'error: the spec "declared here" is declared in test/api/check.test.ts, which does not export it',
        "hint: a spec is a file of its own, which exports it by default; import it from there, or give its path",
      ].join("\n"),
    );
  });
});
