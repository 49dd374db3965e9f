/** Line chart: how do values move over time? */
import type { Manifest } from "../contract";

const manifest: Manifest<"line"> = {
  kind: "line",
  title: "Line chart",
  description: "How do values move over time?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
