// Opens a dashboard in a real Chromium and prints, per load, when its last component was drawn (ms) and the bytes moved.
import { createRequire } from "node:module";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [url, count, executablePath] = process.argv.slice(2);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
flags.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
const browser = await chromium.launch({ executablePath, args: flags });
const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });

// Runs in the page: notes the first moment at which every component frame on screen shows its content.
function watch() {
  const filled = (frame) => {
    if (frame.dataset.state === "loading") return false;
    const content = frame.children[1] ?? frame;
    return Boolean(content.querySelector("svg, canvas, table, ul, ol") || content.textContent.trim());
  };
  const done = () => {
    const frames = [...document.querySelectorAll("[data-component]")];
    return frames.length > 0 && frames.filter((frame) => frame.getBoundingClientRect().top < innerHeight).every(filled);
  };
  globalThis.lastDrawn = 0;
  new MutationObserver(() => {
    if (!done()) globalThis.lastDrawn = 0;
    else if (!globalThis.lastDrawn) globalThis.lastDrawn = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

const loads = [];
for (let turn = 0; turn < Number(count); turn += 1) {
  const page = await context.newPage();
  let bytes = 0;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  await page.addInitScript(watch);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(1500);
  const drawn = await page.evaluate(() => globalThis.lastDrawn ?? 0);
  loads.push({ drawn: Math.round(drawn), bytes });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(loads));
