/** Lines: few and many, short and long, with gaps, below zero, unfinished. */
import type { Line } from "@/spec/types";
import type { Example } from "../contract";
import { chance, course, days, makeReply, months, WORLD_NAMES } from "../example";

const base: Line = {
  kind: "line",
  id: "line",
  title: "Recurring revenue",
  dataset: "d",
  x: "month",
  y: [{ column: "arr", label: "ARR", format: { style: "currency", currency: "USD" } }],
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const money = { style: "currency", currency: "USD" } as const;
const open = { partial: { column: "month", value: "2026-11-01" } };
const one = course(24, 6_400_000, 0.027, 0.05, 3).map((value, at, all) =>
  at === all.length - 1 ? value * 0.55 : value,
);

function bySeries(names: string[], seed: number) {
  const rows = names.flatMap((name, at) =>
    course(12, 900_000 / (at + 1) + 200_000, 0.03 - at * 0.008, 0.12, seed + at).map((value, index) => [
      months(12)[index] ?? null,
      name,
      value,
    ]),
  );
  return makeReply(["month:date", "segment", "arr:number"], rows);
}

const nps = (() => {
  const next = chance(9);
  return days(90).map((day, at) => [
    day,
    at > 20 && at < 28 ? null : Math.round(Math.sin(at / 9) * 30 + next() * 14 - 8),
  ]);
})();

const examples: Example<"line">[] = [
  {
    name: "one line, unfinished month, target",
    component: { ...base, references: [{ value: 11_000_000, label: "Plan" }] },
    results: {
      d: makeReply(
        ["month:date", "arr:number"],
        months(24).map((month, at) => [month, one[at] ?? null]),
        open,
      ),
    },
  },
  {
    name: "named at their ends",
    component: { ...base, title: "Revenue by segment", series: "segment" },
    results: { d: bySeries(["Enterprise", "Mid-market", "Small business", "Public sector"], 4) },
  },
  {
    name: "many lines",
    component: { ...base, title: "Revenue by region", series: "segment" },
    results: {
      d: bySeries(
        [
          "North",
          "South",
          "East",
          "West",
          "Iberia",
          "Nordics",
          "Benelux",
          "DACH",
          "France",
          "Italy",
          "Japan",
        ],
        11,
      ),
    },
  },
  {
    name: "gap, below zero, daily",
    component: {
      ...base,
      title: "Net promoter score",
      x: "day",
      y: [{ column: "nps", label: "NPS", format: { style: "number" } }],
      references: [{ value: 0, label: "Neutral" }],
    },
    results: { d: makeReply(["day:date", "nps:number"], nps) },
  },
  {
    name: "names of the world",
    component: { ...base, title: "Umsatz · הכנסות · 売上", series: "segment" },
    results: { d: bySeries(WORLD_NAMES.slice(0, 4), 21) },
  },
  {
    name: "very large numbers",
    component: {
      ...base,
      title: "Assets under management",
      y: [{ column: "arr", label: "Assets", format: money }],
    },
    results: {
      d: makeReply(
        ["month:date", "arr:number"],
        months(8).map((month, at) => [month, 1e12 * (1 + at * 0.11)]),
      ),
    },
  },
  {
    name: "a single point",
    component: base,
    results: { d: makeReply(["month:date", "arr:number"], [["2026-10-01", 410_000]]) },
  },
  {
    name: "small",
    component: { ...base, layout: { x: 0, y: 0, w: 3, h: 2 } },
    results: {
      d: makeReply(
        ["month:date", "arr:number"],
        months(24).map((month, at) => [month, one[at] ?? null]),
        open,
      ),
    },
  },
];

export default examples;
