/** The path of a sparkline: a small line of values without axes. */

export interface SparkShape {
  line: string;
  area: string;
  /** The unfinished last stretch. */
  open: string;
  end: { x: number; y: number } | null;
}

/** Fit `values` into `width` × `height`; missing values are gaps; the last one is `open` when its period is not over. */
export function sparkShape(
  values: (number | null)[],
  width: number,
  height: number,
  open = false,
): SparkShape {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const inset = 3;
  const x = (index: number) => inset + (index / Math.max(1, values.length - 1)) * (width - 2 * inset);
  const y = (value: number) =>
    high === low ? height / 2 : inset + (1 - (value - low) / (high - low)) * (height - 2 * inset);
  const points = values.map((value, index) => (value === null ? null : { x: x(index), y: y(value) }));
  const last = points.findLastIndex((point) => point !== null);
  const solid = open && last === values.length - 1 ? points.slice(0, -1) : points;
  const from = solid.findLast((point) => point !== null) ?? null;
  const end = last < 0 ? null : (points[last] ?? null);
  return {
    line: pathOf(solid),
    area: areaOf(solid, height),
    open: solid.length < points.length && from && end ? `M${write(from)}L${write(end)}` : "",
    end,
  };
}

interface At {
  x: number;
  y: number;
}

function write({ x, y }: At): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function runsOf(points: (At | null)[]): At[][] {
  const runs: At[][] = [[]];
  for (const point of points) {
    if (point) (runs[runs.length - 1] as At[]).push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function pathOf(points: (At | null)[]): string {
  return runsOf(points)
    .map((run) => `M${run.map(write).join("L")}`)
    .join("");
}

function areaOf(points: (At | null)[], height: number): string {
  return runsOf(points)
    .filter((run) => run.length > 1)
    .map((run) => `M${run.map(write).join("L")}V${height}H${(run[0] as At).x.toFixed(1)}Z`)
    .join("");
}
