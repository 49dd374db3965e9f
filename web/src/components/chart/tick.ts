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

/** Write every tick of one axis in the same manner, without the unit. */
export function formatTicks(values: number[], format: Format): string[] {
  const most = Math.max(0, ...values.map(Math.abs));
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
  return values.map((value) => {
    if (!Number.isFinite(value)) return NOTHING;
    if (format.style === "percent") {
      const decimals = step > 0 && step < 0.01 ? (step < 0.001 ? 2 : 1) : 0;
      return `${(value * 100).toFixed(decimals).replace("-", "−")}%`;
    }
    if (format.style !== "number" && format.style !== "currency")
      return formatValue(value, format, { unit: false });
    if (most >= 10_000) return compact(value, format);
    const decimals = Number.isInteger(step) && values.every(Number.isInteger) ? 0 : step < 0.1 ? 2 : 1;
    return formatValue(value, { ...format, decimals, compact: false }, { unit: false });
  });
}

/** The unit to write once above the axis, or nothing. */
export function axisUnit(format: Format): string {
  return format.style === "number" ? (format.unit ?? "") : "";
}
