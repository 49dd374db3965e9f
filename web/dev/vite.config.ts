import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { mock } from "./mock";
export default defineConfig({ root: new URL("..", import.meta.url).pathname, plugins: [react(), mock()], resolve: { alias: { "@": new URL("../src", import.meta.url).pathname } }, server: { host: "127.0.0.1", port: 5199, strictPort: true }, build: { outDir: "/tmp/webdist", emptyOutDir: true } });
