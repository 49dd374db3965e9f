/** Upload: files for the knowledge base. */
import type { Manifest } from "../contract";

const manifest: Manifest<"upload_panel"> = {
  kind: "upload_panel",
  title: "Upload",
  description: "Files for the knowledge base.",
  icon: "upload",
  defaultSize: { w: 4, h: 4 },
  load: () => import("./View"),
};

export default manifest;
