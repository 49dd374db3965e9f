import { describe, expect, it } from "vitest";
import { sameWindow, windowInWords } from "./range";

describe("a window of time", () => {
  it("reads as people say it", () => {
    expect(windowInWords({ kind: "last", unit: "month", count: 12 })).toBe("Last 12 months");
    expect(windowInWords({ kind: "last", unit: "day", count: 1 })).toBe("Last day");
    expect(windowInWords({ kind: "this", unit: "quarter" })).toBe("This quarter");
    expect(windowInWords({ kind: "previous", unit: "year", count: 1 })).toBe("Previous year");
    expect(windowInWords({ kind: "between", start: "2026-01-01", end: "2026-04-01" })).toBe(
      "1 Jan 2026 – 31 Mar 2026",
    );
    expect(windowInWords({ kind: "between", start: "2026-01-01" })).toBe("Since 1 Jan 2026");
    expect(windowInWords({ kind: "all" })).toBe("All time");
  });

  it("is the same when defaults fill the gaps", () => {
    expect(sameWindow({ kind: "last" }, { kind: "last", unit: "month", count: 12, start: null })).toBe(true);
    expect(
      sameWindow({ kind: "this", unit: "year", count: 1 }, { kind: "this", unit: "year", count: 12 }),
    ).toBe(true);
    expect(
      sameWindow({ kind: "last", unit: "day", count: 30 }, { kind: "last", unit: "day", count: 90 }),
    ).toBe(false);
  });
});
