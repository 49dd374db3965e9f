/** Build the two scripts of custom components: the compiler for the server's engine, and the runtime of the frame. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** React's renderer to text, without the streams that an engine without a browser lacks. */
const RENDERER = here("../node_modules/react-dom/cjs/react-dom-server-legacy.browser.production.js");
const SCRIPTS = [
  { entry: "compiler.ts", into: "../../src/sophia/render/custom", name: "compiler.js" },
  { entry: "frame.tsx", into: "../../src/sophia/server/static/sandbox", name: "frame.js" },
];

for (const { entry, into, name } of SCRIPTS) {
  await build({
    configFile: false,
    root: here(".."),
    logLevel: "error",
    publicDir: false,
    resolve: { alias: { "react-dom/server": RENDERER, "@": here("../src") } },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: here(into),
      emptyOutDir: false,
      target: "es2023",
      sourcemap: false,
      reportCompressedSize: false,
      lib: {
        entry: here(`../src/sandbox/${entry}`),
        formats: ["iife"],
        name: "sophia",
        fileName: () => name,
      },
    },
  });
}
