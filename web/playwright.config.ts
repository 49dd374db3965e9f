/** Journeys in a real Chromium against a real server, started once for the run. */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  workers: 1,
  // Time decides no test: these only end one that waits for what never comes, on a machine of any speed.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  globalSetup: "./e2e/server.ts",
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env.SOPHIA_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    },
    viewport: { width: 1440, height: 1000 },
    trace: "retain-on-failure",
  },
});
