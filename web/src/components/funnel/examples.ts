/** Steps people go through. */
import type { Funnel } from "@/spec/types";
import type { Example } from "../contract";
import { LONG_NAMES, makeReply } from "../example";

const base: Funnel = {
  kind: "funnel",
  id: "funnel",
  title: "From visit to customer",
  dataset: "d",
  stage: "stage",
  value: { column: "people", label: "People", format: { style: "number" } },
  layout: { x: 0, y: 0, w: 6, h: 4 },
};
const steps = (rows: [string, number | null][]) => makeReply(["stage", "people:integer"], rows);

const examples: Example<"funnel">[] = [
  {
    name: "five steps",
    component: base,
    results: {
      d: steps([
        ["Visited", 48_210],
        ["Signed up", 9_120],
        ["Activated", 5_430],
        ["Trial", 2_210],
        ["Paid", 841],
      ]),
    },
  },
  {
    name: "long names, a step without value",
    component: base,
    results: {
      d: steps([
        [LONG_NAMES[0] ?? "", 900],
        [LONG_NAMES[2] ?? "", 420],
        ["Paid", null],
      ]),
    },
  },
  {
    name: "a step grows",
    component: base,
    results: {
      d: steps([
        ["Invited", 120],
        ["Joined", 164],
        ["Active", 90],
      ]),
    },
  },
  {
    name: "small",
    component: { ...base, layout: { x: 0, y: 0, w: 3, h: 3 } },
    results: {
      d: steps([
        ["Lead", 1_200],
        ["Qualified", 640],
        ["Proposal", 300],
        ["Won", 90],
      ]),
    },
  },
];

export default examples;
