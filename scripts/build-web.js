// Builds web/ into pages that need nothing but themselves: one file of HTML with its style and its script in it, and a policy
// that lets that script run and no other. What a report puts in later is put in the place of the marks {{…}}.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const PAGES = ["trace", "summary"];

/** Writes each page into the folder. */
export async function buildWeb(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of PAGES) writeFileSync(join(folder, `${name}.html`), await buildPage(name));
}

async function buildPage(name) {
  const { output } = await build({
    root: join(root, "web"),
    configFile: false,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      write: false,
      // Browsers that know light-dark(): those of the last two years.
      target: ["chrome123", "firefox120", "safari17.5"],
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, `web/${name}.html`) },
    },
  });
  const files = new Map(output.map((file) => [file.fileName, file]));
  const page = [...files.values()].find(({ fileName }) => fileName.endsWith(".html"));
  return inline(String(page.source), files);
}

/** The page with what it loads put in its place. */
function inline(html, files) {
  const take = (path) => {
    const file = files.get(path.replace(/^\.?\//, ""));
    const text = file.type === "chunk" ? file.code : String(file.source);
    const closed = text.replace(/<\/(?=script|style)/gi, "<\\/").replaceAll("<!--", "\\x3c!--");
    if (/\{\{(title|data|document|body)\}\}/.test(closed))
      throw new Error("the script of the page holds a mark of the template");
    return `${closed.trim()}\n`;
  };
  let style = "";
  let script = "";
  const bare = html
    .replace(/\s*<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_, path) => {
      style += take(path);
      return "";
    })
    .replace(/\s*<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_, path) => {
      script += take(path);
      return "";
    });
  const policy = [
    "default-src 'none'",
    ...(script === "" ? [] : [`script-src ${hash(script)}`]),
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  return bare
    .replace(/<meta charset="utf-8"\s*\/?>/, (found) => `${found}\n    ${meta}`)
    .replace("</head>", () => `  <style>${style}</style>\n  </head>`)
    .replace("</body>", (end) =>
      script === "" ? end : `<!--\n${notice()}-->\n    <script type="module">${script}</script>\n  </body>`,
    );
}

function hash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Of the library that the page carries. */
function notice() {
  const manifest = createRequire(import.meta.url).resolve("preact/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  return `Preact ${version}\n\n${readFileSync(join(manifest, "..", "LICENSE"), "utf8")}`.replaceAll("-->", "");
}
