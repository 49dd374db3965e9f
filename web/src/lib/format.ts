/** Numbers, dates and changes as people read them: compact, tabular, true minus, null is "–". */
import type { Format, Scalar } from "@/spec/types";

export interface FormatOptions {
  /** The exact value, for hover, tables and exports. */
  full?: boolean;
  /** Leave the unit out because a header or label already says it. */
  unit?: boolean;
}

export const NOTHING = "–";
const MINUS = "−";

let locale: string | undefined;

/** Choose the locale of every later call; undefined is the browser's. */
export function setLocale(next: string | undefined): void {
  locale = next;
  formatters.clear();
  monthNames = [];
}

const formatters = new Map<string, Intl.NumberFormat>();

function write(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, options);
    formatters.set(key, formatter);
  }
  return formatter.format(Object.is(value, -0) ? 0 : value).replace(/-/g, MINUS);
}

function fixed(decimals: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

/** At most 3–4 significant digits; from ten thousand on in k, M, B. */
function compactDigits(value: number, decimals: number | null | undefined): Intl.NumberFormatOptions {
  const size = Math.abs(value);
  if (size >= 9_999.5) return { notation: "compact", maximumSignificantDigits: 3 };
  if (size >= 999.5) return fixed(0);
  if (decimals != null) return fixed(decimals);
  return { maximumSignificantDigits: 3 };
}

function fullDigits(value: number, decimals: number | null | undefined): Intl.NumberFormatOptions {
  if (decimals != null)
    return { minimumFractionDigits: decimals, maximumFractionDigits: Math.max(decimals, 2) };
  return Number.isInteger(value) ? fixed(0) : { maximumFractionDigits: Math.abs(value) < 1 ? 6 : 4 };
}

function digits(value: number, format: Format, full: boolean): Intl.NumberFormatOptions {
  return full || format.compact === false
    ? fullDigits(value, format.decimals)
    : compactDigits(value, format.decimals);
}

function formatCurrency(value: number, format: Format, full: boolean): string {
  const money = format.currency
    ? ({ style: "currency", currency: format.currency, currencyDisplay: "narrowSymbol" } as const)
    : {};
  if (full || format.compact === false) return write(value, { ...money, ...fixed(format.decimals ?? 2) });
  const small = Math.abs(value) < 99.995 && !Number.isInteger(value);
  const amount = small ? fixed(format.decimals ?? 2) : compactDigits(value, format.decimals ?? 0);
  return write(value, { ...money, ...amount });
}

function formatPercent(value: number, format: Format, full: boolean): string {
  const decimals = format.decimals ?? 1;
  const shown = full ? Math.max(decimals, 2) : Math.abs(value) >= 10 ? 0 : decimals;
  return write(value, { style: "percent", ...fixed(shown) });
}

const STEPS: readonly [number, string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** Seconds as their two largest units: 2 h 5 min, 450 ms. */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? MINUS : "";
  if (size === 0) return "0 s";
  if (size < 1) return `${sign}${write(size * 1000, { maximumSignificantDigits: 3 })} ms`;
  if (size < 60) return `${sign}${write(size, { maximumSignificantDigits: 3 })} s`;
  const at = STEPS.findIndex(([step]) => size >= step);
  const [step, name] = STEPS[at] as [number, string];
  const [small, smallName] = STEPS[at + 1] as [number, string];
  const rounded = Math.round(size / small) * small;
  const larger = STEPS[at - 1];
  if (larger && rounded >= larger[0]) return `${sign}1 ${larger[1]}`;
  const rest = Math.round((rounded % step) / small);
  return `${sign}${write(Math.floor(rounded / step), {})} ${name}${rest ? ` ${rest} ${smallName}` : ""}`;
}

/** Bytes in decimal units: 1.2 MB. */
export function formatBytes(bytes: number): string {
  const names = ["B", "kB", "MB", "GB", "TB", "PB"];
  const size = Math.abs(bytes);
  const at = size < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(size) / 3));
  return `${write(bytes / 1000 ** at, { maximumSignificantDigits: 3 })} ${names[at]}`;
}

function asDate(value: Scalar): Date | null {
  if (typeof value === "number") return new Date(value);
  if (typeof value !== "string" || value === "") return null;
  // A date without a time is a calendar day, not an instant: keep it out of the time zone.
  const text = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00` : value.replace(" ", "T");
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

let monthNames: string[] = [];

/** Short month names of the locale, made once: constructing the formatter costs more than a chart's drawing. */
function monthName(date: Date): string {
  if (monthNames.length === 0) {
    const formatter = new Intl.DateTimeFormat(locale, { month: "short" });
    monthNames = Array.from({ length: 12 }, (_, at) =>
      formatter.format(new Date(2024, at, 15)).replace(/\.$/, ""),
    );
  }
  return monthNames[date.getMonth()] as string;
}

/** 3 Mar 2026: unambiguous everywhere. Text that is no date comes back as it is. */
export function formatDate(value: Scalar): string {
  const date = asDate(value);
  if (!date) return value == null ? NOTHING : String(value);
  return `${date.getDate()} ${monthName(date)} ${date.getFullYear()}`;
}

/** 3 Mar 2026, 14:05. */
export function formatDateTime(value: Scalar): string {
  const date = asDate(value);
  if (!date) return value == null ? NOTHING : String(value);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${formatDate(value)}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The start of a period as its name: Mar 2026, Q1 2026, 2026, 3 Mar 2026, 3 Mar 14:00. `short` leaves the year out. */
export function formatPeriod(value: Scalar, unit: string | null | undefined, short = false): string {
  const date = asDate(value);
  if (!date) return value == null ? NOTHING : String(value);
  const year = date.getFullYear();
  if (unit === "year") return String(year);
  if (unit === "quarter") return `Q${Math.floor(date.getMonth() / 3) + 1}${short ? "" : ` ${year}`}`;
  if (unit === "month") return short ? monthName(date) : `${monthName(date)} ${year}`;
  const day = `${date.getDate()} ${monthName(date)}`;
  if (unit === "hour") return `${day} ${String(date.getHours()).padStart(2, "0")}:00`;
  return short ? day : `${day} ${year}`;
}

/** How long ago, in words: "just now", "4 min ago", "3 Mar 2026". */
export function formatAgo(value: string | null, now: number = Date.now()): string {
  const date = asDate(value);
  if (!date) return NOTHING;
  const seconds = Math.round((now - date.getTime()) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 3_600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`;
  if (seconds < 7 * 86_400) return `${Math.round(seconds / 86_400)} d ago`;
  return formatDate(value);
}

function formatNumber(value: number, format: Format, full: boolean): string {
  switch (format.style) {
    case "currency":
      return formatCurrency(value, format, full);
    case "percent":
      return formatPercent(value, format, full);
    case "duration":
      return formatDuration(value);
    case "bytes":
      return formatBytes(value);
    case "score":
      return write(value, fixed(format.decimals ?? 0));
    case "text":
      return write(value, { useGrouping: false, maximumFractionDigits: 6 });
    default:
      return write(value, digits(value, format, full));
  }
}

const PLAIN: Format = { style: "number" };

function isNothing(value: Scalar | undefined): value is null | undefined | "" {
  return value == null || value === "" || (typeof value === "number" && !Number.isFinite(value));
}

/** Write `value` as `format` says; null is "–" and never 0. */
export function formatValue(
  value: Scalar | undefined,
  format: Format = PLAIN,
  options: FormatOptions = {},
): string {
  if (isNothing(value)) return NOTHING;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (format.style === "date") return formatDate(value);
  if (format.style === "datetime") return formatDateTime(value);
  if (typeof value === "string" && (format.style === "text" || Number.isNaN(Number(value)))) return value;
  const text = formatNumber(Number(value), format, options.full ?? false);
  const unit = format.style === "number" && options.unit !== false ? format.unit : null;
  return unit ? `${text} ${unit}` : text;
}

export interface Delta {
  direction: "up" | "down" | "flat";
  /** With sign and what it is: "+12.3%", "−1.4 pts". */
  text: string;
  /** For screen readers: "up 12.3%". */
  words: string;
}

/** The change from `previous` to `current`: percent, or percentage points when the numbers are percents; null if unknown. */
export function formatDelta(
  current: Scalar | undefined,
  previous: Scalar | undefined,
  format: Format = PLAIN,
): Delta | null {
  if (typeof current !== "number" || typeof previous !== "number") return null;
  const change = current - previous;
  const size = deltaSize(change, previous, format);
  if (/^[0.,\s]*(%|pts|\D*)$/.test(size) || change === 0) {
    return { direction: "flat", text: size.replace(/^[+−]/, ""), words: "unchanged" };
  }
  const up = change > 0;
  return {
    direction: up ? "up" : "down",
    text: `${up ? "+" : MINUS}${size}`,
    words: `${up ? "up" : "down"} ${size}`,
  };
}

function deltaSize(change: number, previous: number, format: Format): string {
  if (format.style === "percent") return `${write(Math.abs(change) * 100, fixed(1))} pts`;
  if (format.style === "score") return `${write(Math.abs(change), { maximumFractionDigits: 1 })} pts`;
  if (previous === 0) return formatValue(Math.abs(change), format);
  const share = Math.abs(change / previous);
  return write(share, { style: "percent", ...fixed(share >= 10 ? 0 : 1) });
}

/** "1 row", "2 rows", "12.3k rows". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${write(count, count < 100_000 ? fixed(0) : compactDigits(count, null))} ${count === 1 ? singular : plural}`;
}
