/** Funnel: how many get through each stage? */
import type { Manifest } from "../contract";

const manifest: Manifest<"funnel"> = {
  kind: "funnel",
  title: "Funnel",
  description: "How many get through each stage?",
  icon: "filter",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
