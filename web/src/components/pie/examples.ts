/** Shares of a whole: few, many, lopsided. */
import type { Pie } from "@/spec/types";
import type { Example } from "../contract";
import { LONG_NAMES, makeReply } from "../example";

const base: Pie = {
  kind: "pie",
  id: "pie",
  title: "Revenue by plan",
  dataset: "d",
  label: "plan",
  value: { column: "revenue", label: "Revenue", format: { style: "currency", currency: "USD" } },
  layout: { x: 0, y: 0, w: 5, h: 3 },
};
const shares = (rows: [string | null, number][]) => makeReply(["plan", "revenue:number"], rows);

const examples: Example<"pie">[] = [
  {
    name: "ring with total",
    component: base,
    results: {
      d: shares([
        ["Enterprise", 4_200_000],
        ["Business", 2_700_000],
        ["Team", 1_100_000],
        ["Starter", 320_000],
      ]),
    },
  },
  {
    name: "full, long and missing names",
    component: { ...base, donut: false },
    results: {
      d: shares([
        [LONG_NAMES[0] ?? "", 52],
        [LONG_NAMES[1] ?? "", 31],
        [null, 17],
      ]),
    },
  },
  {
    name: "many parts are put together",
    component: base,
    results: {
      d: shares(
        Array.from({ length: 14 }, (_, at) => [`Plan ${at + 1}`, Math.round(9_000_000 / (at + 1) ** 1.4)]),
      ),
    },
  },
  { name: "one part", component: base, results: { d: shares([["Enterprise", 1e12]]) } },
  {
    name: "a negative value",
    component: base,
    results: {
      d: shares([
        ["Licences", 900],
        ["Services", 410],
        ["Credits", -120],
      ]),
    },
  },
  {
    name: "narrow",
    component: { ...base, layout: { x: 0, y: 0, w: 2, h: 3 } },
    results: {
      d: shares([
        ["Enterprise", 60],
        ["Business", 30],
        ["Team", 10],
      ]),
    },
  },
];

export default examples;
