/** The test with Sophia's page: knows the address, and fails on CSP violations and page errors. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

interface Watch {
  /** What went wrong in the browser so far. */
  faults: string[];
}

export const test = base.extend<{ watch: Watch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  baseURL: async ({}, use) => use(process.env.SOPHIA_E2E_URL),
  watch: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
      });
      await use({ faults });
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** Axe's serious and critical findings on the page as it is. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const report = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  return report.violations
    .filter((item) => item.impact === "serious" || item.impact === "critical")
    .map((item) => `${item.id}: ${item.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** Wait until every component on the screen has said its last word. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("[data-component]").first()).toBeVisible();
  await expect(page.locator('[data-component][aria-busy="true"]')).toHaveCount(0);
}

export { expect };
