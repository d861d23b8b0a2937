// Builds src/ into dist/: declarations by the TypeScript compiler, code by a bundler. Starting is most of the time that a
// small spec takes, and Node spends it on files: what every check loads lies in a few of them, libraries included, and the
// rest (formats, reporters, other commands) in files of its own, loaded when asked for. `npm ci` runs this through
// `prepare`, so that a checkout and an installed package both have the build that bin/allways.js runs. A new build takes
// the old one's place only when it is complete.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildWeb } from "./build-web.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const fresh = join(root, "dist.new");

const entries = ["spec/index", "cli/main", "api/check", "api/vitest", "explorer/store/worker"];

/** What a breadth-first check of a spec that holds imports when it comes to it; the rest follows from their imports. */
const onEveryCheck = [
  "cli/commands/check",
  "spec/source/load",
  "spec/lower/index",
  "explorer/search/explore",
  "explorer/search/breadth-first",
  "explorer/search/describe",
  "report/pretty",
];

// A native addon stays where npm puts it, as does what few runs need; `vitest` is the user's.
const external = [/^node:(?!process$)/, /^data:/, /^oxc-parser/, /^vitest/, /^ajv/, /^@xmldom/];

/**
 * `process` is a global. Importing it as a module reads all of its properties, and so opens standard input, which takes
 * Node longer than a small search.
 */
const globalProcess = {
  name: "global process",
  resolveId: (id, _, { kind }) => {
    if (id !== "node:process") return null;
    return kind === "require-call" ? { id, external: true } : "\0process";
  },
  load: (id) => (id === "\0process" ? "export default globalThis.process;" : null),
};

/** Less text is sooner read and compiled. Functions and classes keep their names, for stacks. */
const minify = {
  compress: { keepNames: { function: true, class: true } },
  mangle: { toplevel: false, keepNames: true },
  codegen: { removeWhitespace: true },
};

const source = (name) => join(root, `src/${name}.ts`);

/** The files that are loaded with one, by their static imports. */
function closures(output) {
  const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));
  return (names) => {
    const holding = (name) => {
      const found = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(source(name)));
      if (found === undefined) throw new Error(`scripts/build.js names ${name}, which is not in the bundle`);
      return found;
    };
    const loaded = new Set(names.map(holding));
    for (const { imports } of loaded) {
      for (const name of imports) if (chunks.has(name)) loaded.add(chunks.get(name));
    }
    return new Set([...loaded].flatMap(({ moduleIds }) => moduleIds).filter((id) => !entries.map(source).includes(id)));
  };
}

/** The licences of the libraries whose code the bundle carries. */
function notices(output) {
  const folders = new Set(
    output.flatMap(({ moduleIds = [] }) => moduleIds.map((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0])),
  );
  folders.delete(undefined);
  const texts = [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence to carry along`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function bundle() {
  const bundler = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, source(name)])),
    platform: "node",
    external,
    plugins: [globalProcess],
    checks: { ineffectiveDynamicImport: false },
  });
  const options = { dir: fresh, format: "esm", chunkFileNames: "chunks/[name]-[hash].js" };
  const { output } = await bundler.generate(options);
  const closure = closures(output);
  const [language, store, core] = [["spec/index"], ["explorer/store/worker"], ["cli/main", ...onEveryCheck]].map(
    closure,
  );
  // Specs under a test runner load the language alone, and threads the store.
  const groups = Object.entries({ language, store, core }).map(([name, ids]) => ({
    name,
    test: (id) => ids.has(id),
    priority: name === "core" ? 0 : 1,
  }));
  await bundler.write({ ...options, codeSplitting: { groups }, minify });
  writeFileSync(join(fresh, "third-party-licenses.txt"), notices(output));
}

rmSync(fresh, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const flags = ["-p", join(root, "tsconfig.build.json"), "--emitDeclarationOnly", "--outDir", fresh];
const { status } = spawnSync(process.execPath, [tsc, ...flags], { stdio: "inherit" });
if (status === 0) {
  await bundle();
  await buildWeb(join(fresh, "web"));
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
} else rmSync(fresh, { recursive: true, force: true });
process.exit(status ?? 1);
