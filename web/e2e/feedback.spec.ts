/** Saying how satisfied one is with a dashboard, and finding the answer as data. */
import { expect, settled, test } from "./page";

test("an answer is given in one press, a comment follows, and a sentence may be about it", async ({
  page,
}) => {
  await page.goto("/d/migration-metrics-dashboard");
  await settled(page);
  await page.getByRole("button", { name: "4, satisfied", exact: true }).click();
  await page.getByLabel("What should change?").fill("A total at the top");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Thank you. Your answer is kept without your name.")).toBeVisible();
  await expect
    .poll(async () => (await page.request.get("/api/connections/own-user-feedback")).status(), {
      timeout: 30_000,
    })
    .toBe(200);
  const reply = await page.request.get("/api/connections/own-user-feedback");
  expect((await reply.json()).connection.rows).toBe(1);
});
