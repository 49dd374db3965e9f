/** Table: the rows themselves, to sort, search and compare. */
import type { Manifest } from "../contract";

const manifest: Manifest<"table"> = {
  kind: "table",
  title: "Table",
  description: "The rows themselves, to sort, search and compare.",
  icon: "table",
  defaultSize: { w: 12, h: 5 },
  load: () => import("./View"),
};

export default manifest;
