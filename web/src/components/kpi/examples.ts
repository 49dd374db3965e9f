/** Numbers with and without everything around them. */
import type { DatasetReply, Kpi } from "@/spec/types";
import type { Example } from "../contract";
import { course, makeReply, months } from "../example";

const base: Kpi = {
  kind: "kpi",
  id: "kpi",
  title: "Annual recurring revenue",
  dataset: "now",
  value: "arr",
  previous: "arr__previous",
  comparison_label: "than last month",
  format: { style: "currency", currency: "USD" },
  definition: "Recurring revenue of active contracts, times twelve.",
  good: "up",
  sparkline: { dataset: "trend", x: "month", y: "arr" },
  layout: { x: 0, y: 0, w: 3, h: 2 },
};

const trend = makeReply(
  ["month:date", "arr:number"],
  months(12).map((month, at) => [month, course(12, 9_800_000, 0.021, 0.03, 7)[at] ?? null]),
  { partial: { column: "month", value: "2026-11-01" } },
);
const now = (value: number | null, previous: number | null): DatasetReply =>
  makeReply(["arr:number", "arr__previous:number"], [[value, previous]]);

const examples: Example<"kpi">[] = [
  { name: "better than before", component: base, results: { now: now(12_345_678, 11_870_000), trend } },
  {
    name: "worse: less is better",
    component: {
      ...base,
      title: "Churned customers",
      good: "down",
      format: { style: "number", unit: "customers" },
    },
    results: { now: now(14, 9), trend },
  },
  {
    name: "with a target",
    component: { ...base, title: "New bookings", target: 2_000_000, sparkline: null },
    results: { now: now(1_430_000, 1_610_000) },
  },
  {
    name: "percentage points",
    component: {
      ...base,
      title: "Win rate",
      format: { style: "percent", decimals: 1 },
      comparison_label: "than last quarter",
    },
    results: { now: now(0.274, 0.261), trend },
  },
  {
    name: "duration, neutral",
    component: { ...base, title: "Median cycle time", good: "neutral", format: { style: "duration" } },
    results: { now: now(187_200, 172_800), trend },
  },
  {
    name: "no earlier value",
    component: { ...base, title: "Net revenue retention", format: { style: "percent" } },
    results: { now: now(1.08, null), trend },
  },
  {
    name: "no value",
    component: { ...base, title: "Net promoter score", format: { style: "number" }, sparkline: null },
    results: { now: now(null, 41) },
  },
  {
    name: "below zero, very large",
    component: {
      ...base,
      title: "Operating result of the whole group after adjustments",
      subtitle: "all entities",
    },
    results: { now: now(-1_234_000_000_000, -980_000_000_000), trend },
  },
];

export default examples;
