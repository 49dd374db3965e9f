/** Queue: items that wait for a decision. */
import type { Manifest } from "../contract";

const manifest: Manifest<"queue_panel"> = {
  kind: "queue_panel",
  title: "Queue",
  description: "Items that wait for a decision.",
  icon: "check",
  defaultSize: { w: 8, h: 5 },
  load: () => import("./View"),
};

export default manifest;
