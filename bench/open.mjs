// Opens a dashboard in a real Chromium and prints, per load, when its components were drawn (ms) and the bytes moved.
//
// The first load is cold; then come loads in a new tab, and loads from the home page in the same tab, as a reader opens one.
// `screen` is the frame in which everything on screen is drawn, `page` the one in which everything below is drawn as well.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [url, count, executablePath] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
const profile = mkdtempSync(join(tmpdir(), "sophia-bench-"));
const viewport = { width: 1440, height: 1000 };
const context = await chromium.launchPersistentContext(profile, { executablePath, args, viewport });

// Runs in the page: looks once per frame, after a change, whether every component shows its content.
function watch() {
  const filled = (frame) => {
    if (frame.dataset.state === "loading") return false;
    const content = frame.children[1] ?? frame;
    return Boolean(content.querySelector("svg, canvas, table, ul, ol") || content.textContent.trim());
  };
  const drawn = { screen: 0, page: 0 };
  globalThis.drawn = drawn;
  const look = () => {
    const frames = [...document.querySelectorAll("[data-component]")];
    const missing = frames.filter((frame) => !filled(frame));
    const visible = missing.filter((frame) => frame.getBoundingClientRect().top < innerHeight);
    const note = (name, left) => {
      if (left.length > 0 || frames.length === 0) drawn[name] = 0;
      else if (!drawn[name]) drawn[name] = performance.now();
    };
    note("screen", visible);
    note("page", missing);
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function load(page) {
  let bytes = 0;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(1500);
  const { screen, page: whole } = await page.evaluate(() => globalThis.drawn);
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  await session.detach();
  return { screen: Math.round(screen), page: Math.round(whole), first_paint: Math.round(paint), bytes };
}

await context.addInitScript(watch);
const cold = await load(context.pages()[0]);
const newTab = [];
for (let turn = 0; turn < Number(count); turn += 1) {
  const page = await context.newPage();
  newTab.push(await load(page));
  await page.close();
}
const fromHome = [];
const page = await context.newPage();
for (let turn = 0; turn < Number(count) + 1; turn += 1) {
  await page.goto(new URL("/", url).href, { waitUntil: "load" });
  await page.waitForTimeout(400);
  fromHome.push(await load(page));
}
await context.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify({ cold, new_tab: newTab, from_home: fromHome.slice(1) }));
