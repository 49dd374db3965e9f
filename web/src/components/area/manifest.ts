/** Area chart: how does a whole and its parts move over time? */
import type { Manifest } from "../contract";

const manifest: Manifest<"area"> = {
  kind: "area",
  title: "Area chart",
  description: "How does a whole and its parts move over time?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
