/** A chat that waits for its service. */
import type { Example } from "../contract";

const examples: Example<"chat_panel">[] = [
  {
    name: "not connected",
    component: {
      kind: "chat_panel",
      id: "chat",
      title: "Strategic chat",
      connections: ["snowflake", "gong"],
      suggestions: ["How did revenue change last quarter?", "Which accounts are at risk, and why?"],
      availability: {
        state: "not_connected",
        missing: "Answers in words need the chat service, which is not connected yet.",
      },
      layout: { x: 0, y: 0, w: 4, h: 6 },
    },
    results: {},
  },
  {
    name: "small, nothing to suggest",
    component: {
      kind: "chat_panel",
      id: "chat",
      title: "Chat",
      availability: { state: "not_connected" },
      layout: { x: 0, y: 0, w: 4, h: 4 },
    },
    results: {},
  },
];

export default examples;
