/** Bars and lines: how do two measures move together? */
import type { Manifest } from "../contract";

const manifest: Manifest<"combo"> = {
  kind: "combo",
  title: "Bars and lines",
  description: "How do two measures move together?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
