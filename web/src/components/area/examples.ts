/** Areas: one, piled up, as shares. */
import type { Area } from "@/spec/types";
import type { Example } from "../contract";
import { course, makeReply, months } from "../example";

const base: Area = {
  kind: "area",
  id: "area",
  title: "Cost by service",
  dataset: "d",
  x: "month",
  y: [{ column: "cost", label: "Cost", format: { style: "currency", currency: "USD" } }],
  series: "service",
  layout: { x: 0, y: 0, w: 6, h: 4 },
};

function costs(names: string[]) {
  const rows = names.flatMap((name, at) =>
    course(12, 42_000 / (at + 1), 0.015 * (at + 1), 0.15, 31 + at).map((value, index) => [
      months(12)[index] ?? null,
      name,
      value,
    ]),
  );
  return makeReply(["month:date", "service", "cost:number"], rows, {
    partial: { column: "month", value: "2026-11-01" },
  });
}

const SERVICES = ["Compute", "Storage", "Database", "Network"];

const examples: Example<"area">[] = [
  { name: "piled up", component: base, results: { d: costs(SERVICES) } },
  {
    name: "as shares",
    component: { ...base, title: "Cost mix", normalized: true },
    results: { d: costs(SERVICES) },
  },
  {
    name: "one area",
    component: {
      ...base,
      title: "Active users",
      series: null,
      y: [{ column: "users", label: "Users", format: { style: "number", unit: "users" } }],
    },
    results: {
      d: makeReply(
        ["month:date", "users:integer"],
        months(18).map((month, at) => [month, course(18, 3_100, 0.05, 0.08, 5)[at] ?? null]),
      ),
    },
  },
  {
    name: "many parts",
    component: base,
    results: { d: costs([...SERVICES, "Queues", "Functions", "Logs", "Search", "Mail", "Support", "Other"]) },
  },
  {
    name: "small",
    component: { ...base, layout: { x: 0, y: 0, w: 3, h: 3 } },
    results: { d: costs(SERVICES) },
  },
];

export default examples;
