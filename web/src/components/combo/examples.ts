/** Bars with lines, on one axis and on two. */
import type { Combo } from "@/spec/types";
import type { Example } from "../contract";
import { course, makeReply, months } from "../example";

const money = { style: "currency", currency: "USD" } as const;
const base: Combo = {
  kind: "combo",
  id: "combo",
  title: "Bookings and plan",
  dataset: "d",
  x: "month",
  bars: [{ column: "bookings", label: "Bookings", format: money }],
  lines: [{ column: "plan", label: "Plan", format: money }],
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const bookings = course(12, 640_000, 0.03, 0.4, 61);
const reply = makeReply(
  ["month:date", "bookings:number", "plan:number", "rate:number"],
  months(12).map((month, at) => [
    month,
    bookings[at] ?? null,
    620_000 + at * 24_000,
    at === 4 ? null : 0.21 + Math.sin(at) * 0.05,
  ]),
  { partial: { column: "month", value: "2026-11-01" } },
);

const examples: Example<"combo">[] = [
  { name: "one axis", component: base, results: { d: reply } },
  {
    name: "second axis, with a gap",
    component: {
      ...base,
      title: "Bookings and win rate",
      lines: [{ column: "rate", label: "Win rate", format: { style: "percent" } }],
      second_axis: true,
    },
    results: { d: reply },
  },
  { name: "small", component: { ...base, layout: { x: 0, y: 0, w: 3, h: 3 } }, results: { d: reply } },
];

export default examples;
