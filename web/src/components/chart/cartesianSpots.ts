/** Which mark of a chart with two axes is meant, and what there is to say about it. */
import { formatDelta, formatValue } from "@/lib/format";
import { barRect } from "./BarMarks";
import { SHARE } from "./data";
import { type Dimension, periodName } from "./dimension";
import type { Geometry, Stacking } from "./geometry";
import { dotAt } from "./LineMarks";
import type { PlotSeries } from "./series";
import type { Active, Spot, TooltipRow } from "./spot";
import { shareOf } from "./stack";

const MOST_ROWS = 9;
const REACH = 28;

function distanceTo(
  geometry: Geometry,
  series: PlotSeries[],
  at: number,
  index: number,
  x: number,
  y: number,
): number {
  const one = series[at] as PlotSeries;
  if (one.mark === "bar") {
    const rect = barRect(geometry, series, at, index);
    if (!rect) return Number.POSITIVE_INFINITY;
    const dx = Math.max(rect.x - x, 0, x - rect.x - rect.width);
    const dy = Math.max(rect.y - y, 0, y - rect.y - rect.height);
    return Math.hypot(dx, dy);
  }
  const spans = one.mark === "area" ? geometry.spans?.[at] : undefined;
  const dot = dotAt(one, geometry, index, spans);
  if (!dot) return Number.POSITIVE_INFINITY;
  if (spans?.[index]) {
    const base = geometry.leftAxis.scale(spans[index]?.from ?? 0);
    return Math.max(Math.min(dot.y, base) - y, 0, y - Math.max(dot.y, base));
  }
  return Math.abs(dot.y - y);
}

/** The position under the pointer and the series nearest to it; no series when none is near. */
export function locateOn(geometry: Geometry, series: PlotSeries[], x: number, y: number): Active | null {
  if (x < geometry.left - 12 || x > geometry.right + 12 || y < 0 || y > geometry.height) return null;
  const column = geometry.indexAt(x);
  let row = -1;
  let best = series.length === 1 ? Number.POSITIVE_INFINITY : REACH;
  series.forEach((_, at) => {
    const away = distanceTo(geometry, series, at, column, x, y);
    if (away < best) {
      best = away;
      row = at;
    }
  });
  return { column, row };
}

interface Plot {
  geometry: Geometry;
  series: PlotSeries[];
  dimension: Dimension;
  stacking: Stacking;
}

function valueText(plot: Plot, at: number, column: number): string {
  const one = plot.series[at] as PlotSeries;
  const value = formatValue(one.values[column], one.format);
  if (plot.stacking !== "normalized" || one.values[column] == null) return value;
  return `${value} · ${formatValue(shareOf(plot.series, at, column), SHARE)}`;
}

function rowsFor(plot: Plot, { column, row }: Active): TooltipRow[] {
  const order = plot.series.map((_, at) => at);
  if (plot.stacking === "none" && plot.series.length > 2) {
    order.sort((a, b) => sortable(plot, b, column) - sortable(plot, a, column));
  } else if (plot.stacking !== "none") order.reverse();
  const rows = order.map((at): TooltipRow => {
    const one = plot.series[at] as PlotSeries;
    const many = plot.series.length > 1;
    return {
      label: one.label,
      value: valueText(plot, at, column),
      colour: many ? one.colour : undefined,
      strong: at === row,
    };
  });
  return cut(rows);
}

function sortable(plot: Plot, at: number, column: number): number {
  return plot.series[at]?.values[column] ?? Number.NEGATIVE_INFINITY;
}

/** Many rows: the first ones, and the one pointed at. */
function cut(rows: TooltipRow[]): TooltipRow[] {
  if (rows.length <= MOST_ROWS) return rows;
  const kept = rows.filter((row, at) => at < MOST_ROWS - 1 || row.strong);
  return [...kept, { label: `${rows.length - kept.length} more`, value: "", apart: true }];
}

function totalRow(plot: Plot, column: number): TooltipRow[] {
  if (plot.stacking === "none" || plot.series.length < 2) return [];
  const sum = plot.series.reduce((all, one) => all + (one.values[column] ?? 0), 0);
  return [{ label: "Total", value: formatValue(sum, plot.series[0]?.format), apart: true, strong: true }];
}

function wordsFor(plot: Plot, { column, row }: Active): string {
  const { dimension, series } = plot;
  const spoken = row >= 0 ? [row] : series.map((_, at) => at).slice(0, 6);
  const parts = spoken.map((at) => {
    const one = series[at] as PlotSeries;
    const change = dimension.dates
      ? formatDelta(one.values[column], one.values[column - 1], one.format)
      : null;
    const moved =
      change && column !== dimension.partial ? `, ${change.words} on ${dimension.name(column - 1)}` : "";
    return `${series.length > 1 ? `${one.label} ` : ""}${valueText(plot, at, column)}${moved}`;
  });
  return `${periodName(dimension, column)}: ${parts.join("; ")}. ${column + 1} of ${dimension.values.length}.`;
}

function anchorY({ geometry, series }: Plot, { column, row }: Active): number {
  const at = row >= 0 ? row : 0;
  const one = series[at];
  if (!one) return geometry.top;
  if (one.mark === "bar") return barRect(geometry, series, at, column)?.y ?? geometry.bottom - 20;
  const spans = one.mark === "area" ? geometry.spans?.[at] : undefined;
  return dotAt(one, geometry, column, spans)?.y ?? (geometry.top + geometry.bottom) / 2;
}

/** Everything about the values at `active`. */
export function spotOn(plot: Plot, active: Active): Spot | null {
  const { dimension, series, geometry } = plot;
  if (series.length === 0) return null;
  const name = dimension.name(active.column);
  const chosen = series[active.row >= 0 ? active.row : series.length === 1 ? 0 : -1];
  return {
    x: geometry.x(active.column),
    y: anchorY(plot, active),
    title: periodName(dimension, active.column),
    rows: [...rowsFor(plot, active), ...totalRow(plot, active.column)],
    words: wordsFor(plot, active),
    pick: {
      values: { [dimension.column]: dimension.values[active.column] ?? null, ...chosen?.point },
      label: chosen && Object.keys(chosen.point).length > 0 ? `${name} · ${chosen.label}` : name,
    },
  };
}
