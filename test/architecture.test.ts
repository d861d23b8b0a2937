// The rules of docs/architecture.md that a machine can hold: which folder may import which, how long a file may be, and
// that each says in prose at its head what it is.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("src", file));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, specifier]) =>
    specifier!.startsWith(".") ? relative(root, resolve(root, dirname(file), specifier!)) : specifier!,
  );
}

/** Folders and packages that a folder must not know. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  "src/spec/": [
    "src/explorer/",
    "src/trace/",
    "src/report/",
    "src/check/",
    "src/cli/",
    "immutable",
    "chalk",
    "commander",
  ],
  "src/explorer/": ["src/report/", "src/check/", "src/cli/", "chalk", "commander"],
  "src/explorer/compile/": ["src/explorer/reference/", "immutable"],
  "src/explorer/store/": ["src/explorer/reference/", "immutable"],
  "src/trace/": ["src/report/", "src/check/", "src/cli/"],
  "src/report/": ["src/check/", "src/cli/", "src/api/"],
  "src/check/": ["src/cli/", "src/api/", "commander", "chalk"],
  "src/cli/": ["src/api/", "vitest"],
  "src/api/": ["src/cli/", "commander"],
};

describe("the folders", () => {
  for (const [folder, forbidden] of Object.entries(strangers)) {
    it(`${folder} imports nothing of ${forbidden.join(", ")}`, () => {
      const found = files
        .filter((file) => file.startsWith(folder))
        .flatMap((file) =>
          importsOf(file)
            .filter((target) => forbidden.some((stranger) => target.startsWith(stranger)))
            .map((target) => `${file} → ${target}`),
        );
      expect(found).toEqual([]);
    });
  }
});

describe("each source file", () => {
  it("has at most 400 lines", () => {
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 401);
    expect(long).toEqual([]);
  });

  it("begins with a paragraph of prose", () => {
    const bare = files.filter((file) => !/^\/\/ [A-Z`"'].{20}/.test(readFileSync(join(root, file), "utf8")));
    expect(bare).toEqual([]);
  });
});
