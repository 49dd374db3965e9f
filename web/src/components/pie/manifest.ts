/** Pie chart: which few parts make up the whole? */
import type { Manifest } from "../contract";

const manifest: Manifest<"pie"> = {
  kind: "pie",
  title: "Pie chart",
  description: "Which few parts make up the whole?",
  icon: "clock",
  defaultSize: { w: 4, h: 4 },
  load: () => import("./View"),
};

export default manifest;
