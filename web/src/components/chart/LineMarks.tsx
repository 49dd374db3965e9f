/** Lines and filled areas; the unfinished period is dashed, a missing value is a gap. */
import { area, curveLinear, curveMonotoneX, line } from "d3-shape";
import styles from "./chart.module.css";
import type { Geometry } from "./geometry";
import type { PlotSeries } from "./series";
import type { Span } from "./stack";

interface Dot {
  x: number;
  y: number;
  base: number;
}

function dotsOf(series: PlotSeries, geometry: Geometry, spans: Span[] | undefined): (Dot | null)[] {
  const axis = series.axis === "right" && geometry.rightAxis ? geometry.rightAxis : geometry.leftAxis;
  const zero = axis.scale(Math.max(axis.scale.domain[0], Math.min(axis.scale.domain[1], 0)));
  return series.values.map((value, index) => {
    const span = spans?.[index];
    if (span) return { x: geometry.x(index), y: axis.scale(span.to), base: axis.scale(span.from) };
    return value === null ? null : { x: geometry.x(index), y: axis.scale(value), base: zero };
  });
}

const curveFor = (count: number) => (count > 80 ? curveLinear : curveMonotoneX);

function pathOf(dots: (Dot | null)[]): string {
  const draw = line<Dot | null>()
    .defined((dot) => dot !== null)
    .x((dot) => dot?.x ?? 0)
    .y((dot) => dot?.y ?? 0)
    .curve(curveFor(dots.length));
  return draw(dots) ?? "";
}

function areaOf(dots: (Dot | null)[]): string {
  const draw = area<Dot | null>()
    .defined((dot) => dot !== null)
    .x((dot) => dot?.x ?? 0)
    .y0((dot) => dot?.base ?? 0)
    .y1((dot) => dot?.y ?? 0)
    .curve(curveFor(dots.length));
  return draw(dots) ?? "";
}

/** Points with no neighbour would be invisible as a line. */
function lonely(dots: (Dot | null)[]): Dot[] {
  return dots.filter((dot, at): dot is Dot => dot !== null && !dots[at - 1] && !dots[at + 1]);
}

export interface LineMarksProps {
  series: PlotSeries[];
  all: PlotSeries[];
  geometry: Geometry;
  partial: number;
  stacked: boolean;
}

export function LineMarks({ series, all, geometry, partial, stacked }: LineMarksProps) {
  const overBars = all.some((one) => one.mark === "bar");
  return series.map((one) => {
    const spans = stacked && one.mark === "area" ? geometry.spans?.[all.indexOf(one)] : undefined;
    const dots = dotsOf(one, geometry, spans);
    const open = partial > 0 && partial === dots.length - 1 ? partial : dots.length;
    const full = dots.slice(0, open);
    const rest = open < dots.length ? dots.slice(open - 1) : [];
    return (
      <g key={one.id} className={one.muted ? styles.muted : undefined}>
        {one.mark === "area" ? <Filled {...{ full, rest, stacked }} colour={one.colour} /> : null}
        {overBars ? <path d={pathOf(full)} className={styles.under} /> : null}
        <path d={pathOf(full)} stroke={one.colour} className={styles.line} />
        {lonely(full).map((dot) => (
          <circle key={dot.x} cx={dot.x} cy={dot.y} r={3} fill={one.colour} />
        ))}
        <Open rest={rest} colour={one.colour} />
      </g>
    );
  });
}

interface FilledProps {
  full: (Dot | null)[];
  rest: (Dot | null)[];
  stacked: boolean;
  colour: string;
}

function Filled({ full, rest, stacked, colour }: FilledProps) {
  return (
    <>
      <path d={areaOf(full)} fill={colour} className={stacked ? styles.areaStacked : styles.area} />
      {rest.length > 0 ? <path d={areaOf(rest)} fill={colour} className={styles.areaOpen} /> : null}
    </>
  );
}

/** The way to the unfinished period, and where it stands so far. */
function Open({ rest, colour }: { rest: (Dot | null)[]; colour: string }) {
  const end = rest[rest.length - 1];
  if (rest.length === 0) return null;
  return (
    <>
      <path d={pathOf(rest)} stroke={colour} className={styles.lineOpen} />
      {end ? <circle cx={end.x} cy={end.y} r={3.5} stroke={colour} className={styles.hollow} /> : null}
    </>
  );
}

/** Where the line of `series` is at `index`, in px; null in a gap. */
export function dotAt(
  series: PlotSeries,
  geometry: Geometry,
  index: number,
  spans?: Span[] | undefined,
): { x: number; y: number } | null {
  return dotsOf(series, geometry, spans)[index] ?? null;
}
