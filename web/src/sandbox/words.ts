/** The messages between the viewer and the frame of a custom component, over one port. */
import type { Datasets } from "./data";

/** Code, data and the theme's colours and type as CSS properties; sent again when data or theme change. */
export interface ToFrame {
  code: string;
  datasets: Datasets;
  style: Record<string, string>;
}

/** Drawn, or failed with the reason. The frame fills its box and scrolls inside, so its size is nobody's business. */
export type FromFrame = { type: "drawn" } | { type: "failed"; message: string };

/** The one word to the frame's window; the port comes with it. */
export const START = "sophia:start";

/** Read a message of the frame, which may be hostile: anything that is not exactly one of the words is undefined. */
export function fromFrame(data: unknown): FromFrame | undefined {
  if (typeof data !== "object" || data === null || !("type" in data)) return undefined;
  const given = data as Record<string, unknown>;
  if (given.type === "drawn") return { type: "drawn" };
  if (given.type === "failed" && typeof given.message === "string") {
    return { type: "failed", message: given.message.slice(0, 300) };
  }
  return undefined;
}
