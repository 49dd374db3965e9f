/** Bringing a file in the browser: what was read, what was left out, and what may be asked about it. */
import { expect, settled, test } from "./page";

const ROWS = Array.from(
  { length: 40 },
  (_, index) =>
    `2026-0${(index % 6) + 1}-11,${index % 2 ? "north" : "south"},${(index * 7 + 5.25).toFixed(2)}`,
);
const FILE = ["day,depot,litres", ...ROWS, "2026-02-12,north", "2026-03-12,south,9.5"].join("\n");

test("a file is dropped in, its broken line is named, and a sentence about it is answered", async ({
  page,
}) => {
  await page.goto("/connections");
  await page.getByRole("button", { name: /add (a )?connection/i }).click();
  await page.locator('input[type="file"]').setInputFiles({
    name: "fuel.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(FILE),
  });
  await expect(page).toHaveURL(/\/connections\/fuel$/);
  await expect(page.getByText("fuel: 1 broken row was left out.")).toBeVisible();
  await page.getByText("Lines at fault").click();
  await expect(page.getByText("Line 42")).toBeVisible();
  await page
    .getByRole("link", { name: /litres/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/d\//);
  await settled(page);
  await expect(page.locator("section[data-component]").first()).toBeVisible();
  await page.goto("/connections/fuel");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page).toHaveURL(/\/connections$/);
});
