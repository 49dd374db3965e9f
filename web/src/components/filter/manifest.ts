/** Filter: the input of one filter: a choice, several, a period or a search. */
import type { Manifest } from "../contract";

const manifest: Manifest<"filter"> = {
  kind: "filter",
  title: "Filter",
  description: "The input of one filter: a choice, several, a period or a search.",
  icon: "filter",
  defaultSize: { w: 3, h: 1 },
  frame: "plain",
  load: () => import("./View"),
};

export default manifest;
