/** The test with Sophia's page: knows the address, and fails on CSP violations, console errors and page errors. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, type ConsoleMessage, expect, type Locator, type Page } from "@playwright/test";

interface Watch {
  /** What went wrong in the browser so far. */
  faults: string[];
}

/** The browser's own line about a page (not a file of it) that answers 404, as a wrong address should. */
function isMissingPage(message: ConsoleMessage): boolean {
  const { url } = message.location();
  return /status of 404/.test(message.text()) && new URL(url).pathname === "/nowhere";
}

export const test = base.extend<{ watch: Watch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  baseURL: async ({}, use) => use(process.env.SOPHIA_E2E_URL),
  watch: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !isMissingPage(message)) faults.push(message.text());
        else if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
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

/** The component called `title`. */
export function frame(page: Page, title: string): Locator {
  return page
    .locator("section[data-component]")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** Title and number of every KPI, in order, as they stand on the screen. */
export function numbersOnScreen(page: Page): Promise<string[]> {
  return page.locator("section[data-component]").evaluateAll((found) =>
    found.flatMap((item) => {
      const text = item.querySelector("[data-measured] button[title]")?.textContent ?? "";
      return /\d/.test(text) ? [`${item.getAttribute("aria-label")}: ${text}`] : [];
    }),
  );
}

/** Wait until every component on the screen has said its last word. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("[data-component]").first()).toBeVisible();
  await expect(page.locator('[data-component][aria-busy="true"]')).toHaveCount(0);
}

export { expect };
