/** Windows of time in words, and the ones offered by name. */
import { formatDate } from "@/lib/format";
import type { Unit, Window } from "@/spec/types";

export const RANGE_PRESETS: readonly Window[] = [
  { kind: "last", unit: "day", count: 30 },
  { kind: "last", unit: "day", count: 90 },
  { kind: "last", unit: "month", count: 6 },
  { kind: "last", unit: "month", count: 12 },
  { kind: "this", unit: "quarter", count: 1 },
  { kind: "previous", unit: "quarter", count: 1 },
  { kind: "this", unit: "year", count: 1 },
  { kind: "previous", unit: "year", count: 1 },
  { kind: "all" },
];

function shown(
  window: Window,
): Required<Pick<Window, "kind">> & { unit: Unit; count: number; start: string; end: string } {
  return {
    kind: window.kind,
    unit: window.unit ?? "month",
    count: window.count ?? 12,
    start: window.start ?? "",
    end: window.end ?? "",
  };
}

/** Whether two windows mean the same stretch. */
export function sameWindow(first: Window, second: Window): boolean {
  const [a, b] = [shown(first), shown(second)];
  if (a.kind !== b.kind) return false;
  if (a.kind === "all") return true;
  if (a.kind === "between") return a.start === b.start && a.end === b.end;
  return a.unit === b.unit && (a.kind === "this" || a.count === b.count);
}

function dayBefore(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** "Last 12 months", "This quarter", "1 Jan 2026 – 31 Mar 2026". */
export function windowInWords(window: Window): string {
  const { kind, unit, count, start, end } = shown(window);
  const many = count === 1 ? unit : `${count} ${unit}s`;
  switch (kind) {
    case "all":
      return "All time";
    case "this":
      return `This ${unit}`;
    case "previous":
      return `Previous ${many}`;
    case "between":
      if (!start) return end ? `Until ${formatDate(dayBefore(end))}` : "All time";
      return end ? `${formatDate(start)} – ${formatDate(dayBefore(end))}` : `Since ${formatDate(start)}`;
    default:
      return `Last ${many}`;
  }
}
