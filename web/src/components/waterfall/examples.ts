/** From a start to an end, step by step. */
import type { Waterfall } from "@/spec/types";
import type { Example } from "../contract";
import { makeReply } from "../example";

const base: Waterfall = {
  kind: "waterfall",
  id: "waterfall",
  title: "ARR bridge",
  dataset: "d",
  label: "step",
  value: { column: "amount", label: "ARR", format: { style: "currency", currency: "USD" } },
  totals: ["Opening", "Closing"],
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const steps = (rows: [string, number | null][]) => makeReply(["step", "amount:number"], rows);

const examples: Example<"waterfall">[] = [
  {
    name: "opening to closing",
    component: base,
    results: {
      d: steps([
        ["Opening", 11_870_000],
        ["New business", 640_000],
        ["Expansion", 410_000],
        ["Contraction", -190_000],
        ["Churn", -384_000],
        ["Closing", 12_346_000],
      ]),
    },
  },
  {
    name: "through zero, no totals",
    component: { ...base, title: "Result", totals: [] },
    results: {
      d: steps([
        ["Revenue", 420_000],
        ["Cost of sales", -260_000],
        ["Staff", -310_000],
        ["One-off", 80_000],
      ]),
    },
  },
  {
    name: "narrow",
    component: { ...base, layout: { x: 0, y: 0, w: 4, h: 3 } },
    results: {
      d: steps([
        ["Opening", 100],
        ["New", 40],
        ["Lost", -25],
        ["Missing", null],
        ["Closing", 115],
      ]),
    },
  },
];

export default examples;
