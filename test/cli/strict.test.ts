// What holds for want of a case, kind by kind, each by a spec that has nothing else: what a check says of it, and what --strict makes
// of it.

import { beforeAll, describe, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";

interface Kind {
  readonly spec: string;
  /** With the line that it is about; asked of every check, or with --strict alone. */
  readonly says: string;
  readonly strictOnly?: boolean;
}

const HEAD = `import { always, bool, idleUntil, implies, int, leadsTo, shared, spec, strong, when } from "allways";
const s = shared({ n: int(0, 3), never: bool() });
`;
const COUNT = `function* count() {
  yield "count";
  s.n = 1;
  yield "count on";
  s.n = 2;
}
`;

const KINDS: Readonly<Record<string, Kind>> = {
  "a step that is never taken": {
    spec: `${COUNT}function* wait() {
  yield "wait";
  idleUntil(s.never);
}
export default spec("s", { processes: { count, wait } });`,
    says: "step never taken: wait > wait  :10",
  },
  "a branch that is never taken": {
    spec: `function* count() {
  yield "count";
  if (s.n > 2) s.n = 0;
  else s.n = 1;
}
export default spec("s", { processes: { count } });`,
    says: "branch never taken: s.n > 2 was never true  :5",
    strictOnly: true,
  },
  "an implication whose left side never held": {
    spec: `${COUNT}export default spec("s", { processes: { count }, temporal: { t: always(implies(() => s.n === 3, () => s.never)) } });`,
    says: "premise never held: t: s.n === 3  :9",
  },
  "an invariant whose condition never held": {
    spec: `${COUNT}export default spec("s", { processes: { count }, always: { small: () => s.n < 3 || s.never } });`,
    says: "property partly untested: small: s.n < 3 was never false  :9",
    strictOnly: true,
  },
  "a leadsTo whose trigger never happened": {
    spec: `${COUNT}export default spec("s", { processes: { count }, temporal: { t: leadsTo(() => s.n === 3, () => s.n === 2) } });`,
    says: "premise never held: t: s.n === 3  :9",
  },
  "an invariant whose variables never change": {
    spec: `${COUNT}export default spec("s", { processes: { count }, always: { calm: () => !s.never } });`,
    says: "nothing it reads ever changes: calm  :9",
  },
  "an invariant that its domains decide": {
    spec: `${COUNT}export default spec("s", { processes: { count }, always: { small: () => s.n < 4 } });`,
    says: "holds by its domains alone: small  :9",
  },
  "a within that cuts nothing": {
    spec: `${COUNT}export default spec("s", { processes: { count }, within: () => s.n < 3 });`,
    says: "within cut nothing  :9",
  },
  "a within that cuts everything": {
    spec: `function* count() {
  yield "count";
  s.n = 1;
}
export default spec("s", { processes: { count }, within: () => s.n < 1 });`,
    says: "within cut everything  :7",
  },
  "fairness on a process that can never move": {
    spec: `${COUNT}function* wait() {
  yield "wait";
  idleUntil(s.never);
}
export default spec("s", {
  processes: { count, wait: strong(wait) },
  temporal: { t: leadsTo(() => s.n === 1, () => s.n === 2) },
});`,
    says: "fairness on what never moves: wait  :10",
  },
};

const BESIDES =
  /^ {2}(step never taken|branch never|property partly|premise|nothing it reads|holds by its|within cut|fairness on)/;

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  const files = Object.entries(KINDS).map(([name, { spec }]) => [`${name}.ts`, `${HEAD}${spec}\n`]);
  folder = makeFolder({
    ...Object.fromEntries(files),
    "full.ts": `${HEAD}${COUNT}export default spec("full", { processes: { count }, always: { fewer: () => s.n < 3 } });\n`,
    "unreached.ts": `${HEAD}${COUNT}export default spec("s", { processes: { count }, reachable: { three: () => s.n === 3 } });\n`,
    "no start.ts": `${HEAD}${COUNT}function init() {
  when(s.n > 0);
}
export default spec("s", { processes: { count }, init });\n`,
  });
});

describe.each(Object.entries(KINDS))("%s", (name, { says, strictOnly = false }) => {
  test(
    strictOnly ? "is said, and exits with 4, under --strict alone" : "is said, and exits with 4 under --strict",
    async () => {
      const lenient = await allways(folder, ["check", `${name}.ts`]);
      expect(lenient.code).toBe(0);
      const strict = await allways(folder, ["check", `${name}.ts`, "--strict"]);
      expect(strict.code).toBe(4);
      const linesOf = (stdout: string): string[] => stdout.split("\n").filter((line) => BESIDES.test(line));
      expect(linesOf(lenient.stdout).map((line) => line.trim())).toEqual(
        expect.arrayContaining(strictOnly ? [] : [says]),
      );
      if (strictOnly) expect(lenient.stdout).not.toContain(says);
      expect(linesOf(strict.stdout).map((line) => line.trim())).toContain(says);
      const json = await allways(folder, ["check", `${name}.ts`, "--strict", "--json"]);
      expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "holds", exitCode: 4 });
    },
  );
});

test("where nothing is vacuous --strict changes nothing", async () => {
  const { code, stdout } = await allways(folder, ["check", "full.ts", "--strict"]);
  expect([code, stdout.split("\n").filter((line) => BESIDES.test(line))]).toEqual([0, []]);
});

test("what is never reached is a violation, strict or not", async () => {
  for (const strict of [[], ["--strict"]]) {
    const { code, stdout } = await allways(folder, ["check", "unreached.ts", ...strict]);
    expect([code, stdout]).toEqual([12, expect.stringContaining("never reached: three")]);
  }
});

test("where no run can begin that is an error, strict or not", async () => {
  for (const strict of [[], ["--strict"]]) {
    const { code, stderr, stdout } = await allways(folder, ["check", "no start.ts", ...strict]);
    expect([code, stdout]).toEqual([150, ""]);
    expect(stderr).toContain("`init` leaves no state to start from");
  }
});

test("it still holds, and JSON says both", async () => {
  const json = await allways(folder, ["check", "a within that cuts nothing.ts", "--strict", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    verdict: "holds",
    exitCode: 4,
    vacuous: [{ kind: "within cut nothing", location: { line: 9 } }],
  });
});

test("under a bound nothing is called vacuous", async () => {
  const { code, stdout } = await allways(folder, [
    "check",
    "a step that is never taken.ts",
    "--strict",
    "--depth",
    "2",
  ]);
  expect([code, stdout.split("\n").filter((line) => BESIDES.test(line))]).toEqual([3, []]);
});

test("allways test fails with 4 under --strict, and says a command that shows it", async () => {
  const file = "a within that cuts nothing.ts";
  expect((await allways(folder, ["test", file])).code).toBe(0);
  const { code, stdout } = await allways(folder, ["test", file, "--strict"]);
  expect(code).toBe(4);
  const [, command] = /see it: allways (.*)/.exec(stdout)!;
  expect(command).toBe(`check "${file}" --strict`);
  const shown = await allways(folder, ["check", file, "--strict"]);
  expect([shown.code, shown.stdout]).toEqual([4, expect.stringContaining("within cut nothing")]);
});
