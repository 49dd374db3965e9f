/** People in server mode: from the first admin to a person, a script and a browser that are shut out again. */
import type { Locator, Page } from "@playwright/test";
import { expect, seriousFaults, test } from "./page";
import { type Server, startSophia } from "./server";

const PASSWORD = "correct horse battery";
let server: Server;

test.beforeAll(async () => {
  server = await startSophia({ SOPHIA_MODE: "server", SOPHIA_DEMO_DATA: "false" });
});

test.afterAll(async () => server.stop());

test.describe.configure({ mode: "serial" });
test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const card = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const row = (page: Page, where: string, who: string): Locator =>
  card(page, where).getByRole("listitem").filter({ hasText: who });

async function setUp(page: Page): Promise<void> {
  const secret = /until it is used: (\S+)/.exec(server.said())?.[1] ?? "";
  await page.goto(server.url);
  await page.getByLabel("Setup secret").fill(secret);
  await page.getByLabel("Your name").fill("Root");
  await page.getByLabel("E-mail").fill("root@example.org");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the admin" }).click();
  await expect(page.getByRole("button", { name: "Root (admin)" })).toBeVisible();
}

async function choose(page: Page, who: string, entry: string): Promise<Locator> {
  await page.getByRole("button", { name: `More about ${who}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  return page.getByRole("dialog");
}

test("an admin invites, promotes and shuts out a person; a token works until it is revoked", async ({
  page,
  browser,
  playwright,
}) => {
  await setUp(page);
  await page.goto(`${server.url}/settings`);

  // Invite: the link is shown once, copied by keyboard, and opened in another browser.
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name", { exact: true }).last().fill("Ann");
  await page.getByLabel("E-mail").fill("ann@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Send Ann this link");
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Copy" }).press("Enter");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(row(page, "People", "Ann")).toContainText("Invited");

  const elsewhere = await browser.newContext();
  const ann = await elsewhere.newPage();
  await ann.goto(link);
  await ann.getByLabel("New password").fill("a wholly other sentence");
  await ann.getByRole("button", { name: "Save and sign in" }).click();
  await expect(ann.getByRole("button", { name: "Ann (viewer)" })).toBeVisible();
  await ann.goto(`${server.url}/settings`);
  await expect(card(ann, "Sessions")).toContainText("This browser");
  await expect(card(ann, "People")).toHaveCount(0);
  await expect(card(ann, "Access tokens")).toContainText("ask one of them");

  // Another role counts at once: Ann signs in again and may make tokens.
  const role = await choose(page, "Ann", "Change role…");
  await role.getByLabel("Role").selectOption("builder");
  await role.getByRole("button", { name: "Change role" }).click();
  await expect(row(page, "People", "Ann")).toContainText("builder");
  await ann.goto(`${server.url}/settings`);
  await ann.getByLabel("E-mail").fill("ann@example.org");
  await ann.getByLabel("Password").fill("a wholly other sentence");
  await ann.getByRole("button", { name: "Log in" }).click();
  await ann.getByRole("button", { name: "New token" }).click();
  await ann.getByLabel("Name", { exact: true }).last().fill("Nightly export");
  await ann.getByRole("button", { name: "Make token" }).click();
  const token = await ann.getByLabel("Token", { exact: true }).inputValue();
  await ann.getByRole("button", { name: "Done" }).click();

  const script = await playwright.request.newContext({
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  expect((await script.get(`${server.url}/api/dashboards`)).status()).toBe(200);
  await ann.reload();
  await expect(row(ann, "Access tokens", "Nightly export")).toContainText("used just now");
  await expect(ann.getByText(token)).toHaveCount(0);

  await page.getByLabel("Show everybody's").check();
  await expect(row(page, "Access tokens", "Nightly export")).toContainText("Ann");
  await page.getByRole("button", { name: "Revoke Nightly export" }).click();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row(page, "Access tokens", "Nightly export")).toHaveCount(0);
  expect((await script.get(`${server.url}/api/dashboards`)).status()).toBe(401);

  // Shut out: with the next click Ann is at the login.
  const leaving = await choose(page, "Ann", "Deactivate…");
  await leaving.getByRole("button", { name: "Deactivate" }).click();
  await expect(row(page, "People", "Ann")).toContainText("Deactivated");
  await ann.goto(`${server.url}/settings`);
  await expect(ann.getByRole("heading", { name: "Log in" })).toBeVisible();
  await elsewhere.close();
  await script.dispose();
});

test("a session elsewhere is seen and ended, and everything is for everybody's eyes and hands", async ({
  page,
  browser,
}) => {
  const enter = async (at: Page) => {
    await at.goto(`${server.url}/login?next=/settings`);
    await at.getByLabel("E-mail").fill("root@example.org");
    await at.getByLabel("Password").fill(PASSWORD);
    await at.getByRole("button", { name: "Log in" }).click();
    await expect(card(at, "Sessions")).toContainText("This browser");
  };
  const elsewhere = await browser.newContext();
  const there = await elsewhere.newPage();
  await enter(there);
  await enter(page);
  const other = card(page, "Sessions").getByRole("button", { name: /^End Chrome/ });
  const before = await other.count();
  await other.first().click();
  await expect(other).toHaveCount(before - 1);
  await there.goto(`${server.url}/settings`);
  await expect(there.getByRole("heading", { name: "Log in" })).toBeVisible();
  await elsewhere.close();

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await wide()).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "New token" }).click();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await wide()).toBeLessThanOrEqual(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "New token" })).toBeFocused();
});
