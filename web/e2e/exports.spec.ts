/** What leaves the screen as a file is what stands on the screen: every row, every number. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { expect, frame, settled, test } from "./page";

const TITLE = "ARR at risk by segment";

async function pickFromMenu(page: Page, entry: string): Promise<void> {
  const component = frame(page, TITLE);
  await component.scrollIntoViewIfNeeded();
  await component.hover();
  await component.getByRole("button", { name: `More about ${TITLE}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

async function exported(page: Page, entry: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), pickFromMenu(page, entry)]);
  return download;
}

const numberIn = (text: string): number => Number(text.replace(/[^\d.-]/g, ""));

/** Rows of the component's own table: its name and its number as written on the screen. */
async function rowsOnScreen(page: Page): Promise<[string, number][]> {
  await pickFromMenu(page, "View as table");
  const rows = frame(page, TITLE).locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const cells = await rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
  );
  return cells.map((row) => [row[0] ?? "", numberIn(row[1] ?? "")]);
}

/** The text of one file inside a zip, read by the system's own reader. */
function entryOf(archive: string, name: string): string {
  const read = "import sys,zipfile;sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())";
  return execFileSync("python3", ["-c", read, archive, name], { encoding: "utf-8" });
}

test.describe("a component with a filter set", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto(`/d/ceo-dashboard?p.region=${encodeURIComponent('["Europe"]')}`);
    await settled(page);
  });

  test("exports as CSV the rows that the screen shows, and no others", async ({ page }) => {
    const screen = await rowsOnScreen(page);
    expect(screen.length).toBeGreaterThan(1);
    const file = await exported(page, "Export as CSV");
    const text = (await readFile(await file.path(), "utf-8")).replace(/^\ufeff/, "").trim();
    const rows = text
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(","));
    expect(rows.map(([name, value]) => [name, Math.round(Number(value))])).toEqual(
      screen.map(([name, value]) => [name, Math.round(value)]),
    );
  });

  test("exports as Excel the same numbers, as numbers", async ({ page }) => {
    const screen = await rowsOnScreen(page);
    const file = await exported(page, "Export as Excel");
    const sheet = entryOf(await file.path(), "xl/worksheets/sheet1.xml");
    const cells = [...sheet.matchAll(/<c\b(?![^>]*t="(?:s|str|inlineStr)")[^>]*><v>([-\d.Ee+]+)<\/v>/g)];
    const numbers = cells.map(([, value]) => Math.round(Number(value)));
    for (const [name, value] of screen) expect(numbers, name).toContain(Math.round(value));
  });
});
