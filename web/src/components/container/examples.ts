/** Groups. */
import type { Example } from "../contract";

const examples: Example<"container">[] = [
  {
    name: "titled group",
    component: {
      kind: "container",
      id: "group",
      title: "Customer health",
      subtitle: "Accounts above 10,000 USD",
      layout: { x: 0, y: 0, w: 6, h: 2 },
    },
    results: {},
  },
];

export default examples;
