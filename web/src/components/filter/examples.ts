/** One input of each type. */
import type { Param } from "@/spec/types";
import type { Example } from "../contract";

const layout = { x: 0, y: 0, w: 3, h: 1 };

function input(name: string, param: Param, value?: Example<"filter">["params"]): Example<"filter"> {
  return {
    name,
    component: { kind: "filter", id: `filter-${param.id}`, param: param.id, layout },
    results: {},
    param,
    ...(value ? { params: value } : {}),
  };
}

const examples: Example<"filter">[] = [
  input("period", {
    id: "period",
    type: "date_range",
    label: "Period",
    default: { kind: "last", unit: "month", count: 12 },
  }),
  input("one of", { id: "region", type: "select", label: "Region" }, { region: "North" }),
  input(
    "several of",
    { id: "segment", type: "multi_select", label: "Segment" },
    { segment: ["Enterprise", "Mid-market", "Public sector"] },
  ),
  input("search", { id: "words", type: "search", label: "Search accounts" }),
  input("number", { id: "least", type: "number", label: "At least" }, { least: 10_000 }),
];

export default examples;
