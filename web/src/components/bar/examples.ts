/** Bars: categories and periods, long names, many of them, below zero, grouped. */
import type { Bar } from "@/spec/types";
import type { Example } from "../contract";
import { chance, course, LONG_NAMES, makeReply, months, WORLD_NAMES } from "../example";

const base: Bar = {
  kind: "bar",
  id: "bar",
  title: "Pipeline by stage",
  dataset: "d",
  x: "stage",
  y: [{ column: "amount", label: "Amount", format: { style: "currency", currency: "USD" } }],
  layout: { x: 0, y: 0, w: 6, h: 4 },
};

const named = (names: string[], values: (number | null)[]) =>
  makeReply(
    ["stage", "amount:number"],
    names.map((name, at) => [name, values[at] ?? null]),
  );
const next = chance(17);
const MANY = Array.from({ length: 42 }, (_, at) => `Account ${String.fromCharCode(65 + (at % 26))}${at}`);

const examples: Example<"bar">[] = [
  {
    name: "few categories",
    component: base,
    results: {
      d: named(
        ["Lead", "Qualified", "Proposal", "Negotiation", "Closed"],
        [4_100_000, 2_900_000, 2_200_000, 1_250_000, 830_000],
      ),
    },
  },
  {
    name: "months, unfinished, target",
    component: {
      ...base,
      title: "Bookings per month",
      x: "month",
      references: [{ value: 900_000, label: "Target" }],
    },
    results: {
      d: makeReply(
        ["month:date", "amount:number"],
        months(12).map((month, at) => [
          month,
          at === 11 ? 310_000 : (course(12, 700_000, 0.03, 0.3, 8)[at] ?? null),
        ]),
        { partial: { column: "month", value: "2026-11-01" } },
      ),
    },
  },
  {
    name: "long names lie down",
    component: { ...base, title: "Revenue by customer group" },
    results: { d: named(LONG_NAMES, [5_200_000, 3_900_000, 1_200_000, 860_000, 240_000]) },
  },
  {
    name: "below zero",
    component: {
      ...base,
      title: "Change by region",
      y: [{ column: "amount", label: "Change", format: { style: "percent" } }],
    },
    results: { d: named(["North", "South", "East", "West", "Iberia"], [0.24, -0.11, 0.07, -0.19, null]) },
  },
  {
    name: "many, scrolls",
    component: { ...base, title: "Spend by account", horizontal: true },
    results: {
      d: named(
        MANY,
        MANY.map((_, at) => Math.round(900_000 / (at + 1) + next() * 9_000)),
      ),
    },
  },
  {
    name: "grouped",
    component: {
      ...base,
      title: "Plan and actual",
      y: [
        { column: "plan", label: "Plan", format: { style: "currency", currency: "USD" } },
        { column: "actual", label: "Actual", format: { style: "currency", currency: "USD" } },
      ],
    },
    results: {
      d: makeReply(
        ["stage", "plan:number", "actual:number"],
        ["Q1", "Q2", "Q3", "Q4"].map((quarter, at) => [
          quarter,
          1_000_000 + at * 120_000,
          930_000 + at * 170_000,
        ]),
      ),
    },
  },
  {
    name: "names of the world",
    component: { ...base, title: "By office" },
    results: {
      d: named(
        WORLD_NAMES,
        [120, 96, 84, 40, 12].map((value) => value * 1_000),
      ),
    },
  },
  { name: "one category", component: base, results: { d: named(["Lead"], [1e12]) } },
  {
    name: "small",
    component: { ...base, layout: { x: 0, y: 0, w: 3, h: 2 } },
    results: {
      d: named(
        ["Lead", "Qualified", "Proposal", "Negotiation"],
        [4_100_000, 2_900_000, 2_200_000, 1_250_000],
      ),
    },
  },
];

export default examples;
