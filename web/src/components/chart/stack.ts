/** Piling up: where each part of a stack begins and ends; negative parts pile downwards. */
import type { PlotSeries } from "./series";

export interface Span {
  from: number;
  to: number;
  value: number | null;
}

/** One span per series and position; `normalized` makes every pile 1 (of the sizes, signs kept). */
export function stackSeries(series: PlotSeries[], normalized: boolean): Span[][] {
  const count = series[0]?.values.length ?? 0;
  const up = new Array<number>(count).fill(0);
  const down = new Array<number>(count).fill(0);
  const sums = Array.from({ length: count }, (_, at) =>
    series.reduce((sum, one) => sum + Math.abs(one.values[at] ?? 0), 0),
  );
  return series.map((one) =>
    one.values.map((value, at) => {
      const size = normalized ? (sums[at] ? (value ?? 0) / (sums[at] as number) : 0) : (value ?? 0);
      const pile = size < 0 ? down : up;
      const from = pile[at] as number;
      const to = from + size;
      pile[at] = to;
      return { from, to, value };
    }),
  );
}

/** The share of `index` in the pile at `at`; null when the pile is empty. */
export function shareOf(series: PlotSeries[], index: number, at: number): number | null {
  const sum = series.reduce((all, one) => all + Math.abs(one.values[at] ?? 0), 0);
  const value = series[index]?.values[at];
  return sum && value != null ? value / sum : null;
}
