import { beforeAll, describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDate,
  formatDelta,
  formatDuration,
  formatPeriod,
  formatValue,
  setLocale,
} from "./format";

beforeAll(() => setLocale("en-US"));

describe("numbers", () => {
  it.each([
    [0, "0"],
    [2.71538, "2.72"],
    [0.01234, "0.0123"],
    [999.6, "1,000"],
    [1234.5, "1,235"],
    [12345, "12.3K"],
    [1_230_000, "1.23M"],
    [-4200, "−4,200"],
    [-0, "0"],
  ])("writes %d compactly as %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it("writes the whole number when asked", () => {
    expect(formatValue(1_234_567.25, { style: "number" }, { full: true })).toBe("1,234,567.25");
  });

  it("keeps nothing apart from zero", () => {
    expect(formatValue(null)).toBe("–");
    expect(formatValue(undefined)).toBe("–");
    expect(formatValue(Number.NaN)).toBe("–");
    expect(formatValue(0, { style: "currency", currency: "USD" })).toBe("$0");
  });

  it("writes money with its symbol", () => {
    const money = { style: "currency", currency: "USD" } as const;
    expect(formatValue(1_234_567, money)).toBe("$1.23M");
    expect(formatValue(12.5, money)).toBe("$12.50");
    expect(formatValue(4321, money)).toBe("$4,321");
    expect(formatValue(-1_234_567.891, money, { full: true })).toBe("−$1,234,567.89");
    expect(formatValue(4321, { style: "currency" })).toBe("4,321");
  });

  it("reads percents as fractions", () => {
    expect(formatValue(0.1234, { style: "percent" })).toBe("12.3%");
    expect(formatValue(0.1234, { style: "percent", decimals: 0 })).toBe("12%");
    expect(formatValue(14.2, { style: "percent" })).toBe("1,420%");
  });

  it("says the unit once", () => {
    const days = { style: "number", unit: "days" } as const;
    expect(formatValue(12, days)).toBe("12 days");
    expect(formatValue(12, days, { unit: false })).toBe("12");
  });

  it("leaves words alone", () => {
    expect(formatValue("Closed won")).toBe("Closed won");
    expect(formatValue("0042", { style: "text" })).toBe("0042");
    expect(formatValue(true)).toBe("Yes");
  });
});

describe("durations, bytes and counts", () => {
  it.each([
    [0.45, "450 ms"],
    [12, "12 s"],
    [95, "1 min 35 s"],
    [7_500, "2 h 5 min"],
    [3_599.9, "1 h"],
    [-90_000, "−1 d 1 h"],
  ])("writes %d s as %s", (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it("writes bytes in decimal units", () => {
    expect(formatBytes(0)).toBe("0 B");
    expect(formatBytes(1_234_000)).toBe("1.23 MB");
  });

  it("counts things", () => {
    expect(formatCount(1, "row")).toBe("1 row");
    expect(formatCount(1200, "row")).toBe("1,200 rows");
    expect(formatCount(2, "query", "queries")).toBe("2 queries");
  });
});

describe("dates", () => {
  it("are unambiguous", () => {
    expect(formatDate("2026-03-01")).toBe("1 Mar 2026");
    expect(formatValue("2026-03-01T14:05:00", { style: "datetime" })).toBe("1 Mar 2026, 14:05");
    expect(formatDate("soon")).toBe("soon");
    expect(formatDate(null)).toBe("–");
  });

  it("name periods by their grain", () => {
    expect(formatPeriod("2026-03-01", "month")).toBe("Mar 2026");
    expect(formatPeriod("2026-03-01", "month", true)).toBe("Mar");
    expect(formatPeriod("2026-04-01", "quarter")).toBe("Q2 2026");
    expect(formatPeriod("2026-01-01", "year")).toBe("2026");
    expect(formatPeriod("2026-03-02", "week")).toBe("2 Mar 2026");
  });

  it("are relative while they are near", () => {
    const now = new Date("2026-03-10T12:00:00").getTime();
    expect(formatAgo("2026-03-10T11:59:50", now)).toBe("just now");
    expect(formatAgo("2026-03-10T11:56:00", now)).toBe("4 min ago");
    expect(formatAgo("2026-03-10T09:00:00", now)).toBe("3 h ago");
    expect(formatAgo("2026-01-10T09:00:00", now)).toBe("10 Jan 2026");
  });
});

describe("changes", () => {
  it("are relative for amounts", () => {
    expect(formatDelta(112, 100)).toEqual({ direction: "up", text: "+12.0%", words: "up 12.0%" });
    expect(formatDelta(80, 100)?.text).toBe("−20.0%");
  });

  it("are points for percents", () => {
    expect(formatDelta(0.12, 0.134, { style: "percent" })?.text).toBe("−1.4 pts");
  });

  it("are unknown without a previous value and absolute from zero", () => {
    expect(formatDelta(5, null)).toBeNull();
    expect(formatDelta(5, 0)?.text).toBe("+5");
  });

  it("say unchanged when nothing is seen to move", () => {
    expect(formatDelta(100, 100)?.direction).toBe("flat");
    expect(formatDelta(100.0001, 100)?.words).toBe("unchanged");
  });
});
