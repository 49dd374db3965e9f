/** A chart in one or two sentences: its trend, its extremes, what is unfinished. */
import { formatDelta, formatValue } from "@/lib/format";
import type { Dimension } from "./dimension";
import type { PlotSeries } from "./series";

interface Known {
  index: number;
  value: number;
}

function known(series: PlotSeries, dimension: Dimension): Known[] {
  return series.values.flatMap((value, index) =>
    value === null || index === dimension.partial ? [] : [{ index, value }],
  );
}

function extremes(points: Known[]): { low: Known; high: Known } {
  let low = points[0] as Known;
  let high = low;
  for (const point of points) {
    if (point.value < low.value) low = point;
    if (point.value > high.value) high = point;
  }
  return { low, high };
}

function overTime(series: PlotSeries, dimension: Dimension, named: boolean): string {
  const points = known(series, dimension);
  const who = named ? `${series.label} ` : "";
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return `${series.label}: no values.`;
  const write = (point: Known) => formatValue(point.value, series.format);
  if (first === last) return `${who}${write(first)} in ${dimension.name(first.index)}.`;
  const change = formatDelta(last.value, first.value, series.format);
  const move = change && change.direction !== "flat" ? `${change.words}, from` : "unchanged, from";
  const { low, high } = extremes(points);
  return (
    `${who}${move} ${write(first)} in ${dimension.name(first.index)} to ${write(last)} in ` +
    `${dimension.name(last.index)}; highest ${write(high)} in ${dimension.name(high.index)}, ` +
    `lowest ${write(low)} in ${dimension.name(low.index)}.`
  );
}

function overCategories(series: PlotSeries, dimension: Dimension, named: boolean): string {
  const points = known(series, dimension);
  const who = named ? `${series.label}: ` : "";
  if (points.length === 0) return `${series.label}: no values.`;
  const { low, high } = extremes(points);
  const write = (point: Known) =>
    `${dimension.name(point.index)} with ${formatValue(point.value, series.format)}`;
  if (points.length === 1) return `${who}${write(high)}.`;
  return `${who}highest ${write(high)}, lowest ${write(low)}.`;
}

/** What the chart shows, for people who hear it. */
export function summarize(dimension: Dimension, series: PlotSeries[]): string {
  const spoken = series
    .slice(0, 3)
    .map((one) =>
      dimension.dates
        ? overTime(one, dimension, series.length > 1)
        : overCategories(one, dimension, series.length > 1),
    );
  const count = dimension.values.length;
  const opening = dimension.dates
    ? `${count} periods`
    : `${count} ${count === 1 ? "category" : "categories"}`;
  const more = series.length > 3 ? ` ${series.length - 3} more series.` : "";
  const unfinished = dimension.partial >= 0 ? ` ${dimension.name(dimension.partial)} is not over yet.` : "";
  const head = series.length > 1 ? `${opening}, ${series.length} series.` : `${opening}.`;
  return `${head} ${spoken.map(capital).join(" ")}${more}${unfinished}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
