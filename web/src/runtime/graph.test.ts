import { describe, expect, it } from "vitest";
import type { Dashboard, Page } from "@/spec/types";
import { buildGraph, datasetsOnScreen, openTab } from "./graph";

const SPEC: Dashboard = {
  id: "d",
  slug: "d",
  title: "D",
  params: [
    { id: "region", type: "multi_select", label: "Region" },
    { id: "when", type: "date_range", label: "When", default: { kind: "last", unit: "month", count: 12 } },
    { id: "rep", type: "select", label: "Rep" },
  ],
  datasets: [
    {
      kind: "metric",
      id: "sales",
      connection: "c",
      window_param: "when",
      filters: [
        {
          any_of: [
            { column: "t.region", param: "region" },
            { column: "t.x", values: [1] },
          ],
        },
      ],
    },
    {
      kind: "sql",
      id: "raw",
      connection: "c",
      sql: "select a::text from t where rep = :rep and b = :unknown",
    },
    { kind: "transform", id: "both", connection: "", inputs: ["sales", "raw"], sql: "select 1" },
    { kind: "metric", id: "staff", connection: "c" },
  ],
  pages: [{ id: "p", title: "P" }],
};

describe("the graph", () => {
  const graph = buildGraph(SPEC);

  it("knows the params of each dataset, through transforms", () => {
    expect(Object.fromEntries(graph.params)).toEqual({
      sales: ["region", "when"],
      raw: ["rep"],
      both: ["region", "rep", "when"],
      staff: [],
    });
  });

  it("finds exactly the datasets that a change reaches", () => {
    expect(graph.affected({}, { rep: "Ann" })).toEqual(["raw", "both"]);
    expect(graph.affected({ region: ["East"] }, { region: ["East"] })).toEqual([]);
  });

  it("takes a missing value as the default", () => {
    expect(graph.affected({}, { when: { kind: "last", unit: "month", count: 12 } })).toEqual([]);
    expect(graph.affected({}, { when: null })).toEqual(["sales", "both"]);
  });

  it("survives transforms that read each other", () => {
    const circle = buildGraph({
      ...SPEC,
      datasets: [
        { kind: "transform", id: "a", connection: "", inputs: ["b"], sql: "s" },
        { kind: "transform", id: "b", connection: "", inputs: ["a"], sql: "s" },
      ],
    });
    expect(circle.signature("a", {})).toBe("[]");
  });
});

describe("the screen", () => {
  const layout = { x: 0, y: 0, w: 4, h: 4 };
  const tabs = {
    kind: "tabs",
    id: "t",
    layout,
    tabs: [
      { id: "one", label: "1" },
      { id: "two", label: "2" },
    ],
  } as const;
  const page: Page = {
    id: "p",
    title: "P",
    components: [
      { ...tabs, tabs: [...tabs.tabs] },
      { kind: "table", id: "a", dataset: "sales", layout, parent: "t", slot: "one" },
      { kind: "container", id: "box", layout, parent: "t", slot: "two" },
      { kind: "table", id: "b", dataset: "raw", layout, parent: "box" },
      {
        kind: "kpi",
        id: "k",
        dataset: "staff",
        value: "n",
        layout,
        sparkline: { dataset: "both", x: "x", y: "y" },
      },
    ],
  };

  it("asks for no data of closed tabs, however deep", () => {
    expect(datasetsOnScreen(page, {})).toEqual(["sales", "staff", "both"]);
    expect(datasetsOnScreen(page, { t: "two" })).toEqual(["raw", "staff", "both"]);
  });

  it("falls back to the first tab", () => {
    expect(openTab({ ...tabs, tabs: [...tabs.tabs] }, { t: "gone" })).toBe("one");
  });
});
