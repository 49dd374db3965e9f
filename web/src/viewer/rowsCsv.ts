/** Rows on the screen as a CSV file: quoted, and safe to open in a spreadsheet. */
import type { DatasetReply, Scalar } from "@/spec/types";

/** Text that a spreadsheet would run as a formula gets a leading apostrophe; full-width forms included. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

function cell(value: Scalar): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** The result as CSV with a header line (RFC 4180 line ends). */
export function csvOf(reply: Pick<DatasetReply, "columns" | "data" | "rows">): string {
  const lines = [reply.columns.map((column) => cell(column.name)).join(",")];
  for (let row = 0; row < reply.rows; row++) {
    lines.push(reply.columns.map((_, column) => cell(reply.data[column]?.[row] ?? null)).join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** Offer `text` as a file called `name`. */
export function saveText(text: string, name: string): void {
  const href = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
