// The version in the manifest that the program was installed with, found by the package's own name wherever the build puts
// this code.

import { createRequire } from "node:module";

export function readVersion(): string {
  const manifest = createRequire(import.meta.url)("allways/package.json") as { version: string };
  return manifest.version;
}
