/** The place of a custom component. */
import type { Example } from "../contract";

const examples: Example<"custom">[] = [
  {
    name: "waiting for its sandbox",
    component: {
      kind: "custom",
      id: "custom",
      title: "Territory map",
      name: "TerritoryMap",
      layout: { x: 0, y: 0, w: 6, h: 3 },
    },
    results: {},
  },
];

export default examples;
