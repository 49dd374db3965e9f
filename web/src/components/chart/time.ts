/** Time on an axis: reading dates, the period a column counts in, and where its ticks belong. */

import { formatPeriod } from "@/lib/format";
import type { Scalar, Unit } from "@/spec/types";
import { timeDay, timeMonday, timeMonth, timeQuarter, timeYear } from "./interval";
import { textWidth } from "./text";

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const DAY = 86_400_000;

/** The instant an ISO text names; a day without a time is local midnight. Null when it is no date. */
export function parseDate(value: Scalar): Date | null {
  if (typeof value !== "string" || !ISO.test(value)) return null;
  const date = new Date(value.length === 10 ? `${value}T00:00:00` : value.replace(" ", "T"));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The period that sorted, distinct `dates` step in; null for free instants. */
export function grainOf(dates: Date[]): Unit | null {
  if (dates.some((date) => date.getMinutes() || date.getSeconds() || date.getMilliseconds())) return null;
  if (dates.some((date) => date.getHours() !== 0)) return "hour";
  const gap = smallestGap(dates);
  if (dates.some((date) => date.getDate() !== 1)) {
    const monday = dates.every((date) => date.getDay() === 1);
    return monday && gap >= 6.9 * DAY && dates.length > 1 ? "week" : "day";
  }
  if (dates.length < 2) return "month";
  if (gap > 300 * DAY && dates.every((date) => date.getMonth() === 0)) return "year";
  if (gap > 80 * DAY && dates.every((date) => date.getMonth() % 3 === 0)) return "quarter";
  return gap > 20 * DAY ? "month" : "day";
}

function smallestGap(dates: Date[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < dates.length; at++) {
    least = Math.min(least, (dates[at] as Date).getTime() - (dates[at - 1] as Date).getTime());
  }
  return least;
}

/** `date` moved by `count` periods. */
export function stepDate(date: Date, grain: Unit, count = 1): Date {
  switch (grain) {
    case "year":
      return timeYear.offset(date, count);
    case "quarter":
      return timeMonth.offset(date, 3 * count);
    case "month":
      return timeMonth.offset(date, count);
    case "week":
      return timeDay.offset(date, 7 * count);
    case "day":
      return timeDay.offset(date, count);
    default:
      return new Date(date.getTime() + count * 3_600_000);
  }
}

/** `date` written as the server writes it, for periods that had no row. */
export function isoOf(date: Date, timed: boolean): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return timed ? `${day}T${two(date.getHours())}:${two(date.getMinutes())}:00` : day;
}

export interface TimeTick {
  /** Position in the list of dates. */
  index: number;
  label: string;
}

interface Bucket {
  unit: Unit;
  key: (date: Date) => number;
}

const months = (date: Date) => date.getFullYear() * 12 + date.getMonth();
const BUCKETS: Bucket[] = [
  ...[1, 3, 6, 12].map(
    (size): Bucket => ({
      unit: "hour",
      key: (date) => timeDay.count(new Date(0), date) * 24 + Math.floor(date.getHours() / size) * size,
    }),
  ),
  { unit: "day", key: (date) => timeDay.count(new Date(2000, 0, 1), date) },
  { unit: "day", key: (date) => Math.floor(timeDay.count(new Date(2000, 0, 1), date) / 2) },
  { unit: "week", key: (date) => timeMonday.count(new Date(2000, 0, 1), date) },
  { unit: "week", key: (date) => Math.floor(timeMonday.count(new Date(2000, 0, 1), date) / 2) },
  ...[1, 2, 3, 4, 6].map(
    (size): Bucket => ({ unit: "month", key: (date) => Math.floor(months(date) / size) }),
  ),
  ...[1, 2, 5, 10, 20, 50].map(
    (size): Bucket => ({
      unit: "year",
      key: (date) => Math.floor(date.getFullYear() / size),
    }),
  ),
];
const QUARTERS: Bucket[] = [
  { unit: "quarter", key: (date) => timeQuarter(date).getTime() },
  { unit: "quarter", key: (date) => Math.floor(months(date) / 6) },
  ...BUCKETS.filter((bucket) => bucket.unit === "year"),
];
const ORDER: Unit[] = ["hour", "day", "week", "month", "quarter", "year"];

function bucketsFor(grain: Unit | null): Bucket[] {
  if (grain === "quarter") return QUARTERS;
  const from = ORDER.indexOf(grain ?? "hour");
  return BUCKETS.filter((bucket) => ORDER.indexOf(bucket.unit) >= from);
}

function labelFor(date: Date, before: Date | undefined, unit: Unit): string {
  const iso = isoOf(date, true);
  if (unit === "year") return String(date.getFullYear());
  if (unit === "hour") {
    const sameDay = before !== undefined && before.toDateString() === date.toDateString();
    return sameDay ? iso.slice(11, 16) : formatPeriod(iso, "day", true);
  }
  if (unit === "month" || unit === "quarter") {
    const sameYear = before !== undefined && before.getFullYear() === date.getFullYear();
    return formatPeriod(iso, unit, sameYear);
  }
  return formatPeriod(iso, "day", true);
}

function ticksOf(dates: Date[], bucket: Bucket): TimeTick[] {
  const found: TimeTick[] = [];
  let last: number | undefined;
  let before: Date | undefined;
  dates.forEach((date, index) => {
    const key = bucket.key(date);
    if (key === last) return;
    last = key;
    found.push({ index, label: labelFor(date, before, bucket.unit) });
    before = date;
  });
  return found;
}

function fits(found: TimeTick[], position: (index: number) => number): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of found) {
    const half = textWidth(tick.label) / 2;
    const at = position(tick.index);
    if (at - half < end + 14) return false;
    end = at + half;
  }
  return true;
}

/** The finest calendar ticks whose labels have room; the first, cut-off period gives way to the next. */
export function timeTicks(
  dates: Date[],
  grain: Unit | null,
  position: (index: number) => number,
): TimeTick[] {
  let found: TimeTick[] = [];
  for (const bucket of bucketsFor(grain)) {
    found = ticksOf(dates, bucket);
    if (fits(found, position)) return found;
    if (found.length > 2) {
      const rest = found.slice(1);
      const second = rest[0] as TimeTick;
      rest[0] = { index: second.index, label: labelFor(dates[second.index] as Date, undefined, bucket.unit) };
      if (fits(rest, position)) return rest;
    }
  }
  return found.slice(0, 1);
}
