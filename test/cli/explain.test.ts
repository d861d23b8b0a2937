// `allways explain`: what people see of runs that end and of one that goes round for ever, the object it prints as JSON, what it
// says where the search was cut, and what it refuses.

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readSchema, validate } from "../report/schema.ts";
import { allways, ensureBuilt, makeFolder, type Result, ROOT } from "./bin.ts";
import { ENDINGS, LOST_UPDATE } from "./specs.ts";

/** Nobody refills. */
const ACTIONS = `import { each, int, shared, spec, when } from "allways";
const jug = shared({ water: int(0, 3, 2), spilt: int(0, 9) });
const drink = () => {
  when(jug.water > 0);
  jug.water--;
};
const pour = (cups: number) => {
  when(jug.water >= cups);
  jug.water -= cups;
};
export default spec("jug", { actions: { drink, pour: each(pour, int(2, 3)) } });
`;

const START = `import { int, shared, spec } from "allways";
const s = shared({ x: int(0, 3, 2) });
function* idle() {
  yield "rest";
}
export default spec("start", {
  processes: { idle },
  always: { "small at first": () => s.x < 2 },
  reachable: { three: () => s.x === 3 },
  scenarios: { reach: { check: ["three"], expect: { violates: "three" } } },
});
`;

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({ "lost-update.ts": LOST_UPDATE, "endings.ts": ENDINGS, "jug.ts": ACTIONS, "start.ts": START });
});

const explain = (...words: string[]): Promise<Result> => allways(folder, ["explain", ...words, "-q"]);
/** A spec of the repository, by its name there. */
const given = (...words: string[]): Promise<Result> => allways(join(ROOT, "specs"), ["explain", ...words, "-q"]);

describe("what people see", () => {
  test("of the first race of poll and cancel", async () => {
    const { code, stdout } = await given("poll-cancel.ts");
    expect(code).toBe(12);
    expect(stdout).toMatchInlineSnapshot(`
      "  violated: completed once      req.completions <= 1
        because
          req.completions <= 1 is false: req.completions = 2
          made false by step 9, taskWork "read poll_refs" (:47): req.completions 1 → 2

        every step matters: no run to this violation of at most 9 steps does without any of them
           #  process    step             changes
        *  1  taskWork   run task_work    req.queued 1 → 0
        *  2  taskWork   read poll_refs   v = 1
        *  3  cancel[0]  mark cancelled   req.cancelled false → true
        *  4  taskWork   put poll_refs    req.refs 1 → 0
        *  5  cancel[0]  get ownership    req.refs 0 → 1
        *  6  cancel[0]  queue task_work  req.queued 0 → 1
        *  7  taskWork   read poll_refs   req.completions 0 → 1
        *  8  taskWork   run task_work    req.queued 1 → 0
        *  9  taskWork   read poll_refs   req.completions 1 → 2

        must keep their order (what follows from these pairs is left out)
          2 taskWork "read poll_refs"   before 3 cancel[0] "mark cancelled"
          3 cancel[0] "mark cancelled"  before 4 taskWork "put poll_refs"
          4 taskWork "put poll_refs"    before 5 cancel[0] "get ownership"

        the others, where it ends
          cancel[0] has ended
      "
    `);
  });

  test("of an event that is missed: some steps do not matter, and yet may not come earlier", async () => {
    const { code, stdout } = await given("io-uring-poll/rework.ts", "--scenario", "7 multishot");
    expect(code).toBe(12);
    expect(stdout).toMatchInlineSnapshot(`
      "  violated at rest: I3 no event missed
          !alive() || (ghost.unseen & file.ready & req.poll[0].events) === 0
        because
          !alive() || (ghost.unseen & file.ready & req.poll[0].events) === 0 is false:
            req.poll[0].events = 21, file.ready = 5, ghost.unseen = 4, ghost.cancel_asked = false,
            ghost.finals = 0
          false since step 3, io_poll_add "atomic_set(poll_refs, owning)" (rework/arm.ts:44):
            req.poll[0].events 0 → 21

        steps that matter are marked *: no run to this violation of at most 18 steps does without any of
        them
            #  process         step                             changes
        *   1  wake[0]         becomes ready                    file.ready 0 → 1, ghost.unseen 0 → 1
        *   2  wake[0]         spin_lock(head->lock)
        *   3  io_poll_add     atomic_set(poll_refs, owning)    req.poll_refs.refs 0 → 1,
                                                                req.poll[0].events 0 → 21,
                                                                ghost.owners 0 → 1
        *   4  io_poll_add     add_wait_queue(head, wait)       req.poll[0].head false → true,
                                                                req.poll[0].linked false → true
        *   5  io_poll_add     vfs_poll                         mask = 1
        *   6  io_poll_add     io_poll_req_insert               req.hashed false → true, mask = 1,
                                                                events = 21
        *   7  io_poll_add     req->result = mask               req.result 0 → 1
        *   8  io_poll_add     io_req_task_work_add             task.work 0 → 1
        *   9  wake[1]         becomes ready                    file.ready 1 → 5, ghost.unseen 1 → 5
        *  10  wake[1]         spin_lock(head->lock)            file.queue[0].locked false → true
           11  wake[1]         key & poll->events
           12  wake[1]         atomic_fetch_inc(poll_refs)      req.poll_refs.refs 1 → 2
           13  wake[1]         spin_unlock(head->lock)          file.queue[0].locked true → false
        *  14  tctx_task_work  take task_list                   task.work 1 → 0,
                                                                ghost.handling false → true
        *  15  tctx_task_work  v = atomic_read(poll_refs)       v = 2
        *  16  tctx_task_work  read req->result                 result = 1
        *  17  tctx_task_work  io_fill_cqe_aux                  ctx.cq +{res: 1, more: true},
                                                                ghost.unseen 5 → 4
        *  18  tctx_task_work  atomic_sub_return(v, poll_refs)  req.poll_refs.refs 2 → 0,
                                                                ghost.owners 1 → 0,
                                                                ghost.handling true → false

        must keep their order (what follows from these pairs is left out)
           2 wake[0] "spin_lock(head->lock)"        before 11 wake[1] "key & poll->events"
           5 io_poll_add "vfs_poll"                 before 11 wake[1] "key & poll->events"
           8 io_poll_add "io_req_task_work_add"     before 14 tctx_task_work "take task_list"
          12 wake[1] "atomic_fetch_inc(poll_refs)"  before 15 tctx_task_work "v = atomic_read(poll_refs)"

        the others, where it ends
          tctx_task_work  take task_list
            idleUntil(task.work > 0 && !task.issuing && (!TASK_WORK_LOCKED || uring_is_free()))
            rework/task-work.ts:223
              task.work = 0
          io_poll_add, wake[0], wake[1] have ended
      "
    `);
  });

  test("of a process that starves while it is only weakly fair", async () => {
    const { code, stdout } = await given("liveness/locks.ts", "--scenario", "semaphore, weakly fair");
    expect(code).toBe(13);
    expect(stdout).toMatchInlineSnapshot(`
      "  violated by a run: who waits gets in  leadsTo(() => waits(), () => at(worker, 0, "leave"))

        every step matters: no run to this violation of at most 4 steps, once round its loop, does without
        any of them
           #  process    step   changes
        *  1  worker[0]  rest
          ── for ever:
        *  2  worker[1]  rest
        *  3  worker[1]  wait   s.held false → true
        *  4  worker[1]  leave  s.held true → false
        then step 2 again: these 3 steps for ever
        this is fair: worker[0] need not move after step 3 at "wait", worker[1] moves in step 3

        must keep their order (what follows from these pairs is left out)
          1 worker[0] "rest"  before 2 worker[1] "rest"

        who takes no step of it
          worker[0]  wait  when(!s.held)  :38
                             s.held = true (elsewhere in the loop it could move)
      "
    `);
  });

  test("of a deadlock: who waits for ever is not told twice", async () => {
    const { code, stdout } = await given("dining-philosophers.ts", "--scenario", "two deadlock");
    expect(code).toBe(11);
    expect(stdout).toMatchInlineSnapshot(`
      "  deadlock: 2 processes wait for ever
          philosopher[0]  take the other fork  when(!table.taken[second])  :26
                                                 table.taken[1] = true
          philosopher[1]  take the other fork  when(!table.taken[second])  :26
                                                 table.taken[0] = true

        every step matters: no run to this deadlock of at most 2 steps does without any of them
           #  process         step   changes
        *  1  philosopher[0]  think  table.taken[0] false → true
        *  2  philosopher[1]  think  table.taken[1] false → true
      "
    `);
  });

  test("of actions alone, each with its guard", async () => {
    const { code, stdout } = await explain("jug.ts");
    expect(code).toBe(11);
    expect(stdout).toMatchInlineSnapshot(`
      "  deadlock: no action is enabled, and the spec may not end here

        every step matters: no run to this deadlock of at most 1 step does without it
           #  process  step  changes
        *  1  pour[2]        jug.water 2 → 0

        the others, where it ends
          drink      when(jug.water > 0)      :4
                       jug.water = 0
          pour[2]    when(jug.water >= cups)  :8
                       jug.water = 0
          pour[3]    when(jug.water >= cups)  :8
                       jug.water = 0
      "
    `);
  });

  test("of a state that runs begin with", async () => {
    const { code, stdout } = await explain("start.ts");
    expect(code).toBe(12);
    expect(stdout).toMatchInlineSnapshot(`
      "  violated: small at first      s.x < 2
        because
          s.x < 2 is false: s.x = 2
          false from the start

        it is so at the start: no step is needed

        the others, where it ends
          idle  rest  could have moved  :4
      "
    `);
  });

  test("in plain ASCII, on a terminal of no width to speak of", async () => {
    const { stdout } = await allways(folder, ["explain", "lost-update.ts", "--reporter", "ascii"]);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(stdout).toContain("memory.counter 0 -> 1");
  });
});

describe("where not everything was looked at", () => {
  test("what others can do instead does not matter, and that can be seen from less", async () => {
    const schedule = "taskWork*2 cancel[0] cancel[1] cancel[2] taskWork cancel[0]*2 taskWork*3";
    const three = ["poll-cancel.ts", schedule, "--set", "cancellers=3"];
    const marksOf = (stdout: string): string =>
      [...stdout.matchAll(/^ {2}([*? ]) +\d+ {2}/gm)].map(([, mark]) => mark).join("");
    const whole = await given(...three);
    const cut = await given(...three, "--max-states", "300");
    expect([whole.code, cut.code]).toEqual([12, 12]);
    // Any of the three may mark, get ownership and queue.
    expect(marksOf(whole.stdout)).toBe("**   *  ***");
    expect(marksOf(cut.stdout)).toBe("??   ?  ???");
    expect(cut.stdout).toContain("more states within as many steps than the 301 looked at");
    expect(cut.stdout).toContain("whether steps marked ? matter, and which must keep their order");
  });

  test("it is said how many states there were, and what allows more", async () => {
    const { stdout } = await given("liveness/locks.ts", "--scenario", "semaphore, weakly fair", "--max-states", "2");
    expect(stdout).toContain(
      "not decided, because there are more states within as many steps than the 3 looked at (--max-states",
    );
    expect(stdout).toContain("  ? ");
    const json = await given("poll-cancel.ts", "--time", "1ms", "--json");
    expect(JSON.parse(json.stdout).explanation).toMatchObject({ cut: "time", ordered: null });
  });
});

describe("as JSON", () => {
  const schema = readSchema("explanation");

  test.each([
    ["poll-cancel.ts"],
    ["liveness/locks.ts", "--scenario", "semaphore, weakly fair"],
    ["dining-philosophers.ts"],
    ["lost-update.ts", "--set", "threads=2"],
    ["peterson.ts"],
  ])("of %s it is as the schema says", async (...words) => {
    const { code, stdout } = await given(...words, "--json");
    const json = JSON.parse(stdout);
    expect(validate(schema, json)).toEqual([]);
    expect(json.exitCode).toBe(code);
    expect(validate(schema, { ...json, more: 1 })).toEqual(["$: unknown more"]);
  });

  test("says the same as the text", async () => {
    const { stdout } = await given("io-uring-poll/rework.ts", "--scenario", "7 multishot", "--json");
    const { explanation } = JSON.parse(stdout);
    expect(explanation.matters.flatMap((matters: boolean, i: number) => (matters ? [] : [i + 1]))).toEqual([
      11, 12, 13,
    ]);
    expect(explanation.ordered).toContainEqual([12, 15]);
    expect(explanation.cut).toBe(null);
    expect(
      explanation.others.map(({ process, waits }: { process: string; waits: string }) => [process, waits]),
    ).toEqual([
      ["tctx_task_work", "idle"],
      ["io_poll_add", "ended"],
      ["wake[0]", "ended"],
      ["wake[1]", "ended"],
    ]);
  });

  test("what it shares with the schema of verdicts is the same", () => {
    const shared = ["location", "named", "fact", "because", "counterexample"];
    const of = (name: string): unknown[] =>
      shared.map((key) => (readSchema(name).$defs as Record<string, unknown>)[key]);
    expect(of("explanation")).toEqual(of("verdict"));
  });
});

describe("where there is nothing to explain, or no run", () => {
  test("a spec that holds exits with what the check exits with", async () => {
    const { code, stdout, stderr } = await explain("lost-update.ts", "--set", "atomic=true");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toBe("lost update holds (exhaustive): no counterexample, so there is nothing to explain\n");
    const json = await explain("lost-update.ts", "--set", "atomic=true", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0, finding: null, run: null, explanation: null });
    expect(validate(readSchema("explanation"), JSON.parse(json.stdout))).toEqual([]);
  });

  test("nor does what is never reached", async () => {
    const { code, stderr } = await explain("start.ts", "--scenario", "reach");
    expect([code, stderr]).toEqual([
      12,
      '"three" is never reached (exhaustive), which no run can show, so there is nothing to explain\n',
    ]);
  });

  test.each([
    [151, "there is nothing to explain: nothing is violated where it ends", ["lost-update.ts", "increment[0]"]],
    [151, "schedule: step 3, increment[0]: increment[0] has ended", ["lost-update.ts", "increment[0]*3"]],
    [151, 'schedule: step 1, increment[7]: there is no process "increment[7]"', ["lost-update.ts", "increment[7]"]],
    [151, "trace.json cannot be read: ENOENT", ["lost-update.ts", "trace.json"]],
    [150, "nothing.ts does not exist", ["nothing.ts"]],
    [151, "argument 'none' is invalid. a count is written", ["lost-update.ts", "--max-states", "none"]],
    [151, "a time is written 500ms", ["lost-update.ts", "--time", "soon"]],
  ])("exits with %i: %s", async (expected, message, words) => {
    const { code, stdout, stderr } = await explain(...words);
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  test("a trace written before is taken as a run, with its scenario", async () => {
    const check = await allways(folder, ["check", "endings.ts", "--set", "ending=deadlock", "--trace", "run.json"]);
    const { code, stdout } = await explain("endings.ts", "run.json");
    expect([check.code, code]).toEqual([11, 11]);
    expect(stdout).toContain("every step matters");
  });
});
