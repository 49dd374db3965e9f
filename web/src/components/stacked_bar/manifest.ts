/** Stacked bar chart: what is the whole made of, per category or period? */
import type { Manifest } from "../contract";

const manifest: Manifest<"stacked_bar"> = {
  kind: "stacked_bar",
  title: "Stacked bar chart",
  description: "What is the whole made of, per category or period?",
  icon: "bars",
  defaultSize: { w: 6, h: 4 },
  load: () => import("./View"),
};

export default manifest;
