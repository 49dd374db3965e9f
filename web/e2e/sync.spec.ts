/** Connecting an API by its form: the first sync runs beside the server, and a sentence about it is answered. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, settled, test } from "./page";

const PARCELS = Array.from({ length: 450 }, (_, index) => ({
  id: index + 1,
  depot: ["Bern", "Ulm", "Graz"][index % 3],
  weight: (index % 40) + 0.5,
  sentAt: `2026-0${(index % 6) + 1}-11T08:00:00Z`,
}));

let api: Server;
let address = "";

test.beforeAll(async () => {
  api = createServer((request, reply) => {
    if (request.headers.authorization !== "Bearer parcel-key-1") {
      reply.writeHead(401).end("{}");
      return;
    }
    const from = Number(new URL(request.url ?? "/", "http://api").searchParams.get("cursor") ?? 0);
    const more = from + 100 < PARCELS.length ? String(from + 100) : null;
    reply.setHeader("content-type", "application/json");
    reply.end(JSON.stringify({ items: PARCELS.slice(from, from + 100), next_cursor: more }));
  });
  await new Promise<void>((done) => api.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});

test.afterAll(() => api.close());

test("an API is connected by its form, synced beside the server, and its records can be asked about", async ({
  page,
}) => {
  await page.goto("/connections");
  await page.getByRole("button", { name: "Add a connection" }).click();
  await page.getByRole("button", { name: /REST API/ }).click();
  await page.getByLabel("Name", { exact: false }).first().fill("parcels");
  await page.getByLabel(/^Url/).fill(address);
  await page.getByLabel(/^Tables/).fill("parcels=/parcels");
  await page.getByLabel(/^Auth/).selectOption("bearer");
  await page.getByLabel(/^Secret/).fill("parcel-key-1");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page).toHaveURL(/\/connections\/parcels$/);
  await expect(page.getByText(/Last synced/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("450 rows").first()).toBeVisible();
  await page.locator('a[href^="/?ask="]').first().click();
  await expect(page).toHaveURL(/\/d\//);
  await settled(page);
  await expect(page.locator("section[data-component]").first()).toBeVisible();
  await page.goto("/connections/parcels");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("Last 2 cycles")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page).toHaveURL(/\/connections$/);
});
