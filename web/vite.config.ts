/** How the web app is built: hashed files into the Python package, charts apart from the viewer. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Few files, each whole: what never changes, what every page draws with, small views, what only charts need. */
const CHARTS = "chart|line|area|bar|stacked_bar|combo|pie|scatter|heat_map|funnel|waterfall|bullet";
const SMALL = "kpi|insights|filter|button|container|panel|chat_panel|upload_panel|queue_panel|tabs|custom";
const GROUPS = [
  {
    name: "react",
    test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](query-core|react-query)|wouter|regexparam|mitt|use-sync-external-store|client-only)[\\/]/,
  },
  {
    name: "base",
    test: /src[\\/](lib|ui|api|runtime)[\\/]|components[\\/]chart[\\/]data\.|node_modules[\\/](react-aria|react-stately|@react-aria|@internationalized|clsx)/,
  },
  { name: "views", test: new RegExp(`components[\\\\/](${SMALL})[\\\\/](?!manifest|examples)`) },
  {
    name: "charts",
    test: new RegExp(
      `components[\\\\/](${CHARTS})[\\\\/](?!manifest|examples|data\\.)|node_modules[\\\\/]d3-`,
    ),
  },
];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@sophia/react": here("./src/sdk/index.ts"), "@": here("./src") } },
  build: {
    outDir: here("../src/sophia/server/static"),
    manifest: true,
    emptyOutDir: true,
    target: "es2023",
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        postBanner: "//# allFunctionsCalledOnLoad",
        codeSplitting: { groups: GROUPS, includeDependenciesRecursively: false },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(
      ["/api", "/frame", "/health", "/generate-dashboard", "/add-component", "/modify-dashboard"].map(
        (path) => [path, { target: process.env.SOPHIA_URL ?? "http://127.0.0.1:8020", changeOrigin: true }],
      ),
    ),
  },
  test: {
    environment: "happy-dom",
    // One page for all files of a worker: making it anew for each took four fifths of the time.
    pool: "threads",
    isolate: false,
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: [here("./src/testing.ts")],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
