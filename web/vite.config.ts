/** How the web app is built: hashed files into the Python package, charts apart from the viewer. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": here("./src") } },
  build: {
    outDir: here("../src/sophia/server/static"),
    manifest: true,
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(
      ["/api", "/health", "/generate-dashboard", "/add-component", "/modify-dashboard"].map((path) => [
        path,
        { target: process.env.SOPHIA_URL ?? "http://127.0.0.1:8020", changeOrigin: true },
      ]),
    ),
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: [here("./src/testing.ts")],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
