/** Values against targets. */
import type { Bullet } from "@/spec/types";
import type { Example } from "../contract";
import { LONG_NAMES, makeReply } from "../example";

const base: Bullet = {
  kind: "bullet",
  id: "bullet",
  title: "Quota attainment",
  dataset: "d",
  label: "rep",
  value: { column: "won", label: "Won", format: { style: "currency", currency: "USD" } },
  target: "quota",
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const reps = (rows: [string, number | null, number | null][]) =>
  makeReply(["rep", "won:number", "quota:number"], rows);

const examples: Example<"bullet">[] = [
  {
    name: "people and quotas",
    component: base,
    results: {
      d: reps([
        ["A. Okafor", 1_240_000, 1_000_000],
        ["B. Lindqvist", 870_000, 1_000_000],
        ["C. Moreau", 410_000, 900_000],
        ["D. Tanaka", 960_000, 950_000],
      ]),
    },
  },
  {
    name: "one value, ranges",
    component: {
      ...base,
      title: "Satisfaction",
      label: null,
      target: null,
      target_value: 80,
      bands: [50, 75, 100],
      value: { column: "won", label: "Score", format: { style: "score" } },
      layout: { x: 0, y: 0, w: 4, h: 2 },
    },
    results: { d: reps([["", 72, null]]) },
  },
  {
    name: "targets of very different size, no target, long names",
    component: {
      ...base,
      title: "Key results",
      value: { column: "won", label: "Value", format: { style: "number" } },
    },
    results: {
      d: reps([
        [LONG_NAMES[0] ?? "", 61_000, 100_000],
        ["New logos", 14, 20],
        ["Case studies", 3, null],
        ["Certified partners", null, 5],
      ]),
    },
  },
];

export default examples;
