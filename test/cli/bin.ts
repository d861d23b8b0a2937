// Runs the program as people do: the real bin, in a folder with spec files, its output caught. The build it runs is made
// anew first if a source is newer; the invariant is that what is tested is what the sources say.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));
export const BIN: string = join(ROOT, "bin", "allways.js");

const MAIN = join(ROOT, "dist", "cli", "main.js");

/** Builds dist if a source is newer. Several test files may ask at once; one of them builds. */
export async function ensureBuilt(): Promise<void> {
  const lock = join(ROOT, "node_modules", ".allways-build");
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - since > 120_000) rmSync(lock, { recursive: true, force: true });
      await setTimeout(100);
    }
  }
  try {
    const built = statSync(MAIN, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (built >= Math.max(...["src", "web", "scripts"].map((folder) => newest(join(ROOT, folder))))) return;
    const build = spawnSync(process.execPath, [join(ROOT, "scripts", "build.js")], { encoding: "utf8" });
    if (build.status !== 0) throw new Error(`the build failed:\n${build.stdout}${build.stderr}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function newest(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  return Math.max(
    ...entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    }),
  );
}

/** A temporary folder with these files; names may have folders in them. */
export function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "allways-cli-")));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `allways` in a folder, without a terminal. What a clock or a store says is made the same every time. */
export function allways(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { PATH, HOME, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      resolve({ code, stdout: steady(output.stdout), stderr: steady(output.stderr) });
    });
  });
}

function steady(text: string): string {
  return text
    .replace(/\b[\d.]+ (ms|s)\b/g, "N ms")
    .replace(/ · \d+ bits?(, \d+ B a state)?$/gm, " · N bits")
    .replace(/ - \d+ bits?(, \d+ B a state)?$/gm, " - N bits")
    .replace(/"(milliseconds|bytesPerState|bitsPerState|peakBytes)":[\d.]+/g, '"$1":0');
}
