/** How the columns of a table are written and aligned, from the spec or from the result itself. */
import { formatValue } from "@/lib/format";
import type { DatasetReply, Format, Scalar, TableColumn } from "@/spec/types";
import { columnOf, titleOf, typeOf } from "../chart/data";

export interface ShownColumn {
  name: string;
  label: string;
  /** Once in the header: the unit of its numbers. */
  unit: string;
  numeric: boolean;
  visual: NonNullable<TableColumn["visual"]>;
  format: Format;
  /** Largest size in the column, for bars. */
  most: number;
  lowest: number;
  /** Length of the longest number, so that bars beside numbers line up. */
  digits: number;
}

const IDENTIFIER = /(^|_)(id|year|number|no|code|zip|phone)$/i;

function formatOf(column: TableColumn, type: string | undefined): Format {
  const given = column.format;
  if (given && given.style !== "text") return given;
  if (type === "date") return { style: "date" };
  if (type === "timestamp") return { style: "datetime" };
  const number = type === "number" || type === "integer";
  return number && !IDENTIFIER.test(column.column) ? { style: "number" } : { style: "text" };
}

/** As many decimals as the whole column needs, so that its numbers align. */
function decimalsOf(format: Format, numbers: number[], most: number): number {
  if (format.decimals != null) return format.decimals;
  if (numbers.every(Number.isInteger)) return 0;
  if (format.style === "currency") return most >= 1_000 ? 0 : 2;
  return most >= 1_000 ? 0 : most >= 100 ? 1 : 2;
}

function shownColumn(column: TableColumn, reply: DatasetReply): ShownColumn {
  const type = typeOf(reply, column.column);
  const format = formatOf(column, type);
  const numbers = columnOf(reply, column.column).filter((value) => typeof value === "number");
  const most = numbers.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const lowest = numbers.reduce((low, value) => Math.min(low, value), 0);
  const written = format.style === "number" || format.style === "currency";
  const shown: Format = written
    ? { ...format, compact: false, decimals: decimalsOf(format, numbers, most) }
    : format;
  return {
    name: column.column,
    label: column.label || titleOf(column.column),
    unit: format.style === "number" ? (format.unit ?? "") : "",
    numeric: (type === "number" || type === "integer") && (numbers.length > 0 || written),
    visual: column.visual ?? "plain",
    format: shown,
    most,
    lowest,
    digits: Math.max(0, ...[most, lowest].map((value) => formatValue(value, shown, { unit: false }).length)),
  };
}

/** The columns that the component names, or all of the result. */
export function shownColumns(columns: TableColumn[] | undefined, reply: DatasetReply): ShownColumn[] {
  const known = new Set(reply.columns.map((column) => column.name));
  const named = (columns ?? []).filter((column) => known.has(column.column));
  const use =
    named.length > 0 ? named : reply.columns.map((column): TableColumn => ({ column: column.name }));
  return use.map((column) => shownColumn(column, reply));
}

/** The text of a cell; the unit is in the header. */
export function cellText(column: ShownColumn, value: Scalar | undefined): string {
  return formatValue(value, column.format, { unit: false });
}

/** The exact text of a cell, for copies. */
export function exactText(column: ShownColumn, value: Scalar | undefined): string {
  if (value == null) return "";
  return column.numeric ? String(value) : cellText(column, value);
}

/** Numbers stand on the right; a health score is read with its word, from the left. */
export function isRight(column: ShownColumn): boolean {
  return column.numeric && column.visual !== "health";
}
