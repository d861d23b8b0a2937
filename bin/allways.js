#!/usr/bin/env node
// Runs the build. Node 22 and later keep the compiled code of our modules from run to run, which makes starting quicker.
import * as module from "node:module";

module.enableCompileCache?.();
const { main } = await import("../dist/cli/main.js");
process.exitCode = await main(process.argv.slice(2));
