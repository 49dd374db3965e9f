/** Number: one number: where it stands, how it moved, and whether that is good. */
import type { Manifest } from "../contract";

const manifest: Manifest<"kpi"> = {
  kind: "kpi",
  title: "Number",
  description: "One number: where it stands, how it moved, and whether that is good.",
  icon: "arrowUp",
  defaultSize: { w: 3, h: 2 },
  load: () => import("./View"),
};

export default manifest;
