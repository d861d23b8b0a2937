#!/usr/bin/env node
// Runs the build. Node 22 and later keep the compiled code of our modules from run to run, which makes starting quicker.
import * as module from "node:module";

module.enableCompileCache?.();
const { main } = await import("../dist/cli/main.js");
// Results alone go to stdout: what a spec logs while it is loaded is none.
console.log = console.info = console.debug = console.error;
process.exitCode = await main(process.argv.slice(2));
// What a spec has left running keeps nobody waiting.
process.stdout.write("", () => process.stderr.write("", () => process.exit()));
