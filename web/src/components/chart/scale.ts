/** From values to pixels: linear scales with readable ticks, and bands. */
import { nice, ticks } from "d3-array";
import type { Format } from "@/spec/types";

export interface LinearScale {
  (value: number): number;
  domain: readonly [number, number];
  ticks: number[];
}

const DURATION_STEPS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200,
  14_400, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000,
];

function durationTicks(low: number, high: number, count: number): number[] {
  const wanted = (high - low) / Math.max(1, count);
  const last = DURATION_STEPS[DURATION_STEPS.length - 1] as number;
  const step = DURATION_STEPS.find((size) => size >= wanted) ?? last * Math.ceil(wanted / last);
  const found: number[] = [];
  for (let at = Math.floor(low / step) * step; at < high + step; at += step) found.push(at);
  return found;
}

export interface LinearOptions {
  /** Include zero (bars, areas). */
  zero?: boolean;
  ticks?: number;
  format?: Format | undefined;
  /** Leave the ends where the data ends. */
  exact?: boolean;
}

/** The smallest and largest of `values`, widened when they are the same or there are none. */
export function extentOf(values: Iterable<number | null>, zero: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return zero ? widened(Math.min(0, low), Math.max(0, high)) : widened(low, high);
}

function widened(low: number, high: number): [number, number] {
  if (low !== high) return [low, high];
  if (low === 0) return [0, 1];
  return low > 0 ? [low * 0.9, low * 1.1] : [low * 1.1, low * 0.9];
}

/** A linear scale over `extent` that ends on readable numbers. */
export function linearScale(
  extent: readonly [number, number],
  range: readonly [number, number],
  options: LinearOptions = {},
): LinearScale {
  const count = options.ticks ?? 5;
  let [low, high] = extent;
  let steps: number[];
  if (options.format?.style === "duration") {
    steps = durationTicks(low, high, count);
    low = steps[0] ?? low;
    high = steps[steps.length - 1] ?? high;
  } else {
    if (!options.exact) [low, high] = nice(low, high, count);
    steps = ticks(low, high, count);
  }
  const span = high - low || 1;
  const scale = (value: number) => range[0] + ((value - low) / span) * (range[1] - range[0]);
  return Object.assign(scale, { domain: [low, high] as const, ticks: steps });
}

export interface BandScale {
  /** Left edge (or top) of band `index`. */
  (index: number): number;
  step: number;
  bandwidth: number;
  middle: (index: number) => number;
  /** The band at a pixel, kept inside. */
  at: (pixel: number) => number;
}

/** `count` equal bands over `range`; `gap` is the share of a step left free, `most` the widest band. */
export function bandScale(count: number, range: readonly [number, number], gap = 0.3, most = 56): BandScale {
  const step = (range[1] - range[0]) / Math.max(1, count);
  const bandwidth = Math.max(1, Math.min(most, step * (1 - gap)));
  const middle = (index: number) => range[0] + step * (index + 0.5);
  const scale = (index: number) => middle(index) - bandwidth / 2;
  const at = (pixel: number) =>
    Math.max(0, Math.min(count - 1, Math.floor((pixel - range[0]) / (step || 1))));
  return Object.assign(scale, { step, bandwidth, middle, at });
}
