/** Reading a dataset's columnar reply as rows and numbers. */
import type { DatasetReply, Format, Scalar } from "@/spec/types";

export type Row = Record<string, Scalar>;

/** The reply as one object per row. */
export function rowsOf(reply: DatasetReply): Row[] {
  const count = reply.data[0]?.length ?? 0;
  return Array.from({ length: count }, (_, at) => {
    const row: Row = {};
    reply.columns.forEach((column, index) => {
      row[column.name] = reply.data[index]?.[at] ?? null;
    });
    return row;
  });
}

/** The values of one result column; empty when the result has no such column. */
export function columnOf(reply: DatasetReply, name: string): Scalar[] {
  const index = reply.columns.findIndex((column) => column.name === name);
  return index < 0 ? [] : (reply.data[index] ?? []);
}

/** The declared type of a result column. */
export function typeOf(reply: DatasetReply, name: string): string | undefined {
  return reply.columns.find((column) => column.name === name)?.type;
}

/** A finite number, or null: text that is a number counts, everything else is nothing. */
export function toNumber(value: Scalar | undefined): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** How a category is called; what has no name is said so. */
export function nameOf(value: Scalar | undefined): string {
  if (value == null || value === "") return "(none)";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return String(value);
}

/** A column's name as a person would write it: "deal_count" → "Deal count". */
export function titleOf(column: string): string {
  const words = column.replace(/__/g, " ").replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const NUMBER: Format = { style: "number" };
export const SHARE: Format = { style: "percent", decimals: 1 };
