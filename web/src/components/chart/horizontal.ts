/** Where the rows, bars and labels of a chart with lying bars stand. */

import { formatValue } from "@/lib/format";
import type { Format, Reference } from "@/spec/types";
import { NUMBER, SHARE } from "./data";
import type { Dimension } from "./dimension";
import type { Stacking } from "./geometry";
import { type BandScale, bandScale, extentOf, type LinearScale, linearScale } from "./scale";
import type { PlotSeries } from "./series";
import { type Span, stackSeries } from "./stack";
import { fitText, textWidth, widest } from "./text";

const LEAST_ROW = 26;
/** Down to this a row may shrink when all rows then fit without scrolling. */
const TIGHT_ROW = 22;
const BAR = 14;

export interface RowLabel {
  x: number;
  y: number;
  text: string;
  anchor: "start" | "end";
}

export interface HorizontalGeometry {
  width: number;
  height: number;
  band: BandScale;
  names: string[];
  zero: number;
  scale: LinearScale;
  format: Format;
  spans: Span[][] | null;
  valueLabels: (index: number) => RowLabel[];
}

export interface RowRect {
  x: number;
  y: number;
  width: number;
  height: number;
  negative: boolean;
}

export interface RowsInput {
  dimension: Dimension;
  series: PlotSeries[];
  stacking: Stacking;
  references?: Reference[] | undefined;
  width: number;
  height: number;
}

function pileEnd(spans: Span[][], index: number): { high: number; low: number; sum: number } {
  let high = 0;
  let low = 0;
  let sum = 0;
  for (const one of spans) {
    const span = one[index];
    high = Math.max(high, span?.to ?? 0);
    low = Math.min(low, span?.to ?? 0);
    sum += span?.value ?? 0;
  }
  return { high, low, sum };
}

/** Lay the rows out in `width` px; the height grows beyond `height` when rows would get too thin. */
export function layOutRows(input: RowsInput): HorizontalGeometry {
  const { dimension, series, stacking, width } = input;
  const spans = stacking === "none" ? null : stackSeries(series, stacking === "normalized");
  const foot = input.references?.length ? 18 : 0;
  const tight = dimension.values.length * TIGHT_ROW + foot <= input.height;
  const single = tight ? TIGHT_ROW : LEAST_ROW;
  const rowHeight = spans || series.length < 2 ? single : Math.max(LEAST_ROW, series.length * (BAR - 2) + 10);
  const least = dimension.values.length * rowHeight + foot;
  const scrolls = least > input.height;
  const use = width - (scrolls ? 10 : 0);
  const height = Math.max(least, Math.min(input.height, dimension.values.length * 44 + foot));
  const most = spans ? 22 : Math.max(18, series.length * 18);
  const band = bandScale(dimension.values.length, [0, height - foot], 0.3, most);
  const format = stacking === "normalized" ? SHARE : (series[0]?.format ?? NUMBER);
  const values = spans
    ? spans.flatMap((one) => one.flatMap((span) => [span.from, span.to]))
    : series.flatMap((one) => one.values);
  const extent = extentOf([...values, ...(input.references ?? []).map((one) => one.value)], true);
  const all = dimension.values.map((_, index) => dimension.name(index));
  const nameRoom = Math.min(Math.max(64, use * 0.4), widest(all, 12) + 4);
  const texts = stacking === "normalized" ? [] : textsOf(series, spans, dimension);
  const valueRoom = Math.ceil(widest(texts.flat())) + 8;
  const leftRoom = extent[0] < 0 ? valueRoom : 0;
  const from = nameRoom + 10 + leftRoom;
  const scale = linearScale(extent, [from, Math.max(from + 20, use - valueRoom)], { exact: true });
  const geometry: HorizontalGeometry = {
    width: use,
    height,
    band,
    names: all.map((name) => fitText(name, nameRoom, 12)),
    zero: Math.round(scale(0)) + 0.5,
    scale,
    format,
    spans,
    valueLabels: () => [],
  };
  geometry.valueLabels = (index) => labelsOf(geometry, series, texts, index);
  return geometry;
}

function textsOf(series: PlotSeries[], spans: Span[][] | null, dimension: Dimension): string[][] {
  return dimension.values.map((_, index) =>
    spans
      ? [formatValue(pileEnd(spans, index).sum, series[0]?.format)]
      : series.map((one) => formatValue(one.values[index], one.format)),
  );
}

function labelsOf(
  geometry: HorizontalGeometry,
  series: PlotSeries[],
  texts: string[][],
  index: number,
): RowLabel[] {
  const { spans, scale, band } = geometry;
  if (spans) {
    const { high, low } = pileEnd(spans, index);
    const text = texts[index]?.[0];
    return text ? [labelAt(scale(high || low), high || low, band.middle(index), text)] : [];
  }
  return series.flatMap((one, at) => {
    const rect = rowRect(geometry, series, at, index);
    const text = texts[index]?.[at];
    if (!text) return [];
    const value = one.values[index] ?? 0;
    return [labelAt(scale(value), value, rect ? rect.y + rect.height / 2 : band.middle(index), text)];
  });
}

function labelAt(x: number, value: number, y: number, text: string): RowLabel {
  return value < 0 ? { x: x - 6, y, text, anchor: "end" } : { x: x + 6, y, text, anchor: "start" };
}

/** The rectangle of bar `at` in row `index`; null when there is no value. */
export function rowRect(
  geometry: HorizontalGeometry,
  series: PlotSeries[],
  at: number,
  index: number,
): RowRect | null {
  const { band, scale, spans } = geometry;
  const value = series[at]?.values[index] ?? null;
  if (value === null) return null;
  const span = spans?.[at]?.[index];
  const count = spans ? 1 : series.length;
  const gap = count > 1 ? 2 : 0;
  const thick = Math.max(2, (band.bandwidth - gap * (count - 1)) / count);
  const from = scale(span?.from ?? 0);
  const to = scale(span?.to ?? value);
  const size = Math.abs(to - from);
  return {
    x: Math.min(from, to),
    y: band(index) + (spans ? 0 : at * (thick + gap)),
    width: value === 0 ? 0 : Math.max(1, size),
    height: thick,
    negative: value < 0,
  };
}

/** Whether upright bars could not be named legibly in `width` px. */
export function needsRows(dimension: Dimension, width: number): boolean {
  if (dimension.dates || dimension.values.length === 0) return false;
  const step = (width - 50) / dimension.values.length;
  const names = dimension.values.map((_, index) => dimension.name(index));
  return names.some((name) => textWidth(name) > step - 4);
}
