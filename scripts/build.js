// Compiles src/ to dist/. `npm ci` runs this through `prepare`, so that a checkout and an installed package both have the
// build that bin/allways.js runs. The new build takes the old one's place only when it is complete.
import { spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const fresh = join(root, "dist.new");
rmSync(fresh, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", fresh], {
  stdio: "inherit",
});
if (status === 0) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  renameSync(fresh, join(root, "dist"));
} else rmSync(fresh, { recursive: true, force: true });
process.exit(status ?? 1);
