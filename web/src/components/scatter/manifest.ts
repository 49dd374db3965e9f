/** Scatter plot: how do two numbers relate to each other? */
import type { Manifest } from "../contract";

const manifest: Manifest<"scatter"> = {
  kind: "scatter",
  title: "Scatter plot",
  description: "How do two numbers relate to each other?",
  icon: "more",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
