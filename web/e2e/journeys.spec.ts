import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, settled, test } from "./page";

const frame = (page: Page, title: string): Locator =>
  page
    .locator("section[data-component]")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

async function chooseFirstMark(chart: Locator): Promise<void> {
  const surface = chart.locator('[role="graphics-document"]');
  await surface.focus();
  await surface.press("ArrowRight");
  await surface.press("Enter");
}

async function menu(page: Page, title: string, entry: string): Promise<void> {
  const component = frame(page, title);
  await component.hover();
  await component.getByRole("button", { name: `More about ${title}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

test("a filter changes the numbers and stands in the address", async ({ page }) => {
  await open(page, "/d/sales-performance-dashboard");
  const bookings = frame(page, "Bookings");
  const before = await bookings.textContent();
  await page.goto(`/d/sales-performance-dashboard?p.region=${encodeURIComponent('["Europe"]')}`);
  await settled(page);
  await expect(bookings).not.toHaveText(before ?? "");
  await expect(page.getByRole("search", { name: "Filters" })).toContainText("Europe");
});

test("a click on a bar filters the rest, and the chip takes it back", async ({ page }) => {
  await open(page, "/d/ceo-dashboard");
  const before = await frame(page, "ARR at risk").textContent();
  await chooseFirstMark(frame(page, "ARR at risk by segment"));
  await expect(page).toHaveURL(/p\.segment=/);
  await settled(page);
  await expect(frame(page, "ARR at risk")).not.toHaveText(before ?? "");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page).not.toHaveURL(/p\.segment=/);
});

test("a point of a trend opens the rows behind it", async ({ page }) => {
  await open(page, "/d/ceo-dashboard");
  await chooseFirstMark(frame(page, "NRR and GRR"));
  const drawer = page.getByRole("dialog");
  await expect(drawer).toBeVisible();
  await expect(drawer.getByRole("row").nth(1)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
});

test("an exported file holds the numbers of the screen", async ({ page }) => {
  await open(page, "/d/ceo-dashboard");
  const title = "ARR at risk by segment";
  await menu(page, title, "View as table");
  const first = frame(page, title).getByRole("row").nth(1);
  await expect(first).toBeVisible();
  const name = (await first.getByRole("cell").first().textContent()) ?? "";
  const [csv] = await Promise.all([page.waitForEvent("download"), menu(page, title, "Export as CSV")]);
  const lines = (await readFile(await csv.path(), "utf-8")).trim().split(/\r?\n/);
  const value = Number(
    lines
      .find((line) => line.includes(name.trim()))
      ?.split(",")
      .at(-1),
  );
  const reply = await page.request.get("/api/dashboards/ceo-dashboard");
  expect(reply.ok()).toBe(true);
  const shown = await first.getByRole("cell").last().textContent();
  const digits = Number((shown ?? "").replace(/[^\d.-]/g, ""));
  expect(Math.abs(value - digits) / value).toBeLessThan(0.01);
  const [book] = await Promise.all([page.waitForEvent("download"), menu(page, title, "Export as Excel")]);
  const bytes = await readFile(await book.path());
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
});

test("a sentence adds a component, after a preview, and undo takes it back", async ({ page }) => {
  await open(page, "/d/project-dashboard");
  const bar = page.getByRole("textbox", { name: "Add or change anything" });
  await bar.fill("add number of issues by state as a pie chart at the bottom");
  await bar.press("Enter");
  const changes = page.getByRole("list", { name: "Changes" });
  await expect(changes).toContainText("Added");
  const title = /“(.+?)”/.exec((await changes.textContent()) ?? "")?.[1] ?? "";
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(changes).toBeHidden();
  await page.reload();
  await settled(page);
  await expect(frame(page, title)).toBeAttached();
  const undone = await page.request.post("/api/dashboards/project-dashboard/undo", { data: {} });
  expect(undone.ok()).toBe(true);
  await page.reload();
  await settled(page);
  await expect(frame(page, title)).toHaveCount(0);
});

test("a wish that is not understood changes nothing and says so", async ({ page }) => {
  await open(page, "/d/project-dashboard");
  const bar = page.getByRole("textbox", { name: "Add or change anything" });
  await bar.fill("sing me a song");
  await bar.press("Enter");
  await expect(page.getByText(/Nothing was changed/)).toBeVisible();
});

test("a phone shows one column in reading order", async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await open(page, "/d/ceo-dashboard");
  const lefts = await page
    .locator("section[data-component]")
    .evaluateAll((frames) =>
      frames.slice(8, 14).map((item) => Math.round(item.getBoundingClientRect().left)),
    );
  expect(new Set(lefts).size).toBe(1);
});

test("pictures for the readme", async ({ page }) => {
  test.skip(process.env.SOPHIA_SCREENSHOTS !== "1", "only when asked to, with SOPHIA_SCREENSHOTS=1");
  const folder = "../docs/images";
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, "/d/ceo-dashboard");
  await page.screenshot({ path: `${folder}/dashboard-light.png` });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${folder}/dashboard-dark.png` });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "What do you want to see?" })).toBeVisible();
  await page.screenshot({ path: `${folder}/home.png` });
  await page.setViewportSize({ width: 375, height: 800 });
  await open(page, "/d/ceo-dashboard");
  await page.screenshot({ path: `${folder}/phone.png` });
});
