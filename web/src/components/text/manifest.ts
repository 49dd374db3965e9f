/** Text: words between the numbers, in Markdown. */
import type { Manifest } from "../contract";

const manifest: Manifest<"text"> = {
  kind: "text",
  title: "Text",
  description: "Words between the numbers, in Markdown.",
  icon: "file",
  defaultSize: { w: 12, h: 1 },
  frame: "plain",
  load: () => import("./View"),
};

export default manifest;
