/** Bar chart: which category is largest, and by how much? */
import type { Manifest } from "../contract";

const manifest: Manifest<"bar"> = {
  kind: "bar",
  title: "Bar chart",
  description: "Which category is largest, and by how much?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
