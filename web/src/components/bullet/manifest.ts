/** Bullet chart: how close are values to their targets? */
import type { Manifest } from "../contract";

const manifest: Manifest<"bullet"> = {
  kind: "bullet",
  title: "Bullet chart",
  description: "How close are values to their targets?",
  icon: "rows",
  defaultSize: { w: 6, h: 3 },
  load: () => import("./View"),
};

export default manifest;
