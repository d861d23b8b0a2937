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
