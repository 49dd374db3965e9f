/** Custom component: a component of your own, in a sandbox. */
import type { Manifest } from "../contract";

const manifest: Manifest<"custom"> = {
  kind: "custom",
  title: "Custom component",
  description: "A component of your own, in a sandbox.",
  icon: "gear",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
