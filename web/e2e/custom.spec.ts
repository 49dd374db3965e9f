/** Custom components in their frame: a good one shows its dataset's numbers; hostile ones reach nothing. */
import type { Page } from "@playwright/test";
import { expect, frame, settled, test } from "./page";

const DASHBOARD = "sales-performance-dashboard";
const TITLE = "Own component";

/** TSX that writes every row of a dataset, as a company's own component would. */
const listing = (dataset: string) => `import { useMemo, useState } from "react";
import { useDataset } from "sophia";

export default function Listing() {
  const { columns, rows } = useDataset("${dataset}");
  const [open, setOpen] = useState(false);
  const names = useMemo(() => columns.map((column) => column.name), [columns]);
  return (
    <section>
      <button onClick={() => setOpen(!open)}>{open ? "Hide" : "Show"} rows</button>
      {open ? rows.map((row, index) => (
        <p key={index} className="row">{names.map((name) => String(row[name])).join(" | ")}</p>
      )) : null}
    </section>
  );
}
`;

interface Saved {
  slug: string;
  dataset: string;
  component: string;
}

/** Put a custom component below everything else of the dashboard, through the API; `dataset` is that of its first chart. */
async function putCustom(page: Page): Promise<Saved> {
  const reply = await (await page.request.get(`/api/dashboards/${DASHBOARD}`)).json();
  const { spec } = reply;
  const components = spec.pages[0].components.filter((item: { id: string }) => item.id !== "c_own");
  const dataset = components.find((item: { dataset?: string }) => item.dataset).dataset;
  const own = {
    kind: "custom",
    id: "c_own",
    title: TITLE,
    source: listing(dataset),
    datasets: [dataset],
    layout: { x: 0, y: 0, w: 12, h: 4 },
  };
  const below = components.map((item: { parent?: string; layout: { y: number } }) =>
    item.parent ? item : { ...item, layout: { ...item.layout, y: item.layout.y + 4 } },
  );
  spec.pages[0].components = [own, ...below];
  const saved = await page.request.put(`/api/dashboards/${DASHBOARD}`, {
    data: { spec, base_version: reply.version, message: "Own component" },
  });
  expect(await saved.text()).toContain('"c_own"');
  return { slug: DASHBOARD, dataset, component: "c_own" };
}

/** Have the viewer run `script` as the code of the component, past every check: the frame alone is the wall. */
async function runInstead(page: Page, script: string): Promise<void> {
  await page.route("**/components/c_own/code", (route) => route.fulfill({ json: { code: script } }));
}

test.describe("a component of one's own", () => {
  test.afterEach(async ({ request }) => {
    await request.post(`/api/dashboards/${DASHBOARD}/undo`);
  });

  test("shows the numbers of its dataset and reacts to a click", async ({ page }) => {
    const { dataset } = await putCustom(page);
    const reply = await page.request.post(`/api/dashboards/${DASHBOARD}/data`, {
      data: { datasets: [dataset] },
    });
    const { data, rows } = (await reply.json()).datasets[dataset];
    const expected = Array.from({ length: rows }, (_, row) =>
      data.map((column: unknown[]) => String(column[row])).join(" | "),
    );
    await page.goto(`/d/${DASHBOARD}`);
    await settled(page);
    const inside = frame(page, TITLE).frameLocator("iframe");
    await inside.getByRole("button", { name: "Show rows" }).click();
    await expect(inside.locator("p.row")).toHaveText(expected);
  });

  test("sees nothing of the page that holds it", async ({ page }) => {
    await putCustom(page);
    const tries = {
      page: "parent.document.title",
      address: "top.location.href",
      cookie: "document.cookie",
      storage: "localStorage.length",
      session: "sessionStorage.length",
      database: "indexedDB.open('x').onerror",
      caches: "caches.keys().then",
      worker: "navigator.serviceWorker.register",
      element: "window.frameElement.id",
      opener: "opener.document",
    };
    const lines = Object.entries(tries).map(
      ([name, tried]) =>
        `try { const got = ${tried}; out.push("${name}: " + (typeof got)); } catch (e) { out.push("${name}: refused"); }`,
    );
    await runInstead(
      page,
      `const out = []; ${lines.join("\n")}
       parent.postMessage("sophia:start", "*"); parent.postMessage({ type: "drawn" }, "*");
       exports.default = () => origin + " " + out.join(", ");`,
    );
    await page.goto(`/d/${DASHBOARD}`);
    const shown = frame(page, TITLE).frameLocator("iframe").locator("main");
    await expect(shown).toHaveText(
      `null ${Object.keys(tries)
        .map((name) => `${name}: refused`)
        .join(", ")}`,
    );
  });

  test("that fails says so in its place, and the rest of the page goes on", async ({ page }) => {
    await putCustom(page);
    await runInstead(page, `exports.default = () => { throw new Error("no luck today"); };`);
    await page.goto(`/d/${DASHBOARD}`);
    await expect(frame(page, TITLE).getByText("no luck today")).toBeVisible();
    await expect(frame(page, TITLE).getByRole("button", { name: "Start it again" })).toBeVisible();
    await expect(page.locator("section[data-component]")).not.toHaveCount(1);
  });

  test("that leads its frame to another page of Sophia is taken off", async ({ page }) => {
    await putCustom(page);
    await runInstead(page, `location.href = "/api/session"; exports.default = () => "gone";`);
    await page.goto(`/d/${DASHBOARD}`);
    await expect(frame(page, TITLE).getByText("It left its page, where it has no business.")).toBeVisible();
    await expect(page.locator("iframe")).toHaveCount(0);
  });

  test("that never ends is stopped while the page stays in use", async ({ page }) => {
    await putCustom(page);
    await runInstead(page, "for (;;) {}");
    await page.goto(`/d/${DASHBOARD}`);
    await expect(page.locator("iframe")).toBeAttached();
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveCount(1);
    await expect(frame(page, TITLE).getByText("It did not draw anything in time.")).toBeVisible({
      timeout: 40_000,
    });
    await expect(page.locator("iframe")).toHaveCount(0);
  });
});
