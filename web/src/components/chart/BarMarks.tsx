/** Bars beside each other or piled up, from zero; the unfinished period is hatched. */
import styles from "./chart.module.css";
import type { Geometry } from "./geometry";
import type { PlotSeries } from "./series";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
  negative: boolean;
}

/** The rectangle of bar `at` (among `count` bars per band) at `index`; null when there is no value. */
export function barRect(geometry: Geometry, series: PlotSeries[], at: number, index: number): Rect | null {
  const one = series[at];
  const band = geometry.band;
  if (!one || !band) return null;
  const value = one.values[index] ?? null;
  if (value === null) return null;
  const scale = (one.axis === "right" && geometry.rightAxis ? geometry.rightAxis : geometry.leftAxis).scale;
  const bars = series.filter((other) => other.mark === "bar");
  const span = geometry.spans?.[at]?.[index];
  const count = span ? 1 : bars.length;
  const gap = count > 1 ? Math.min(2, band.bandwidth / count / 4) : 0;
  const width = Math.max(1, (band.bandwidth - gap * (count - 1)) / count);
  const place = span ? 0 : bars.indexOf(one);
  const from = scale(span?.from ?? 0);
  const to = scale(span?.to ?? value);
  return {
    x: band(index) + place * (width + gap),
    y: Math.min(from, to),
    width,
    height: Math.abs(from - to),
    negative: value < 0,
  };
}

/** A rectangle whose far end is rounded. */
export function roundedBar(rect: Rect, rounded: boolean): string {
  const { x, y, width, height, negative } = rect;
  const radius = rounded ? Math.min(3, width / 2, height) : 0;
  const base = negative ? y : y + height;
  const tip = negative ? y + height : y;
  const away = negative ? -radius : radius;
  return (
    `M${x},${base}V${tip + away}Q${x},${tip} ${x + radius},${tip}` +
    `H${x + width - radius}Q${x + width},${tip} ${x + width},${tip + away}V${base}Z`
  );
}

function isTip(series: PlotSeries[], at: number, index: number): boolean {
  const negative = (series[at]?.values[index] ?? 0) < 0;
  return !series.slice(at + 1).some((other) => {
    const value = other.values[index] ?? 0;
    return other.mark === "bar" && value !== 0 && value < 0 === negative;
  });
}

export interface BarMarksProps {
  series: PlotSeries[];
  geometry: Geometry;
  partial: number;
  hatch: string;
}

export function BarMarks({ series, geometry, partial, hatch }: BarMarksProps) {
  return series.map((one, at) =>
    one.mark !== "bar" ? null : (
      <g key={one.id} fill={one.colour}>
        {one.values.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the position along the axis is the bar's identity
          <BarMark key={index} {...{ series, geometry, at, index, hatch }} open={index === partial} />
        ))}
      </g>
    ),
  );
}

interface BarMarkProps {
  series: PlotSeries[];
  geometry: Geometry;
  at: number;
  index: number;
  hatch: string;
  open: boolean;
}

function BarMark({ series, geometry, at, index, hatch, open }: BarMarkProps) {
  const rect = barRect(geometry, series, at, index);
  if (!rect) return null;
  const piled = geometry.spans !== null;
  const path = roundedBar(rect, !piled || isTip(series, at, index));
  if (!open) return <path d={path} className={piled ? styles.barPiled : undefined} />;
  return (
    <>
      <path d={path} className={styles.barOpen} />
      <path d={path} fill={`url(#${hatch})`} />
    </>
  );
}

/** Stripes in the surface's colour, laid over the bar of an unfinished period. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="3" height="6" className={styles.hatch} />
    </pattern>
  );
}
