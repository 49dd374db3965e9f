/** A dashboard as its returned React source, built as a developer would, shows what the viewer shows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { expect, numbersOnScreen, settled, test } from "./page";

const WEB = resolve(import.meta.dirname, "..");
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const PAGE = `<!doctype html><title>Ejected</title><div id="root"></div><script type="module" src="./main.tsx"></script>`;
const MAIN = `import { createRoot } from "react-dom/client";
import Owned from "./Owned";
createRoot(document.getElementById("root") as HTMLElement).render(<Owned />);
`;

let folder = "";

test.beforeAll(() => {
  folder = mkdtempSync(join(WEB, ".ejected-"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function buildApp(source: string): Promise<string> {
  for (const [name, text] of Object.entries({ "index.html": PAGE, "main.tsx": MAIN, "Owned.tsx": source })) {
    writeFileSync(join(folder, name), text);
  }
  await build({
    configFile: false,
    root: folder,
    base: "/ejected/",
    logLevel: "error",
    plugins: [react()],
    resolve: { alias: { "@sophia/react": join(WEB, "src/sdk/index.ts"), "@": join(WEB, "src") } },
    build: { outDir: "dist", target: "es2023", minify: false, reportCompressedSize: false },
  });
  return join(folder, "dist");
}

test("the React source of a dashboard draws the viewer's numbers", async ({ page }) => {
  const reply = await page.request.get("/api/dashboards/sales-performance-dashboard");
  const built = await buildApp((await reply.json()).react);
  await page.route("**/ejected/**", async (route) => {
    const file = new URL(route.request().url()).pathname.slice("/ejected/".length);
    await route.fulfill({ body: await readFile(join(built, file)), contentType: TYPES[extname(file)] ?? "" });
  });
  await page.goto("/d/sales-performance-dashboard");
  await settled(page);
  const shown = await numbersOnScreen(page);
  expect(shown.length).toBeGreaterThan(4);
  await page.goto("/ejected/index.html");
  await settled(page);
  expect(await numbersOnScreen(page)).toEqual(shown);
});
