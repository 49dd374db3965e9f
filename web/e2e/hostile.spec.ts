/** Hostile code in the frame of custom components reaches no server; the same code on an open page does. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect, type Page } from "@playwright/test";
import { ATTACKS, type Attack } from "./hostile";
import { type Sink, startSink } from "./sink";

/** Longer than the slowest attack takes to be heard on an open page. */
const QUIET_MS = 6_000;
const AT_ONCE = 8;
const OPEN =
  "<!doctype html><html><head><link rel='icon' href='data:,'></head><body><script>1</script></body></html>";

/** Every attack has a server of its own, so that what is heard there says which one it was. */
interface Armed {
  name: string;
  script: string;
  sink: Sink;
}

const arm = async (attack: Attack): Promise<Armed> => {
  const sink = await startSink();
  const script = `const sink = ${JSON.stringify(sink.url)}, port = ${sink.port};\n${attack.script}`;
  return { name: attack.name, script, sink };
};
const heard = (armed: Armed[]) =>
  armed.flatMap(({ name, sink }) => (sink.heard.length > 0 ? [`${name}: ${sink.heard.join(", ")}`] : []));

const test = base.extend<{ armed: Armed[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  baseURL: async ({}, use) => use(process.env.SOPHIA_E2E_URL),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  armed: async ({}, use) => {
    const armed = await Promise.all(ATTACKS.map(arm));
    await use(armed);
    await Promise.all(armed.map(({ sink }) => sink.stop()));
  },
});

/** Put each script into a frame of its own as the viewer does, and return their first words. */
function runFramed(page: Page, scripts: string[]): Promise<string[]> {
  return page.evaluate(
    (texts) =>
      Promise.all(
        texts.map(
          (text) =>
            new Promise<string>((said) => {
              const frame = document.createElement("iframe");
              frame.sandbox.add("allow-scripts");
              frame.src = "/frame/custom";
              const start = () => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = ({ data }) => said(data.type);
                frame.contentWindow?.postMessage("sophia:start", "*", [port2]);
                port1.postMessage({ code: text, datasets: {}, style: {} });
              };
              frame.addEventListener("load", start, { once: true });
              document.body.append(frame);
            }),
        ),
      ),
    scripts,
  );
}

test("nothing that hostile code tries in the frame reaches another server", async ({
  page,
  context,
  armed,
}) => {
  const opened: string[] = [];
  context.on("page", (popup) => opened.push(popup.url()));
  await page.goto("/gallery");
  const address = page.url();
  const scripts = armed.map(({ script }) => `${script}\nexports.default = () => "drawn";`);
  const words = await runFramed(page, scripts);
  expect(new Set(words)).toEqual(new Set(["drawn", "failed"]));
  await page.waitForTimeout(QUIET_MS);
  expect(heard(armed)).toEqual([]);
  expect(page.url()).toBe(address);
  expect(opened).toEqual([]);
});

test("each of these attacks reaches its server from a page without the frame's policy", async ({
  browser,
  armed,
}) => {
  test.setTimeout(180_000);
  const server = createServer((_, reply) => reply.setHeader("content-type", "text/html").end(OPEN));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const open = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const attack = async ({ name, script, sink }: Armed) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(open);
    await page.evaluate(script).catch(() => undefined);
    await expect.poll(() => sink.heard.length, { message: name, timeout: 20_000 }).toBeGreaterThan(0);
    await context.close();
  };
  for (let from = 0; from < armed.length; from += AT_ONCE) {
    await Promise.all(armed.slice(from, from + AT_ONCE).map(attack));
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
