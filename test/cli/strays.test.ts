// What a spec does to the process beside being evaluated, as a shell sees it.

import { beforeAll, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";

let folder = "";

const withLine = (line: string): string =>
  `import { int, shared, spec, when } from "allways";
const s = shared({ x: int(0, 3) });
${line}
function* p() {
  yield "go";
  when(s.x === 0);
  s.x = 1;
}
function init() {
  when(s.x > 0);
}
export default spec("strays", { processes: { p }, init: START ? init : undefined });
`.replace("START ? init : undefined", line.includes("init") ? "init" : "() => {}");

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "never.ts": withLine("await new Promise(() => {});"),
    "interval.ts": withLine("setInterval(() => {}, 1000);"),
    "log.ts": withLine('console.log("loaded");'),
    "timer.ts": withLine(
      'setTimeout(() => { throw new Error("late"); }, 0);\nawait new Promise((go) => setTimeout(go, 20));',
    ),
    "init.ts": withLine("// init lets nothing through"),
  });
});

test("waiting at module level for what never comes is refused", async () => {
  const { code, stderr } = await allways(folder, ["check", "never.ts"]);
  expect(code).toBe(150);
  expect(stderr).toContain("error: the spec waits at module level for what never comes\nhint: ");
});

test("a timer left running does not keep the command from ending", async () => {
  expect(await allways(folder, ["check", "interval.ts"])).toMatchObject({ code: 0, stderr: "" });
});

test("what a spec logs while it is loaded is no result", async () => {
  const { code, stdout, stderr } = await allways(folder, ["check", "log.ts", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "holds" });
  expect(stderr).toBe("loaded\n");
});

test("what a timer throws is the spec's fault, and has its place", async () => {
  const { code, stderr } = await allways(folder, ["check", "timer.ts"]);
  expect(code).toBe(150);
  expect(stderr).toContain("timer.ts:3:26: error: late\n");
});

test("an init that leaves no state is refused at its guard", async () => {
  const { code, stderr } = await allways(folder, ["check", "init.ts"]);
  expect(code).toBe(150);
  expect(stderr).toMatch(/^init.ts:10:3: error: `init` leaves no state to start from/);
});
