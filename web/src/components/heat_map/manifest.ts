/** Heat map: where in two categories is much, where little? */
import type { Manifest } from "../contract";

const manifest: Manifest<"heat_map"> = {
  kind: "heat_map",
  title: "Heat map",
  description: "Where in two categories is much, where little?",
  icon: "grid",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
