/** What moved, in all directions. */
import type { Insights } from "@/spec/types";
import type { Example } from "../contract";
import { makeReply } from "../example";

const base: Insights = {
  kind: "insights",
  id: "insights",
  title: "What moved",
  dataset: "d",
  layout: { x: 0, y: 0, w: 12, h: 3 },
};
const COLUMNS = [
  "title",
  "detail",
  "metric",
  "segment",
  "period:date",
  "value:number",
  "expected:number",
  "change:number",
  "score:number",
  "direction",
];

const examples: Example<"insights">[] = [
  {
    name: "good, bad and neutral",
    component: base,
    results: {
      d: makeReply(COLUMNS, [
        [
          "Churn rose in Small business",
          "21 customers left; 12 were expected from the last twelve months.",
          "churned_customers",
          "Small business",
          "2026-10-01",
          21,
          12,
          9,
          4.1,
          "bad",
        ],
        [
          "Win rate is up in Enterprise",
          "31% of decided deals were won; 24% were expected.",
          "win_rate",
          "Enterprise",
          "2026-10-01",
          0.31,
          0.24,
          0.07,
          3.2,
          "good",
        ],
        [
          "More calls than usual",
          "412 calls; 355 were expected.",
          "calls",
          "",
          "2026-10-01",
          412,
          355,
          57,
          2.6,
          "neutral",
        ],
        [
          "Cloud cost fell",
          "The database was resized on 4 October.",
          "cloud_cost",
          "Database",
          "2026-10-01",
          18_400,
          24_100,
          -5_700,
          2.4,
          "good",
        ],
      ]),
    },
  },
  {
    name: "narrow",
    component: { ...base, layout: { x: 0, y: 0, w: 4, h: 3 } },
    results: {
      d: makeReply(COLUMNS, [
        ["Revenue reached a new high", "", "revenue", "", "2026-10-01", 12_300_000, 0, null, 2.2, "good"],
      ]),
    },
  },
];

export default examples;
