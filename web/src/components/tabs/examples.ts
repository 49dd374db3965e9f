/** Rows of tabs. */
import type { Example } from "../contract";

const examples: Example<"tabs">[] = [
  {
    name: "three tabs",
    component: {
      kind: "tabs",
      id: "tabs",
      title: "Views",
      tabs: [
        { id: "trend", label: "Trend" },
        { id: "parts", label: "By segment" },
        { id: "rows", label: "Accounts" },
      ],
      layout: { x: 0, y: 0, w: 6, h: 3 },
    },
    results: {},
  },
  {
    name: "more than fit",
    component: {
      kind: "tabs",
      id: "tabs",
      tabs: Array.from({ length: 14 }, (_, at) => ({ id: `t${at}`, label: `Region number ${at + 1}` })),
      layout: { x: 0, y: 0, w: 6, h: 2 },
    },
    results: {},
  },
];

export default examples;
