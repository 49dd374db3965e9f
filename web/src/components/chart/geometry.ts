/** Where everything of a chart with two axes stands, computed once per size and data. */
import type { Format, Reference } from "@/spec/types";
import { NUMBER, SHARE } from "./data";
import type { Dimension } from "./dimension";
import { type BandScale, bandScale, extentOf, type LinearScale, linearScale } from "./scale";
import type { PlotSeries } from "./series";
import { type Span, stackSeries } from "./stack";
import { fitText, widest, wrapText } from "./text";
import { axisUnit, formatTicks } from "./tick";
import { timeTicks } from "./time";

export type Stacking = "none" | "stacked" | "normalized";

export interface ValueAxis {
  scale: LinearScale;
  labels: string[];
  unit: string;
  format: Format;
}

export interface BottomTick {
  x: number;
  lines: string[];
  /** The whole label when it had to be cut. */
  title?: string;
}

export interface Geometry {
  width: number;
  height: number;
  top: number;
  right: number;
  bottom: number;
  left: number;
  band: BandScale | null;
  /** Middle of position `index`. */
  x: (index: number) => number;
  /** The position nearest to a pixel. */
  indexAt: (pixel: number) => number;
  leftAxis: ValueAxis;
  rightAxis: ValueAxis | null;
  spans: Span[][] | null;
  ticks: BottomTick[];
  endLabels: boolean;
}

export interface PlotInput {
  dimension: Dimension;
  series: PlotSeries[];
  stacking: Stacking;
  references?: Reference[] | undefined;
  width: number;
  height: number;
  /** Room kept free on the right for direct labels. */
  endRoom?: number;
  /** From where to where each bar goes, when that is not piled up from zero (waterfall). */
  spans?: Span[][];
}

const BOTTOM = 24;

function valuesOn(input: PlotInput, axis: "left" | "right", spans: Span[][] | null): (number | null)[] {
  const values: (number | null)[] = [];
  input.series.forEach((one, at) => {
    if (one.axis !== axis) return;
    if (spans && one.mark !== "line") for (const span of spans[at] ?? []) values.push(span.from, span.to);
    else values.push(...one.values);
  });
  if (axis === "left" && input.stacking !== "normalized") {
    for (const reference of input.references ?? []) values.push(reference.value);
  }
  return values;
}

/** Lines start at zero when that costs little height; otherwise the change would be flattened. */
function needsZero(input: PlotInput, axis: "left" | "right", extent: readonly [number, number]): boolean {
  const onAxis = input.series.filter((one) => one.axis === axis);
  if (onAxis.some((one) => one.mark !== "line")) return true;
  const [low, high] = extent;
  return low > 0 ? low < high * 0.45 : high < 0 && high > low * 0.45;
}

function valueAxis(
  input: PlotInput,
  axis: "left" | "right",
  spans: Span[][] | null,
  span: [number, number],
): ValueAxis {
  const normalized = input.stacking === "normalized" && axis === "left";
  const first = input.series.find((one) => one.axis === axis);
  const format = normalized ? SHARE : (first?.format ?? NUMBER);
  const values = valuesOn(input, axis, spans);
  const rough = extentOf(values, false);
  const extent = withHeadroom(input, extentOf(values, needsZero(input, axis, rough)));
  const room = Math.abs(span[0] - span[1]);
  const scale = linearScale(extent, span, {
    ticks: Math.max(2, Math.min(6, Math.round(room / 44))),
    format,
    exact: normalized && extent[0] >= 0,
  });
  scale.ticks = thinned(scale.ticks, room);
  return { scale, labels: formatTicks(scale.ticks, format), unit: axisUnit(format), format };
}

/** Whether the bars carry their values: categories without anything else to read them off. */
export function hasBarLabels(input: Pick<PlotInput, "dimension" | "series" | "references">): boolean {
  const [one] = input.series;
  const few = input.dimension.values.length <= 14 && input.dimension.dates === null;
  return input.series.length === 1 && one?.mark === "bar" && few && !input.references?.length;
}

function withHeadroom(input: PlotInput, [low, high]: [number, number]): [number, number] {
  if (!input.spans && !hasBarLabels(input)) return [low, high];
  const share = 16 / Math.max(60, input.height - 40);
  const span = high - low;
  return [low < 0 ? low - span * share : low, high > 0 ? high + span * share : high];
}

/** At most one tick per 18 px. */
function thinned(ticks: number[], room: number): number[] {
  const every = Math.ceil((ticks.length * 18) / Math.max(18, room));
  return every > 1 ? ticks.filter((_, at) => at % every === 0) : ticks;
}

function categoryTicks(dimension: Dimension, band: BandScale): BottomTick[] {
  const room = Math.max(12, band.step - 8);
  const names = dimension.values.map((_, index) => dimension.name(index));
  const every = room < 28 ? Math.ceil((Math.min(64, widest(names.slice(0, 50))) + 10) / band.step) : 1;
  return names.flatMap((name, index) => {
    if (index % every !== 0) return [];
    const wide = room * every + (every - 1) * 8;
    const lines = every === 1 ? wrapText(name, wide) : [fitText(name, wide)];
    const cut = lines.join(" ") !== name;
    return [{ x: band.middle(index), lines, ...(cut ? { title: name } : {}) }];
  });
}

function bottomTicks(dimension: Dimension, x: (index: number) => number, band: BandScale): BottomTick[] {
  if (!dimension.dates) return categoryTicks(dimension, band);
  return timeTicks(dimension.dates, dimension.grain, x).map((tick) => ({
    x: x(tick.index),
    lines: [tick.label],
  }));
}

function positions(dimension: Dimension, from: number, to: number, bars: boolean) {
  const count = dimension.values.length;
  if (bars || !dimension.dates) {
    const band = bandScale(count, [from, to], count > 40 ? 0.15 : 0.32);
    return { band, x: band.middle, indexAt: band.at };
  }
  const times = dimension.dates.map((date) => date.getTime());
  const first = times[0] ?? 0;
  const span = (times[times.length - 1] ?? 0) - first;
  const x = (index: number) =>
    span === 0 ? (from + to) / 2 : from + (((times[index] ?? first) - first) / span) * (to - from);
  const indexAt = (pixel: number) => {
    let best = 0;
    for (let at = 1; at < count; at++) if (Math.abs(x(at) - pixel) < Math.abs(x(best) - pixel)) best = at;
    return best;
  };
  return { band: null, x, indexAt };
}

/** Lay a chart out in `width` × `height`. */
export function layOut(input: PlotInput): Geometry {
  const { dimension, series, width, height } = input;
  const bars = series.some((one) => one.mark === "bar");
  const stacked = input.stacking !== "none";
  const spans = input.spans ?? (stacked ? stackSeries(series, input.stacking === "normalized") : null);
  const hasRight = series.some((one) => one.axis === "right");
  const unit = series.some((one) => axisUnit(one.format) !== "" && input.stacking !== "normalized");
  const top = (unit ? 20 : 10) + (hasRight && !unit ? 10 : 0);
  const wraps =
    !dimension.dates &&
    categoryTicks(dimension, bandScale(dimension.values.length, [44, width])).some(
      (tick) => tick.lines.length > 1,
    );
  const bottom = Math.max(top + 24, height - BOTTOM - (wraps ? 13 : 0));
  const leftAxis = valueAxis(input, "left", spans, [bottom, top]);
  const rightAxis = hasRight ? valueAxis(input, "right", null, [bottom, top]) : null;
  const left = Math.ceil(widest(leftAxis.labels)) + 10;
  const endRoom = rightAxis ? Math.ceil(widest(rightAxis.labels)) + 10 : (input.endRoom ?? 0);
  const right = Math.max(left + 40, width - Math.max(endRoom, bars ? 2 : 10));
  const inset = bars ? 0 : 6;
  const place = positions(dimension, left + inset, right - (endRoom ? 2 : inset), bars);
  const ticks = keepInside(bottomTicks(dimension, place.x, place.band ?? bandScale(1, [left, right])), width);
  return {
    width,
    height,
    top,
    right,
    bottom,
    left,
    ...place,
    leftAxis,
    rightAxis,
    spans,
    ticks,
    endLabels: (input.endRoom ?? 0) > 0,
  };
}

function keepInside(ticks: BottomTick[], width: number): BottomTick[] {
  return ticks.map((tick) => {
    const half = widest(tick.lines) / 2;
    return { ...tick, x: Math.max(half, Math.min(width - half, tick.x)) };
  });
}
