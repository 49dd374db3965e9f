/** One button per action. */
import type { Action } from "@/spec/types";
import type { Example } from "../contract";

const layout = { x: 0, y: 0, w: 2, h: 1 };
const ACTIONS: [string, Action][] = [
  ["Refresh now", { kind: "refresh" }],
  ["Export all", { kind: "export" }],
  ["Open pipeline", { kind: "open_page", page: "pipeline" }],
  ["", { kind: "open_link", url: "https://example.com" }],
];

const examples: Example<"button">[] = ACTIONS.map(([title, action]) => ({
  name: action.kind,
  component: { kind: "button", id: `button-${action.kind}`, title, action, layout },
  results: {},
}));

export default examples;
