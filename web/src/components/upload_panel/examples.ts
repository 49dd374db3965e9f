/** An upload that waits for its pipeline. */
import type { UploadPanel } from "@/spec/types";
import type { Example } from "../contract";

const base: UploadPanel = {
  kind: "upload_panel",
  id: "upload",
  title: "Add documents",
  connection: "knowledge",
  accepts: [".pdf", ".docx", ".pptx", ".md", ".html"],
  availability: {
    state: "not_connected",
    missing: "Uploading needs the document pipeline, which is not connected yet.",
  },
  layout: { x: 0, y: 0, w: 4, h: 4 },
};

const examples: Example<"upload_panel">[] = [
  { name: "not connected", component: base, results: {} },
  { name: "small", component: { ...base, layout: { x: 0, y: 0, w: 4, h: 3 } }, results: {} },
];

export default examples;
