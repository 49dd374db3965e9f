/** The messages between the viewer and the frame of a custom component, over one port. */
import type { Datasets } from "./data";

/** Code, data and the theme's colours and type as CSS properties; sent again when data or theme change. */
export interface ToFrame {
  code: string;
  datasets: Datasets;
  style: Record<string, string>;
}

export type FromFrame =
  | { type: "drawn" }
  | { type: "size"; height: number }
  | { type: "failed"; message: string };

/** Read a message of the frame, which may be hostile: anything that is not exactly one of the words is undefined. */
export function fromFrame(data: unknown): FromFrame | undefined {
  if (typeof data !== "object" || data === null || !("type" in data)) return undefined;
  const given = data as Record<string, unknown>;
  if (given.type === "drawn") return { type: "drawn" };
  if (given.type === "size" && typeof given.height === "number" && Number.isFinite(given.height)) {
    return { type: "size", height: Math.min(Math.max(given.height, 0), 10_000) };
  }
  if (given.type === "failed" && typeof given.message === "string") {
    return { type: "failed", message: given.message.slice(0, 300) };
  }
  return undefined;
}
