/** Button: runs one action: open, filter, refresh or export. */
import type { Manifest } from "../contract";

const manifest: Manifest<"button"> = {
  kind: "button",
  title: "Button",
  description: "Runs one action: open, filter, refresh or export.",
  icon: "play",
  defaultSize: { w: 2, h: 1 },
  frame: "plain",
  load: () => import("./View"),
};

export default manifest;
