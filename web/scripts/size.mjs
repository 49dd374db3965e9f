/** Measure the build against its budget: what every viewer loads, and what charts add; fails when over. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const STATIC = new URL("../../src/sophia/server/static/", import.meta.url);
const KB = 1000;
const BUDGET = { viewer: 200, css: 24, chart: 190 };

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", STATIC), "utf8"));
const sizeOf = (file) => gzipSync(readFileSync(new URL(file, STATIC)), { level: 9 }).length / KB;

/** The chunk and everything that it imports before it can run. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const total = (keys) => [...keys].reduce((sum, key) => sum + sizeOf(manifest[key].file), 0);
const entry = closure("index.html");
const styles = Object.values(manifest).filter((item) => item.file.endsWith(".css"));
const css = styles.reduce((sum, item) => sum + sizeOf(item.file), 0);
const charts = new Set(
  Object.keys(manifest).filter((key) => manifest[key].name === "charts" && !entry.has(key)),
);
if (charts.size === 0) throw new Error("The build has no chunk called charts.");
const measured = { viewer: total(entry), css, chart: total(charts) };
let over = false;
for (const [name, size] of Object.entries(measured)) {
  const fits = size <= BUDGET[name];
  over ||= !fits;
  console.log(
    `${name.padEnd(8)} ${size.toFixed(1).padStart(7)} kB gzip  of ${BUDGET[name]} ${fits ? "ok" : "OVER"}`,
  );
}
console.log(
  `files    ${readdirSync(new URL("assets/", STATIC)).filter((file) => file.endsWith(".js")).length} scripts`,
);
process.exitCode = over ? 1 : 0;
