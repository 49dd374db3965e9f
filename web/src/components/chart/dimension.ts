/** The axis that values stand along: periods in order, or categories as they came. */
import { formatPeriod } from "@/lib/format";
import type { DatasetReply, Scalar, Unit } from "@/spec/types";
import { columnOf, nameOf, typeOf } from "./data";
import { grainOf, isoOf, parseDate, stepDate } from "./time";

export interface Dimension {
  column: string;
  /** The raw values, as a drill needs them. */
  values: Scalar[];
  /** Position of each raw value. */
  indexOf: Map<Scalar, number>;
  /** Present when the values are dates, in ascending order. */
  dates: Date[] | null;
  grain: Unit | null;
  /** Index of the unfinished period, or -1. */
  partial: number;
  /** How value `index` is called: "Mar 2026", "Enterprise". */
  name: (index: number) => string;
}

function datesOf(values: Scalar[], type: string | undefined): Date[] | null {
  if (type === "integer" || type === "number" || values.length === 0) return null;
  const dates = values.map(parseDate);
  return dates.every((date) => date !== null) ? dates : null;
}

/** Put back the periods without a row, so that bars keep the calendar's distances. */
function fillPeriods(dates: Date[], values: Scalar[], grain: Unit): [Date[], Scalar[]] {
  const known = new Map(dates.map((date, at) => [date.getTime(), values[at] as Scalar]));
  const timed = String(values[0]).length > 10;
  const last = dates[dates.length - 1] as Date;
  const filled: Date[] = [];
  let date = dates[0] as Date;
  while (date <= last && filled.length <= 2 * dates.length) {
    filled.push(date);
    date = stepDate(date, grain);
  }
  const complete = filled.filter((at) => known.has(at.getTime())).length === known.size;
  if (!complete || filled.length > 2 * dates.length) return [dates, values];
  return [filled, filled.map((at) => known.get(at.getTime()) ?? isoOf(at, timed))];
}

function partialIndex(reply: DatasetReply, column: string, values: Scalar[], dates: Date[] | null): number {
  if (reply.partial?.column !== column) return -1;
  const { value } = reply.partial;
  const exact = values.indexOf(value);
  if (exact >= 0 || !dates) return exact;
  const instant = parseDate(value)?.getTime();
  return dates.findIndex((date) => date.getTime() === instant);
}

/** Read `column` of `reply` as an axis. `fill` adds the periods that had no row. */
export function readDimension(reply: DatasetReply, column: string, fill = false): Dimension {
  let values = [...new Set(columnOf(reply, column))];
  let dates = datesOf(values, typeOf(reply, column));
  let grain: Unit | null = null;
  if (dates) {
    const order = dates.map((date, at) => [date, values[at] as Scalar] as const);
    order.sort((a, b) => a[0].getTime() - b[0].getTime());
    dates = order.map(([date]) => date);
    values = order.map(([, value]) => value);
    grain = grainOf(dates);
    if (fill && grain && dates.length > 2) [dates, values] = fillPeriods(dates, values, grain);
  }
  const unit = grain;
  const timed = dates !== null;
  return {
    column,
    values,
    indexOf: new Map(values.map((value, index) => [value, index])),
    dates,
    grain,
    partial: partialIndex(reply, column, values, dates),
    name: (index) => {
      const value = values[index];
      return timed ? formatPeriod(value ?? null, unit ?? "hour") : nameOf(value);
    },
  };
}

/** The name of `index` with what it must be known for: "Nov 2026, so far". */
export function periodName(dimension: Dimension, index: number): string {
  const name = dimension.name(index);
  return index === dimension.partial ? `${name}, so far` : name;
}
