/** Hostile code in the frame of custom components reaches no server; the same code on an open page does. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect, type Page } from "@playwright/test";
import { ATTACKS, type Attack } from "./hostile";
import { type Sink, startSink } from "./sink";

/** Longer than the slowest attack takes to be heard on an open page. */
const QUIET_MS = 6_000;
const OPEN =
  "<!doctype html><html><head><link rel='icon' href='data:,'></head><body><script>1</script></body></html>";

const test = base.extend<{ sink: Sink }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  baseURL: async ({}, use) => use(process.env.SOPHIA_E2E_URL),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  sink: async ({}, use) => {
    const sink = await startSink();
    await use(sink);
    await sink.stop();
  },
});

const armed = (attack: Attack, sink: Sink) =>
  `const sink = ${JSON.stringify(sink.url)}, port = ${sink.port};\n${attack.script}`;

/** Put `code` into a frame as the viewer does, beside those that are there, and wait for its first word. */
function runFramed(page: Page, code: string): Promise<string> {
  return page.evaluate(
    (text) =>
      new Promise<string>((said) => {
        const frame = document.createElement("iframe");
        frame.sandbox.add("allow-scripts");
        frame.src = "/frame/custom";
        frame.addEventListener(
          "load",
          () => {
            const channel = new MessageChannel();
            channel.port1.onmessage = ({ data }) => said(data.type);
            frame.contentWindow?.postMessage("sophia:start", "*", [channel.port2]);
            channel.port1.postMessage({ code: text, datasets: {}, style: {} });
          },
          { once: true },
        );
        document.body.append(frame);
      }),
    code,
  );
}

test("nothing that hostile code tries in the frame reaches another server", async ({
  page,
  context,
  sink,
}) => {
  test.setTimeout(120_000);
  const popups: string[] = [];
  context.on("page", (opened) => popups.push(opened.url()));
  await page.goto("/gallery");
  const address = page.url();
  for (const attack of ATTACKS) {
    const word = await runFramed(page, `${armed(attack, sink)}\nexports.default = () => "drawn";`);
    expect(["drawn", "failed"], attack.name).toContain(word);
    expect(sink.heard, attack.name).toEqual([]);
  }
  await page.waitForTimeout(QUIET_MS);
  expect(sink.heard).toEqual([]);
  expect(page.url()).toBe(address);
  expect(popups).toEqual([]);
});

test("each of these attacks reaches the server from a page without the frame's policy", async ({
  browser,
  sink,
}) => {
  test.setTimeout(180_000);
  const server = createServer((_, reply) => reply.setHeader("content-type", "text/html").end(OPEN));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const open = `http://localhost:${(server.address() as AddressInfo).port}/`;
  for (const attack of ATTACKS) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(open);
    sink.heard.length = 0;
    await page.evaluate(armed(attack, sink)).catch(() => undefined);
    await expect
      .poll(() => sink.heard.length, { message: attack.name, timeout: QUIET_MS })
      .toBeGreaterThan(0);
    await context.close();
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
