/** What can be pointed at in a chart, and what there is to say about it. */
import type { Scalar } from "@/spec/types";

export interface TooltipRow {
  label: string;
  value: string;
  colour?: string | undefined;
  /** The one that is pointed at. */
  strong?: boolean | undefined;
  /** A rest or total below a line. */
  apart?: boolean | undefined;
}

/** The dimensions that identify a mark, and its name. */
export interface Pick {
  values: Record<string, Scalar>;
  label: string;
}

/** One mark or group of marks that can be pointed at. */
export interface Spot {
  /** Where the tooltip points to, in px of the drawing. */
  x: number;
  y: number;
  title: string;
  rows: TooltipRow[];
  note?: string | undefined;
  /** Said when the keyboard arrives here. */
  words: string;
  /** Absent when it leads nowhere. */
  pick?: Pick | undefined;
}

/** A place among the marks: `column` along the arrow keys ← →, `row` along ↑ ↓ (-1: all of the column). */
export interface Active {
  column: number;
  row: number;
}
