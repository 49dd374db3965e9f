/** Group: a titled group of components with a grid of its own. */
import type { Manifest } from "../contract";

const manifest: Manifest<"container"> = {
  kind: "container",
  title: "Group",
  description: "A titled group of components with a grid of its own.",
  icon: "grid",
  defaultSize: { w: 12, h: 5 },
  frame: "plain",
  load: () => import("./View"),
};

export default manifest;
