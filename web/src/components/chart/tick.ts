/** Numbers on a value axis: all ticks of one axis are written alike. */
import { formatValue, NOTHING } from "@/lib/format";
import type { Format } from "@/spec/types";

const formatters = new Map<string, Intl.NumberFormat>();

function compact(value: number, format: Format): string {
  const money = format.style === "currency" && format.currency;
  const key = money ? String(format.currency) : "";
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(undefined, {
      notation: "compact",
      maximumSignificantDigits: 4,
      ...(money ? { style: "currency", currency: key, currencyDisplay: "narrowSymbol" } : {}),
    });
    formatters.set(key, formatter);
  }
  return formatter.format(value).replace(/-/g, "−");
}

function percent(value: number, step: number): string {
  const decimals = step > 0 && step < 0.01 ? (step < 0.001 ? 2 : 1) : 0;
  return `${(value * 100).toFixed(decimals).replace("-", "−")}%`;
}

/** How the ticks of an axis with these `values` are written. */
function writerOf(values: number[], format: Format): (value: number) => string {
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
  if (format.style === "percent") return (value) => percent(value, step);
  if (format.style !== "number" && format.style !== "currency") {
    return (value) => formatValue(value, format, { unit: false });
  }
  if (values.some((value) => Math.abs(value) >= 10_000)) return (value) => compact(value, format);
  const decimals = values.every(Number.isInteger) ? 0 : step < 0.1 ? 2 : 1;
  return (value) => formatValue(value, { ...format, decimals, compact: false }, { unit: false });
}

/** Write every tick of one axis in the same manner, without the unit. */
export function formatTicks(values: number[], format: Format): string[] {
  const write = writerOf(values, format);
  return values.map((value) => (Number.isFinite(value) ? write(value) : NOTHING));
}

/** The unit to write once above the axis, or nothing. */
export function axisUnit(format: Format): string {
  return format.style === "number" ? (format.unit ?? "") : "";
}
