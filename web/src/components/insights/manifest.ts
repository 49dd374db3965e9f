/** Insights: what moved, as sentences with their numbers. */
import type { Manifest } from "../contract";

const manifest: Manifest<"insights"> = {
  kind: "insights",
  title: "Insights",
  description: "What moved, as sentences with their numbers.",
  icon: "sparkle",
  defaultSize: { w: 12, h: 4 },
  load: () => import("./View"),
};

export default manifest;
