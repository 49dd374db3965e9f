/** Tabs: components that share one place, one tab at a time. */
import type { Manifest } from "../contract";

const manifest: Manifest<"tabs"> = {
  kind: "tabs",
  title: "Tabs",
  description: "Components that share one place, one tab at a time.",
  icon: "rows",
  defaultSize: { w: 12, h: 6 },
  frame: "plain",
  load: () => import("./View"),
};

export default manifest;
