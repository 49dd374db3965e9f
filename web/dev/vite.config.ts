import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { mock } from "./mock";
export default defineConfig({ root: new URL("..", import.meta.url).pathname, plugins: [react(), mock()], resolve: { alias: { "@": new URL("../src", import.meta.url).pathname } }, server: { host: "127.0.0.1", port: 5199, strictPort: true }, preview: { host: "127.0.0.1", port: 5198, strictPort: true, headers: { "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-__CSP_NONCE__'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'" } }, build: { outDir: "/tmp/webdist", emptyOutDir: true } });
