import { describe, expect, it } from "vitest";
import type { TokenSummary } from "@/api/types";
import { deviceName, endOf, hasEnded, passwordLink, roleOptions, useOf } from "./words";

const token: TokenSummary = {
  id: "a",
  name: "Nightly export",
  role: "viewer",
  owner: { id: "u", name: "Ann" },
  created_at: "2026-03-01T00:00:00Z",
  expires_at: "2026-03-03T12:00:00Z",
  used_at: null,
};

describe("words about people", () => {
  it("name the browser and its system, or the program that is none", () => {
    const names = [
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
      "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
      "curl/8.5.0",
      "",
    ].map(deviceName);
    expect(names).toEqual([
      "Firefox on Linux",
      "Edge on Windows",
      "Safari on iOS",
      "Chrome on Android",
      "curl",
      "Unknown browser",
    ]);
  });

  it("say when a token ends, ended, or that it never does", () => {
    const before = Date.parse("2026-03-03T11:59:59Z");
    const after = Date.parse("2026-03-03T12:00:00Z");
    expect([hasEnded(token, before), hasEnded(token, after)]).toEqual([false, true]);
    expect(endOf(token, before)).toMatch(/^ends \d+ Mar 2026$/);
    expect(endOf(token, after)).toMatch(/^ended \d+ Mar 2026$/);
    expect(endOf({ ...token, expires_at: null }, after)).toBe("has no end");
    expect(useOf(token)).toBe("never used");
  });

  it("offer nobody a role above their own", () => {
    expect(roleOptions("builder").map((option) => option.value)).toEqual(["viewer", "builder"]);
  });

  it("keep the secret of a link out of what a server is sent", () => {
    expect(new URL(passwordLink("s3", "https://sophia.example.org")).pathname).toBe("/password");
  });
});
