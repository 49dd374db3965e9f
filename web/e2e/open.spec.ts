import { expect, seriousFaults, settled, test } from "./page";

const SCREENS = ["/", "/connections", "/settings", "/d/ceo-dashboard", "/nowhere"];

for (const path of SCREENS) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${path} in ${colorScheme} has no serious accessibility fault`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      await expect(page.locator("#main")).not.toBeEmpty();
      if (path.startsWith("/d/")) await settled(page);
      expect(await seriousFaults(page)).toEqual([]);
    });
  }
}

test("every screen fits 320 px without scrolling sideways", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of SCREENS) {
    await page.goto(path);
    await expect(page.locator("#main")).not.toBeEmpty();
    if (path.startsWith("/d/")) await settled(page);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(excess, path).toBeLessThanOrEqual(0);
  }
});

test("the palette goes to a dashboard from the keyboard", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("h1")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("ceo");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/d\//);
});
