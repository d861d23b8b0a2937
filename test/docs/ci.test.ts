// What docs/ci.md tells people to run does what it says.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { allways, ensureBuilt, makeFolder, ROOT } from "../cli/bin.ts";

beforeAll(ensureBuilt);

test("every command of docs/ci.md runs, and its files are there afterwards", async () => {
  const page = readFileSync(join(ROOT, "docs", "ci.md"), "utf8");
  const commands = [...page.matchAll(/npx allways (.*?)(?: \| jq .*)?$/gm)].map(([, words]) => words!.split(" "));
  expect(commands).toHaveLength(10);
  const spec = readFileSync(join(ROOT, "specs", "poll-cancel.ts"), "utf8");
  const folder = makeFolder({ "specs/poll-cancel.ts": spec });
  const codes: (number | null)[] = [];
  for (const words of commands) codes.push((await allways(folder, words)).code);
  expect(codes).toEqual([0, 0, 12, 0, 0, 12, 0, 12, 0, 0]);
  for (const name of [
    "specs.xml",
    "specs.sarif",
    "counterexample.json",
    "counterexample.html",
    "report/index.html",
    "specs/baseline.json",
  ])
    expect(existsSync(join(folder, name))).toBe(true);
});

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

test("workflows of docs/ci.md are YAML, with steps that GitHub knows", () => {
  const page = readFileSync(join(ROOT, "docs", "ci.md"), "utf8");
  const workflows = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text!));
  expect(workflows).toHaveLength(3);
  for (const { jobs } of workflows.slice(0, 2)) {
    const { steps } = jobs.specs as { steps: readonly Step[] };
    for (const step of steps) expect([step.uses, step.run].filter(Boolean)).toHaveLength(1);
  }
  expect(workflows[2].specs.script).toHaveLength(2);
});

describe("the action", () => {
  const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;
  const [install, run] = ["install", "test"].map((id) => action.runs.steps.find((step) => step.id === id)!);

  /** Runs a step as the runner does; its inputs and outputs are those of the file. */
  function runStep(
    step: Step,
    inputs: Readonly<Record<string, string>>,
    folder: string,
    bin = "",
  ): Record<string, string> {
    const output = join(folder, "output");
    writeFileSync(output, "");
    const given = {
      ...Object.fromEntries(Object.entries(action.inputs).map(([key, one]) => [key, one.default])),
      ...inputs,
    };
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [
        name,
        value
          .replace(/^\$\{\{ steps\.install\.outputs\.bin \}\}$/, () => bin)
          .replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, (_, key: string) => given[key]!),
      ]),
    );
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run!],
      {
        cwd: join(folder, "work"),
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          ...env,
          GITHUB_OUTPUT: output,
          GITHUB_ACTION_PATH: ROOT.replace(/\/$/, ""),
          RUNNER_TEMP: folder,
        },
      },
    );
    const lines = readFileSync(output, "utf8").trim().split("\n").filter(Boolean);
    return {
      status: String(status),
      stdout,
      stderr,
      ...Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))),
    };
  }

  function workspace(expectation: string): string {
    const spec = readFileSync(join(ROOT, "specs", "poll-cancel.ts"), "utf8");
    const changed = spec.replace('{ violates: "completed once" }', expectation);
    const folder = makeFolder({ "work/my specs/poll-cancel.ts": changed });
    mkdirSync(join(folder, "work", "$(touch pwned)"));
    return folder;
  }

  test("is composite, sets up Node, and puts no input into a script", () => {
    expect(action.runs.using).toBe("composite");
    expect(action.runs.steps.flatMap(({ uses }) => uses ?? [])).toEqual([
      "actions/setup-node@v4",
      "github/codeql-action/upload-sarif@v3",
      "actions/upload-artifact@v4",
    ]);
    for (const { run: script, shell, uses } of action.runs.steps) {
      expect(script ?? "").not.toContain("${{");
      expect(shell).toBe(uses === undefined ? "bash" : undefined);
    }
    const told = readFileSync(join(ROOT, "docs", "ci.md"), "utf8");
    for (const name of Object.keys(action.inputs)) expect(told).toContain(`| \`${name}\` | `);
    // What steps and outputs name is there.
    const text = readFileSync(join(ROOT, "action.yml"), "utf8");
    for (const [, name] of text.matchAll(/inputs\.([\w-]+)/g)) expect(action.inputs).toHaveProperty(name!);
    for (const [, id] of text.matchAll(/steps\.(\w+)\.outputs/g))
      expect(action.runs.steps.some((step) => step.id === id)).toBe(true);
  });

  test("installs nothing where the build is there, and checks the specs", () => {
    const folder = workspace('{ violates: "completed once" }');
    const installed = runStep(install!, {}, folder);
    expect(installed).toMatchObject({ status: "0", bin: join(ROOT, "bin", "allways.js") });
    const inputs = { paths: "my specs\n", options: "--scenario\none canceller\n", slow: "true" };
    const checked = runStep(run!, inputs, folder, installed.bin);
    expect(checked).toMatchObject({ status: "0", "exit-code": "0", sarif: "true", report: join(folder, "allways") });
    expect(checked.stdout).toContain("1 scenario of 1 spec, all as expected");
    for (const name of ["junit.xml", "allways.sarif", "html/index.html"])
      expect(existsSync(join(checked.report!, name))).toBe(true);
  });

  test("fails with the reports written where something is not as expected, and where a spec is not found", () => {
    const folder = workspace('"holds"');
    const bin = join(ROOT, "bin", "allways.js");
    const failed = runStep(run!, { paths: "my specs\n$(touch pwned)\n`touch pwned`" }, folder, bin);
    expect(failed).toMatchObject({ status: "151", "exit-code": "151" });
    const unmet = runStep(run!, { paths: "my specs" }, folder, bin);
    expect(unmet).toMatchObject({ status: "1", "exit-code": "1", sarif: "true" });
    expect(unmet.stdout).toContain("::error file=my specs/poll-cancel.ts,");
    expect(existsSync(join(folder, "work", "pwned"))).toBe(false);
  });

  test("takes a baseline", () => {
    const folder = workspace('"holds"');
    const bin = join(ROOT, "bin", "allways.js");
    const baseline = "my specs/baseline.json";
    const written = runStep(run!, { paths: "my specs", baseline, options: "--update-baseline" }, folder, bin);
    expect(written).toMatchObject({ status: "0", "exit-code": "0" });
    expect(runStep(run!, { paths: "my specs", baseline }, folder, bin)).toMatchObject({ status: "0" });
  });
});
