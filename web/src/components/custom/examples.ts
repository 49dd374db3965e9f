/** The place of a custom component, before it can run. */
import type { Example } from "../contract";

const component = {
  kind: "custom",
  id: "custom",
  title: "Territory map",
  name: "TerritoryMap",
  layout: { x: 0, y: 0, w: 6, h: 3 },
} as const;

const examples: Example<"custom">[] = [
  { name: "waiting for its source", component, results: {} },
  {
    name: "waiting for a dashboard",
    component: { ...component, source: "export default () => <p>Territories</p>;" },
    results: {},
  },
];

export default examples;
