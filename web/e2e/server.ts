/** Start `sophia run` on a free port with an empty home, wait until it is ready, and stop exactly that process. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 180_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`sophia run ended with ${child.exitCode}`);
    const answered = await fetch(`${url}/health`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("sophia run did not become ready");
}

export interface Server {
  url: string;
  /** What it has said on its console so far. */
  said: () => string;
  stop: () => Promise<void>;
}

/** A Sophia of its own with an empty home; `settings` are more variables of its environment. */
export async function startSophia(settings: Record<string, string> = {}): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "sophia-e2e-"));
  const port = await freePort();
  const sophia = process.env.SOPHIA_COMMAND ?? join(import.meta.dirname, "../../.venv/bin/sophia");
  const child = spawn(sophia, ["run"], {
    env: { ...process.env, SOPHIA_HOME: home, SOPHIA_PORT: String(port), ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (part) => {
    said += String(part);
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  return { url, said: () => said, stop };
}

/** Playwright's global setup; SOPHIA_URL names a server that already runs. The address is left in SOPHIA_E2E_URL. */
export default async function start(): Promise<() => Promise<void>> {
  if (process.env.SOPHIA_URL) {
    process.env.SOPHIA_E2E_URL = process.env.SOPHIA_URL;
    return async () => undefined;
  }
  const server = await startSophia();
  process.env.SOPHIA_E2E_URL = server.url;
  return server.stop;
}
