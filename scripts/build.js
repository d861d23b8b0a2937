// Builds src/ into dist/: declarations by the TypeScript compiler, code by a bundler, because a program in a few files starts
// a tenth of a second sooner than one in two hundred. `npm ci` runs this through `prepare`, so that a checkout and an
// installed package both have the build that bin/allways.js runs. A new build takes the old one's place only when it is
// complete.
import { spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildWeb } from "./build-web.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const fresh = join(root, "dist.new");

rmSync(fresh, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const flags = ["-p", join(root, "tsconfig.build.json"), "--emitDeclarationOnly", "--outDir", fresh];
const { status } = spawnSync(process.execPath, [tsc, ...flags], { stdio: "inherit" });
if (status === 0) {
  const bundle = await rolldown({
    // Five ways in, one copy of everything: what they share lies in chunks.
    input: Object.fromEntries(
      ["spec/index", "cli/main", "api/check", "api/vitest", "explorer/store/worker"].map((name) => [
        name,
        join(root, `src/${name}.ts`),
      ]),
    ),
    platform: "node",
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
  });
  await bundle.write({ dir: fresh, format: "esm", chunkFileNames: "chunks/[name]-[hash].js" });
  await buildWeb(join(fresh, "web"));
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
} else rmSync(fresh, { recursive: true, force: true });
process.exit(status ?? 1);
