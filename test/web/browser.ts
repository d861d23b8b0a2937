// A real browser for pages that were written to disk: Debian's Chromium, driven by playwright-core. Without one the tests that
// need it are skipped, unless REQUIRE_CHROMIUM is set, as it is in CI: then they fail.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Null if there is none. */
export const CHROMIUM: string | null =
  [process.env.CHROMIUM ?? "", ...PLACES].find((path) => path !== "" && existsSync(path)) ?? null;

export const SKIP: boolean = CHROMIUM === null && process.env.REQUIRE_CHROMIUM === undefined;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a page did that no page of ours does. */
export interface Watched {
  readonly page: Page;
  /** Errors, warnings, refusals by the page's policy, dialogs. */
  readonly complaints: readonly string[];
  /** Addresses asked for, but for the page itself. */
  readonly requests: readonly string[];
}

export interface Desk {
  /** Opens a page that is written to disk first; `address` is what follows its name: `#step=7`. */
  open(html: string, options?: BrowserContextOptions, address?: string): Promise<Watched>;
  /** Opens a file. */
  visit(file: string, options?: BrowserContextOptions, address?: string): Promise<Watched>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Desk> {
  if (CHROMIUM === null) throw new Error("there is no Chromium; install it, or name it in CHROMIUM");
  const folder = mkdtempSync(join(tmpdir(), "allways-web-"));
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  // To make one costs more than most tests.
  const contexts = new Map<string, BrowserContext>();
  let written = 0;
  const visit: Desk["visit"] = async (file, options = {}, address = "") => {
    const key = JSON.stringify(options);
    const context =
      contexts.get(key) ?? (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options }));
    contexts.set(key, context);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    const url = pathToFileURL(file).href;
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== url) requests.push(request.url());
    });
    await page.goto(url + address);
    return { page, complaints, requests };
  };
  return {
    visit,
    open(html, options, address) {
      written += 1;
      const file = join(folder, `${written}.html`);
      writeFileSync(file, html);
      return visit(file, options, address);
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
