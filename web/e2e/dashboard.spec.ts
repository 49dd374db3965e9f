/** A person at work in one dashboard with mouse and keys: filters, marks, rows, changes, undo, theme, phone. */
import type { Locator, Page } from "@playwright/test";
import { expect, frame, numbersOnScreen, settled, test } from "./page";

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

const composer = (page: Page): Locator => page.getByRole("region", { name: "Add or change" });

async function say(page: Page, sentence: string): Promise<void> {
  const bar = page.getByRole("textbox", { name: "Add or change anything" });
  await bar.fill(sentence);
  await bar.press("Enter");
  await expect(composer(page).getByRole("button", { name: "Accept" })).toBeEnabled();
}

async function accept(page: Page): Promise<void> {
  await composer(page).getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("list", { name: "Changes" })).toBeHidden();
}

async function undo(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Undo the last change" }).click();
}

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("a choice in a filter changes the numbers, stands in the address, and a copy of it shows the same", async ({
  page,
}) => {
  await open(page, "/d/sales-performance-dashboard");
  const before = await numbersOnScreen(page);
  await page
    .getByRole("search", { name: "Filters" })
    .getByRole("button", { name: /^Region/ })
    .click();
  await page.getByRole("option").first().click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/p\.region=/);
  await expect.poll(() => numbersOnScreen(page)).not.toEqual(before);
  await settled(page);
  const filtered = await numbersOnScreen(page);
  await page.reload();
  await settled(page);
  expect(await numbersOnScreen(page)).toEqual(filtered);
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page).not.toHaveURL(/p\.region=/);
  await expect.poll(() => numbersOnScreen(page)).toEqual(before);
});

test("a bar under the mouse filters the other components, and its chip takes the filter back", async ({
  page,
}) => {
  await open(page, "/d/sales-performance-dashboard");
  const before = await numbersOnScreen(page);
  const drawing = frame(page, "Open pipeline by stage").locator('[role="graphics-document"] svg');
  await drawing.click({ position: { x: 160, y: 20 } });
  await expect(page).toHaveURL(/p\.stage=/);
  await expect.poll(() => numbersOnScreen(page)).not.toEqual(before);
  await page.getByRole("button", { name: /^Remove filter Stage/ }).click();
  await expect(page).not.toHaveURL(/p\.stage=/);
  await expect.poll(() => numbersOnScreen(page)).toEqual(before);
});

test("the number of a KPI opens the rows behind it", async ({ page }) => {
  await open(page, "/d/sales-performance-dashboard");
  const count = frame(page, "Open deals").getByRole("button").filter({ hasText: /^\d/ });
  const shown = Number(((await count.textContent()) ?? "").replace(/\D/g, ""));
  await count.click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.locator("tbody tr").first()).toBeVisible();
  await expect(drawer).toContainText(`${shown} rows`);
});

test("a sentence adds a component, and undo takes it back", async ({ page }) => {
  await open(page, "/d/ceo-dashboard");
  await say(page, "add MRR by region as a bar chart");
  await expect(frame(page, "MRR by region")).toBeVisible();
  await accept(page);
  await expect(frame(page, "MRR by region")).toBeVisible();
  await undo(page);
  await expect(frame(page, "MRR by region")).toHaveCount(0);
});

test("a sentence renames the dashboard, and undo gives the old name back", async ({ page }) => {
  await open(page, "/d/knowledge-dashboard");
  const title = page.getByRole("heading", { level: 1 });
  const before = (await title.textContent()) ?? "";
  await say(page, "rename the dashboard to Board view");
  await accept(page);
  await expect(title).toContainText("Board view");
  await undo(page);
  await expect(title).toHaveText(before);
});

test("“make it dark” is a change like any other", async ({ page }) => {
  await open(page, "/d/migration-metrics-dashboard");
  const light = await background(page);
  await say(page, "make it dark");
  await accept(page);
  await expect.poll(() => background(page)).not.toBe(light);
  await undo(page);
  await expect.poll(() => background(page)).toBe(light);
});

test("the theme is the reader's own and stays after a reload", async ({ page }) => {
  await open(page, "/d/ceo-dashboard");
  const light = await background(page);
  await page.getByRole("button", { name: /\((builder|admin|viewer)\)|^Account$/ }).click();
  await page.getByRole("menuitem", { name: "Theme: dark" }).click();
  await expect.poll(() => background(page)).not.toBe(light);
  const dark = await background(page);
  await page.reload();
  await settled(page);
  expect(await background(page)).toBe(dark);
});

test("a phone shows every component below the last, in the phone's order, and never scrolls sideways", async ({
  page,
}) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await open(page, "/d/sales-performance-dashboard");
  const { spec } = await (await page.request.get("/api/dashboards/sales-performance-dashboard")).json();
  const wanted = [...spec.pages[0].components]
    .sort((a, b) => a.layout.phone - b.layout.phone)
    .map((component) => component.id);
  const boxes = await page.locator("[data-component]").evaluateAll((found) =>
    found.map((item) => {
      const box = item.getBoundingClientRect();
      return { id: item.getAttribute("data-component"), top: box.top, left: box.left, right: box.right };
    }),
  );
  const read = [...boxes].sort((a, b) => Math.round(a.top - b.top) || a.left - b.left);
  expect(read.map((box) => box.id)).toEqual(wanted);
  for (const box of boxes) expect(box.right).toBeLessThanOrEqual(375);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});
