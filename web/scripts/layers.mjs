/** Check the layers of src/ (import only leftwards), one importer per library, and that no import goes in a circle. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const SRC = new URL("../src", import.meta.url).pathname;
const LAYERS = [
  "lib",
  "ui",
  "spec",
  "api",
  "runtime",
  "components",
  "viewer",
  "editor",
  "features",
  "sdk",
  "routes",
];
/** Types of the spec and of the component contract are words that every layer may use. */
const WORDS = new Set(["spec/types", "spec/schema", "components/contract"]);
const HOMES = {
  "react-aria-components": "ui",
  "@tanstack/react-table": "components",
  "@tanstack/react-virtual": "components",
};
const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/g;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const faults = [];
const graph = new Map();
const all = files(SRC);
const known = new Map(all.map((path) => [relative(SRC, path).replace(/\.tsx?$/, ""), path]));

function local(from, name) {
  if (name.startsWith("@/")) return name.slice(2);
  return name.startsWith(".") ? relative(SRC, resolve(dirname(from), name)) : null;
}

function checkLayer(module, target) {
  const [own, other] = [LAYERS.indexOf(module.split("/")[0]), LAYERS.indexOf(target.split("/")[0])];
  if (own >= 0 && other > own)
    faults.push(`${module} imports ${target}: ${LAYERS[other]} lies to the right of ${LAYERS[own]}`);
  const [layer, feature] = module.split("/");
  const [otherLayer, otherFeature] = target.split("/");
  if (layer === "features" && otherLayer === "features" && feature !== otherFeature) {
    faults.push(`${module} imports ${target}: features do not know each other`);
  }
}

function checkLibrary(module, name) {
  for (const [library, home] of Object.entries(HOMES)) {
    if ((name === library || name.startsWith(`${library}/`)) && !module.startsWith(`${home}/`)) {
      faults.push(`${module} imports ${name}: only ${home}/ does`);
    }
  }
}

for (const [module, path] of known) {
  const test = /\.test$/.test(module);
  const targets = [];
  for (const [, typeOnly, name] of readFileSync(path, "utf8").matchAll(IMPORT)) {
    const target = local(path, name);
    if (target === null) checkLibrary(module, name);
    else if (!WORDS.has(target)) {
      if (!test) checkLayer(module, target);
      if (!typeOnly && known.has(target)) targets.push(target);
    }
  }
  graph.set(module, targets);
}

const state = new Map();
function walk(module, trail) {
  if (state.get(module) === "done") return;
  if (state.get(module) === "open") {
    faults.push(`imports go in a circle: ${[...trail.slice(trail.indexOf(module)), module].join(" → ")}`);
    return;
  }
  state.set(module, "open");
  for (const next of graph.get(module) ?? []) walk(next, [...trail, module]);
  state.set(module, "done");
}
for (const module of graph.keys()) walk(module, []);

for (const [module, path] of known) {
  const lines = readFileSync(path, "utf8").split("\n").length - 1;
  if (lines > 500 && module !== "spec/schema") faults.push(`${module} has ${lines} lines, more than 500`);
}
for (const fault of faults) console.error(fault);
console.log(`${known.size} modules, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
