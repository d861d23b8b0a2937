// `allways/vitest`: what each matcher passes on, what it fails on, and what it says then. The specs are imported as tests do it.

import { describe, expect, test } from "vitest";
import "../../src/api/vitest.ts";
import type { Definition } from "../../src/api/check.ts";
import { makeFolder } from "../cli/bin.ts";
import { ENDINGS } from "../cli/specs.ts";

/** An assertion fails in the first step; others come after it. */
const EARLY = `import { assert, int, shared, spec } from "allways";
const s = shared({ n: int(0, 2) });
function* count() {
  yield "one";
  s.n++;
  yield "two";
  s.n++;
}
function* fail() {
  yield "fail";
  assert(s.n > 2, "never so large");
}
export default spec("early", { processes: { count, fail }, always: { small: () => s.n < 2 } });
`;

const folder = makeFolder({ "endings.ts": ENDINGS, "early.ts": EARLY });
const endings = `${folder}/endings.ts`;
const early = `${folder}/early.ts`;

/** As `import lostUpdate from "…/lost-update.ts"` gives it. */
async function importSpec(name: string): Promise<Definition> {
  return ((await import(`../../specs/${name}.ts`)) as { readonly default: Definition }).default;
}

const philosophers = await importSpec("dining-philosophers");
const lostUpdate = await importSpec("lost-update");
const pollCancel = await importSpec("poll-cancel");

/** How the assertion fails. */
async function failure(assertion: Promise<void>): Promise<string> {
  const error = await assertion.then(
    () => new Error("it passes"),
    (reason: Error) => reason,
  );
  return error.message.replace(/\d+ ms · \d+ bits/, "N ms · N bits");
}

describe("toHold", () => {
  test("passes on what holds, its .not on what does not", async () => {
    await expect(endings).toHold();
    await expect(lostUpdate).not.toHold();
    await expect(endings).not.toHold({ set: { ending: "deadlock" } });
  });

  test("fails with the report", async () => {
    expect(await failure(expect(lostUpdate).toHold())).toMatchInlineSnapshot(`
      "expected "lost update" to hold, but it violates "nothing lost"

      ✗ lost update                                                                   specs/lost-update.ts
        violated at rest: nothing lost  memory.counter === threads

        #  increment[0]   increment[1]   changes               at
        1  read counter                  register = 0          :21
        2                 read counter   register = 0          :21
        3                 write counter  memory.counter 0 → 1  :23
        4  write counter                                       :23

        then
          memory.counter = 1
          increment[0] ended; increment[1] ended
        because
          memory.counter === threads is false: memory.counter = 1

        4 steps, 2 context switches; replayed by specs/lost-update.ts itself, same values after each step
        again: allways replay specs/lost-update.ts "increment[0] increment[1]*2 increment[0]"

        12 states, 15 generated, depth 5 · exhaustive to depth 5 · N ms · N bits"
    `);
  });

  test("neither it nor its .not passes on what a bound left open", async () => {
    expect(await failure(expect(lostUpdate).toHold({ depth: 2 }))).toMatch(
      /^expected "lost update" to hold, but it is inconclusive: a bound was hit\n/,
    );
    expect(await failure(expect(lostUpdate).not.toHold({ depth: 2 }))).toMatch(
      /^expected "lost update" not to hold, but that is not decided: a bound was hit\n/,
    );
  });
});

describe("toViolate", () => {
  test("passes on the property that is violated, and on one that is never reached", async () => {
    await expect(pollCancel).toViolate("completed once");
    await expect(endings).toViolate("three", { set: { ending: "reachable" } });
    await expect(endings).not.toViolate("small");
  });

  test("fails where it holds, and where something else comes first", async () => {
    expect(await failure(expect(endings).toViolate("small"))).toMatch(
      /^expected "endings" to violate "small", but it holds\n\n✓ endings /,
    );
    expect(await failure(expect(endings).toViolate("small", { set: { ending: "assert" } }))).toMatch(
      /^expected "endings" to violate "small", but it fails at "two"\n\n✗ endings /,
    );
    expect(await failure(expect(early).not.toViolate("small"))).toMatch(
      /^expected "early" not to violate "small", but that is not decided: it fails at "fail", where the search ended; all: true looks further\n/,
    );
    await expect(early).toViolate("small", { all: true });
  });

  test("knows the names of properties", async () => {
    expect(await failure(expect(pollCancel).toViolate("completed onc"))).toBe(
      'error: there is no property "completed onc"\nhint: did you mean "completed once"?',
    );
  });
});

test("temporal properties hold under the fairness that is declared, and are violated without it", async () => {
  const channel = `${process.cwd()}/specs/liveness/lossy-channel.ts`;
  const set = { receiver: "strong" };
  await expect(channel).toHold({ set });
  await expect(channel).toViolate("it is acknowledged", { set, fairness: "weak" });
  await expect(channel).toViolate("it is acknowledged", { set, fairness: "none" });
  expect(await failure(expect(channel).toHold({ fairness: "strong" as never }))).toContain(
    "there is no fairness strong\nhint: it is declared, weak, none",
  );
});

test("toDeadlock passes where nothing can move, and only its .not where that was looked for everywhere", async () => {
  await expect(philosophers).toDeadlock();
  await expect(endings).not.toDeadlock();
  await expect(pollCancel).not.toDeadlock({ all: true });
  expect(await failure(expect(pollCancel).not.toDeadlock())).toMatch(/not decided: it violates "completed once"/);
  expect(await failure(expect(endings).toDeadlock())).toMatch(/^expected "endings" to deadlock, but it holds\n/);
});

test("toFail names the step that fails", async () => {
  for (const ending of ["assert", "domain"]) await expect(endings).toFail("two", { set: { ending } });
  await expect(endings).not.toFail("two");
  expect(await failure(expect(endings).toFail("one", { set: { ending: "assert" } }))).toMatch(
    /^expected "endings" to fail at "one", but it fails at "two"\n/,
  );
  expect(await failure(expect(endings).not.toFail("one", { set: { ending: "assert" } }))).toContain("is not decided");
});

describe("toMeetScenarios", () => {
  test("checks all of them as `allways test` does", async () => {
    await expect(pollCancel).toMeetScenarios();
    await expect(endings).toMeetScenarios({ scenario: "deadlock" });
    await expect(endings).not.toMeetScenarios();
  });

  test("says which did not come out as expected, with the report", async () => {
    expect(await failure(expect(endings).toMeetScenarios())).toMatch(
      /^expected "endings" to come out as its scenarios expect\n\n"endings", scenario "wrongly expected",\n {2}verdict: expected holds, came violates "small"\n {2}states: expected 7, came 2\n\n✗ endings · wrongly expected /,
    );
  });
});

test("what is no spec is refused", async () => {
  expect(await failure(expect(3).toHold())).toContain("this is no spec");
});
