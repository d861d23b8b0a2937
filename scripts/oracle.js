// More of test/oracle than the suite runs: `node scripts/oracle.js [first seed] [how many]` writes random specs and holds
// the author's functions, the interpreter and the compiled program against each other. A spec on which they differ is
// printed as small as it gets. Runs the TypeScript of src/ and test/ as it stands.
import { register } from "node:module";

const hooks = `
  import { readFileSync } from "node:fs";
  import { createRequire } from "node:module";
  import { fileURLToPath } from "node:url";
  const { transformSync } = createRequire(${JSON.stringify(import.meta.url)})("@swc/wasm-typescript");
  export async function load(url, context, next) {
    if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
    const text = readFileSync(fileURLToPath(url), "utf8");
    const { code } = transformSync(text, { mode: "strip-only", module: true });
    return { format: "module", shortCircuit: true, source: code };
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { runCampaign } = await import("../test/oracle/campaign.ts");
const [first = "1", count = "1000"] = process.argv.slice(2);
process.exit(await runCampaign(Number(first), Number(count)));
