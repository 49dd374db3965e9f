/** Stacked bars: per period and per category, as shares, with negative parts. */
import type { StackedBar } from "@/spec/types";
import type { Example } from "../contract";
import { course, makeReply, months } from "../example";

const base: StackedBar = {
  kind: "stacked_bar",
  id: "stacked",
  title: "Revenue by product",
  dataset: "d",
  x: "month",
  y: [{ column: "revenue", label: "Revenue", format: { style: "currency", currency: "USD" } }],
  series: "product",
  layout: { x: 0, y: 0, w: 6, h: 4 },
};

function products(names: string[], count = 12) {
  const rows = names.flatMap((name, at) =>
    course(count, 300_000 / (at + 1), 0.02, 0.3, 51 + at).map((value, index) => [
      months(count)[index] ?? null,
      name,
      value,
    ]),
  );
  return makeReply(["month:date", "product", "revenue:number"], rows, {
    partial: { column: "month", value: "2026-11-01" },
  });
}

const NAMES = ["Platform", "Insights", "Support", "Services"];

const examples: Example<"stacked_bar">[] = [
  { name: "months", component: base, results: { d: products(NAMES) } },
  {
    name: "as shares",
    component: { ...base, title: "Revenue mix", normalized: true },
    results: { d: products(NAMES) },
  },
  {
    name: "several measures, with negative ones",
    component: {
      ...base,
      title: "Net new revenue",
      series: null,
      y: [
        { column: "new", label: "New", format: { style: "currency", currency: "USD" } },
        { column: "expansion", label: "Expansion", format: { style: "currency", currency: "USD" } },
        { column: "churn", label: "Churn", format: { style: "currency", currency: "USD" } },
      ],
    },
    results: {
      d: makeReply(
        ["month:date", "new:number", "expansion:number", "churn:number"],
        months(9).map((month, at) => [
          month,
          200_000 + at * 14_000,
          90_000 + (at % 3) * 40_000,
          -(60_000 + (at % 4) * 25_000),
        ]),
      ),
    },
  },
  {
    name: "lying down",
    component: {
      ...base,
      title: "Open work by team",
      x: "team",
      horizontal: true,
      y: [{ column: "n", label: "Issues", format: { style: "number" } }],
      series: "state",
    },
    results: {
      d: makeReply(
        ["team", "state", "n:integer"],
        ["Platform and infrastructure", "Growth", "Data"].flatMap((team, at) =>
          ["To do", "In progress", "Done"].map((state, index) => [
            team,
            state,
            4 + (((at + 2) * (index + 3)) % 11),
          ]),
        ),
      ),
    },
  },
  {
    name: "many parts are put together",
    component: base,
    results: {
      d: products([
        "Platform",
        "Insights",
        "Support",
        "Services",
        "Training",
        "Hardware",
        "Licences",
        "Events",
        "Marketplace",
        "Legacy",
      ]),
    },
  },
];

export default examples;
