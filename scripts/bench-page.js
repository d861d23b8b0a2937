// How fast pages of traces open and step: node scripts/bench-page.js PAGE…. Prints for each the median of five of: the time from
// DOMContentLoaded to the first paint, from the start of the navigation to it, and of a step by key until it is drawn.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const places = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = places.find((path) => path !== "" && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

// In the page: the end of each of forty steps, a frame after its key.
const STEPS = `new Promise((done) => {
  const times = [];
  const next = () => {
    const began = performance.now();
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
    requestAnimationFrame(() => setTimeout(() => {
      times.push(performance.now() - began);
      times.length < 40 ? next() : done(times.sort((a, b) => a - b)[20]);
    }));
  };
  next();
})`;

// In the page: when it was first painted, and when its document was complete.
const PAINT = `new Promise((done) => {
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) done([paint.startTime, performance.getEntriesByType("navigation")[0].domContentLoadedEventStart]);
  }).observe({ type: "paint", buffered: true });
})`;

for (const file of process.argv.slice(2)) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ]) {
    const runs = [];
    for (let run = 0; run < 5; run++) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(pathToFileURL(resolve(file)).href);
      const [paint, loaded] = await page.evaluate(PAINT);
      runs.push([paint - loaded, paint, await page.evaluate(STEPS)]);
      await page.close();
    }
    const median = (column) =>
      runs
        .map((run) => run[column])
        .sort((a, b) => a - b)[2]
        .toFixed(0);
    console.log(
      `${file} at ${width}: first paint ${median(0)} ms after DOMContentLoaded, ${median(1)} ms after the start; a step ${median(2)} ms`,
    );
  }
}
await browser.close();
