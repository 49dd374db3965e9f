/** A queue with things to decide. */
import type { QueuePanel } from "@/spec/types";
import type { Example } from "../contract";
import { LONG_NAMES, makeReply } from "../example";

const base: QueuePanel = {
  kind: "queue_panel",
  id: "queue",
  title: "Discovery queue",
  dataset: "d",
  columns: [
    { column: "title", label: "Title" },
    { column: "state", label: "State", visual: "badge" },
    { column: "score", label: "Score", format: { style: "number" } },
    { column: "found_at", label: "Found", format: { style: "date" } },
  ],
  decisions: ["Accept", "Edit", "Reject"],
  availability: {
    state: "not_connected",
    missing:
      "Decisions need the curation service, which is not connected yet. The queue itself is read live.",
  },
  layout: { x: 0, y: 0, w: 8, h: 5 },
};

const examples: Example<"queue_panel">[] = [
  {
    name: "waiting items",
    component: base,
    results: {
      d: makeReply(
        ["title", "state", "score:number", "found_at:date"],
        [
          ["Pricing objections in Q3 calls", "Pending", 0.91, "2026-11-12"],
          ["Onboarding takes two weeks longer for regulated customers", "Pending", 0.87, "2026-11-11"],
          [LONG_NAMES[0] ?? null, "In review", 0.62, null],
          ["Competitor launched an import tool", "Pending", 0.55, "2026-11-02"],
        ],
      ),
    },
  },
];

export default examples;
