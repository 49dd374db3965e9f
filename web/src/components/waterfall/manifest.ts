/** Waterfall: what took the number from start to end? */
import type { Manifest } from "../contract";

const manifest: Manifest<"waterfall"> = {
  kind: "waterfall",
  title: "Waterfall",
  description: "What took the number from start to end?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
