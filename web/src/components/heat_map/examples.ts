/** Cells: weekdays and hours, cohorts with gaps, both signs. */
import type { HeatMap } from "@/spec/types";
import type { Example } from "../contract";
import { chance, makeReply, months } from "../example";

const base: HeatMap = {
  kind: "heat_map",
  id: "heat",
  title: "Calls by weekday and hour",
  dataset: "d",
  x: "hour",
  y: "weekday",
  value: { column: "calls", label: "Calls", format: { style: "number" } },
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const DAYS = ["Friday", "Monday", "Thursday", "Tuesday", "Wednesday"];
const next = chance(81);

const examples: Example<"heat_map">[] = [
  {
    name: "weekdays and hours",
    component: base,
    results: {
      d: makeReply(
        ["weekday", "hour:integer", "calls:integer"],
        DAYS.flatMap((day) =>
          Array.from({ length: 11 }, (_, hour) => [
            day,
            hour + 8,
            Math.round(30 * Math.exp(-((hour - 4) ** 2) / 12) + next() * 8),
          ]),
        ),
      ),
    },
  },
  {
    name: "cohorts, with gaps",
    component: {
      ...base,
      title: "Retention by cohort",
      x: "age",
      y: "cohort",
      value: { column: "kept", label: "Kept", format: { style: "percent", decimals: 0 } },
    },
    results: {
      d: makeReply(
        ["cohort:date", "age:integer", "kept:number"],
        months(8).flatMap((month, at) =>
          Array.from({ length: 8 - at }, (_, age) => [month, age, 0.96 ** age * (1 - next() * 0.05)]),
        ),
      ),
    },
  },
  {
    name: "both signs",
    component: {
      ...base,
      title: "Growth by region and segment",
      x: "segment",
      y: "region",
      value: { column: "growth", label: "Growth", format: { style: "percent" } },
    },
    results: {
      d: makeReply(
        ["region", "segment", "growth:number"],
        ["North", "South", "East", "West"].flatMap((region) =>
          ["Enterprise", "Mid-market", "Small"].map((segment) => [region, segment, next() * 0.6 - 0.3]),
        ),
      ),
    },
  },
];

export default examples;
