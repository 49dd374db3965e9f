/** Chat: questions in words, answered with the numbers they rest on. */
import type { Manifest } from "../contract";

const manifest: Manifest<"chat_panel"> = {
  kind: "chat_panel",
  title: "Chat",
  description: "Questions in words, answered with the numbers they rest on.",
  icon: "chat",
  defaultSize: { w: 4, h: 6 },
  load: () => import("./View"),
};

export default manifest;
