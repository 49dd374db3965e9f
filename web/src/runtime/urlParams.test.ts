import { describe, expect, it } from "vitest";
import type { Dashboard } from "@/spec/types";
import { readPlace, writePlace } from "./urlParams";

const SPEC: Pick<Dashboard, "params"> = {
  params: [
    { id: "region", type: "multi_select", label: "Region" },
    { id: "when", type: "date_range", label: "When", default: { kind: "last", unit: "month", count: 12 } },
    { id: "q", type: "search", label: "Search" },
    { id: "least", type: "number", label: "At least" },
    { id: "stage", type: "select", label: "Stage" },
  ],
};

describe("params in the address", () => {
  it("come back as they were written", () => {
    const place = {
      page: "deals",
      values: {
        region: ["East & West", "Ünï"],
        when: { kind: "between" as const, start: "2026-01-01", end: "2026-04-01" },
        q: '50% "off"',
        least: 1000,
        stage: "null",
      },
    };
    expect(readPlace(writePlace(place, SPEC), SPEC)).toEqual(place);
  });

  it("leave defaults and empty values out", () => {
    const values = { when: { kind: "last" as const, unit: "month" as const, count: 12 }, q: "", region: [] };
    expect(writePlace({ page: null, values }, SPEC)).toBe("");
  });

  it("can say that a default is switched off", () => {
    const text = writePlace({ page: null, values: { when: null } }, SPEC);
    expect(text).toBe("?p.when=null");
    expect(readPlace(text, SPEC).values).toEqual({ when: null });
  });

  it("take plain text from people", () => {
    expect(readPlace("?p.region=East&p.stage=Won&p.q=42", SPEC).values).toEqual({
      region: ["East"],
      stage: "Won",
      q: "42",
    });
  });

  it("ignore what no param can hold", () => {
    const bad = "?p.when=%22soon%22&p.least=many&p.region=%5B%7B%7D%5D&p.ghost=1&p.stage=%7Bbroken";
    expect(readPlace(bad, SPEC).values).toEqual({});
  });
});
