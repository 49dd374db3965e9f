/** Dots: a few named ones, sized and coloured ones, five thousand. */
import type { Scatter } from "@/spec/types";
import type { Example } from "../contract";
import { chance, makeReply } from "../example";

const base: Scatter = {
  kind: "scatter",
  id: "scatter",
  title: "Health and revenue",
  dataset: "d",
  x: { column: "health", label: "Health score", format: { style: "score" } },
  y: { column: "arr", label: "ARR", format: { style: "currency", currency: "USD" } },
  label: "account",
  layout: { x: 0, y: 0, w: 6, h: 4 },
};

function accounts(count: number, seed: number) {
  const next = chance(seed);
  const segments = ["Enterprise", "Mid-market", "Small business"];
  const rows = Array.from({ length: count }, (_, at) => {
    const health = 20 + next() * 78;
    return [
      `Account ${at + 1}`,
      segments[Math.floor(next() * 3)] ?? null,
      Math.round(health),
      Math.round((health * 2_400 + next() * 190_000) * (0.4 + next())),
      Math.ceil(next() ** 3 * 90),
    ];
  });
  return makeReply(["account", "segment", "health:number", "arr:number", "seats:integer"], rows);
}

const examples: Example<"scatter">[] = [
  { name: "named dots", component: base, results: { d: accounts(60, 71) } },
  {
    name: "colour and size",
    component: { ...base, series: "segment", size: "seats" },
    results: { d: accounts(80, 72) },
  },
  {
    name: "five thousand",
    component: { ...base, title: "All deals", series: "segment" },
    results: { d: accounts(5_000, 73) },
  },
  {
    name: "below zero, missing values",
    component: {
      ...base,
      title: "Growth and margin",
      x: { column: "health", label: "Growth", format: { style: "percent" } },
      y: { column: "arr", label: "Margin", format: { style: "percent" } },
    },
    results: {
      d: makeReply(
        ["account", "health:number", "arr:number"],
        [
          ["A", -0.2, 0.12],
          ["B", 0.31, -0.08],
          ["C", null, 0.2],
          ["D", 0.12, 0.24],
          ["E", -0.05, -0.3],
        ],
      ),
    },
  },
];

export default examples;
