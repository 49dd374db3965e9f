/** Two numbers against each other, a dot per row; thousands of dots are drawn on a canvas. */
import { useLayoutEffect, useMemo, useRef } from "react";
import { formatCount, formatValue } from "@/lib/format";
import type { Format } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import { Legend, type LegendItem, planLegend, useLegend } from "./Legend";
import { extentOf, type LinearScale, linearScale } from "./scale";
import type { Pick, Spot } from "./spot";
import { widest } from "./text";
import { formatTicks } from "./tick";

export interface Dot {
  x: number;
  y: number;
  /** 0 … 1 of the largest, or null. */
  size: number | null;
  series: string;
  colour: string;
  label: string;
  pick?: Pick | undefined;
}

export interface AxisName {
  label: string;
  format: Format;
}

export interface ScatterChartProps {
  label: string;
  dots: Dot[];
  x: AxisName;
  y: AxisName;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

export const CANVAS_FROM = 2_000;
const REACH = 24;

interface ScatterGeometry {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: LinearScale;
  y: LinearScale;
  xLabels: string[];
  yLabels: string[];
  radius: (dot: Dot) => number;
}

function layOutDots(dots: Dot[], props: ScatterChartProps, height: number): ScatterGeometry {
  const top = 24;
  const bottom = height - 40;
  const yExtent = extentOf(
    dots.map((dot) => dot.y),
    false,
  );
  const xExtent = extentOf(
    dots.map((dot) => dot.x),
    false,
  );
  const nearZero = ([low, high]: [number, number]): [number, number] =>
    low > 0 && low < high * 0.3 ? [0, high] : [low, high];
  const y = linearScale(nearZero(yExtent), [bottom, top], {
    ticks: Math.max(2, Math.round((bottom - top) / 48)),
    format: props.y.format,
  });
  const yLabels = formatTicks(y.ticks, props.y.format);
  const left = Math.ceil(widest(yLabels)) + 10;
  const right = props.width - 12;
  const x = linearScale(nearZero(xExtent), [left + 8, right], {
    ticks: Math.max(2, Math.round((right - left) / 90)),
    format: props.x.format,
  });
  const small = dots.length > 500 ? 2.5 : dots.length > 100 ? 3.5 : 4.5;
  const radius = (dot: Dot) => (dot.size === null ? small : 3 + Math.sqrt(Math.max(0, dot.size)) * 14);
  return { left, right, top, bottom, x, y, xLabels: formatTicks(x.ticks, props.x.format), yLabels, radius };
}

function nearestDot(dots: Dot[], geometry: ScatterGeometry, px: number, py: number): number {
  let best = REACH * REACH;
  let found = -1;
  for (let at = 0; at < dots.length; at++) {
    const dot = dots[at] as Dot;
    const dx = geometry.x(dot.x) - px;
    const dy = geometry.y(dot.y) - py;
    const away = dx * dx + dy * dy;
    if (away < best) {
      best = away;
      found = at;
    }
  }
  return found;
}

/** Pearson's r; null with fewer than three dots or no spread. */
export function correlation(dots: { x: number; y: number }[]): number | null {
  const count = dots.length;
  if (count < 3) return null;
  const meanX = dots.reduce((sum, dot) => sum + dot.x, 0) / count;
  const meanY = dots.reduce((sum, dot) => sum + dot.y, 0) / count;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const dot of dots) {
    xy += (dot.x - meanX) * (dot.y - meanY);
    xx += (dot.x - meanX) ** 2;
    yy += (dot.y - meanY) ** 2;
  }
  return xx && yy ? xy / Math.sqrt(xx * yy) : null;
}

function summary({ dots, x, y }: ScatterChartProps): string {
  const related = correlation(dots);
  const size = Math.abs(related ?? 0);
  const strength = size > 0.7 ? "strongly" : size > 0.4 ? "moderately" : size > 0.2 ? "weakly" : "hardly";
  const way = (related ?? 0) < 0 ? "falls" : "rises";
  const trend =
    related === null
      ? ""
      : ` ${y.label} ${strength} ${way} with ${x.label} (r = ${related.toFixed(2).replace("-", "−")}).`;
  const high = dots.reduce<Dot | null>((best, dot) => (best === null || dot.y > best.y ? dot : best), null);
  const top = high
    ? ` Highest ${y.label}: ${high.label || "one"} with ${formatValue(high.y, y.format)}.`
    : "";
  return `${formatCount(dots.length, "dot")}.${trend}${top}`;
}

function legendItems(dots: Dot[]): LegendItem[] {
  const seen = new Map<string, string>();
  for (const dot of dots) if (!seen.has(dot.series)) seen.set(dot.series, dot.colour);
  return [...seen].map(([id, colour]) => ({ id, label: id, colour }));
}

export function ScatterChart(props: ScatterChartProps) {
  const { dots, width, height } = props;
  const items = useMemo(() => legendItems(dots), [dots]);
  const ids = useMemo(() => items.map((item) => item.id), [items]);
  const legend = useLegend(ids);
  const plan = planLegend(items, width, legend.open ? 99 : 1);
  const withLegend = items.length > 1;
  const room = Math.max(80, height - (withLegend ? plan.height + 4 : 0));
  const shown = useMemo(
    () => dots.filter((dot) => !legend.hidden.has(dot.series)).sort((a, b) => a.x - b.x),
    [dots, legend.hidden],
  );
  const geometry = useMemo(() => layOutDots(shown, props, room), [shown, props, room]);
  const dense = shown.length > CANVAS_FROM;
  const marks = useMemo(
    () => <Plane {...{ props, geometry }} height={room} dots={dense ? [] : shown} />,
    [props, geometry, room, dense, shown],
  );
  return (
    <ChartSurface
      label={props.label}
      summary={summary(props)}
      width={width}
      height={room}
      columns={shown.length}
      rows={1}
      locate={(px, py) => {
        const column = nearestDot(shown, geometry, px, py);
        return column < 0 ? null : { column, row: 0 };
      }}
      spotAt={({ column }) => spotOf(props, geometry, shown, column)}
      onPick={props.onPick}
      overlay={(active) => <Ring geometry={geometry} dot={shown[active.column]} />}
      legend={withLegend ? <Legend plan={plan} state={legend} /> : null}
      underlay={dense ? <DotCanvas dots={shown} geometry={geometry} width={width} height={room} /> : null}
    >
      {marks}
    </ChartSurface>
  );
}

function spotOf(
  props: ScatterChartProps,
  geometry: ScatterGeometry,
  dots: Dot[],
  column: number,
): Spot | null {
  const dot = dots[column];
  if (!dot) return null;
  const x = formatValue(dot.x, props.x.format, { full: true });
  const y = formatValue(dot.y, props.y.format, { full: true });
  const title = dot.label || dot.series || "Dot";
  return {
    x: geometry.x(dot.x),
    y: geometry.y(dot.y),
    title,
    rows: [
      { label: props.x.label, value: x },
      { label: props.y.label, value: y },
    ],
    note: dot.label && dot.series ? dot.series : undefined,
    words: `${title}: ${props.x.label} ${x}, ${props.y.label} ${y}. ${column + 1} of ${dots.length}.`,
    pick: dot.pick,
  };
}

function Ring({ geometry, dot }: { geometry: ScatterGeometry; dot: Dot | undefined }) {
  if (!dot) return null;
  return (
    <circle
      cx={geometry.x(dot.x)}
      cy={geometry.y(dot.y)}
      r={geometry.radius(dot) + 3}
      className={styles.ring}
    />
  );
}

interface PlaneProps {
  props: ScatterChartProps;
  geometry: ScatterGeometry;
  height: number;
  dots: Dot[];
}

function Plane({ props, geometry, height, dots }: PlaneProps) {
  const { x, y, left, right, top, bottom, xLabels, yLabels } = geometry;
  return (
    <>
      {y.ticks.map((tick, at) => (
        <g key={tick} transform={`translate(0 ${Math.round(y(tick)) + 0.5})`}>
          <line x1={left} x2={right} className={styles.grid} />
          <text x={left - 8} dy="0.32em" textAnchor="end" className={styles.tick}>
            {yLabels[at]}
          </text>
        </g>
      ))}
      {x.ticks.map((tick, at) => (
        <g key={tick} transform={`translate(${Math.round(x(tick)) + 0.5} 0)`}>
          <line y1={top} y2={bottom} className={styles.grid} />
          <text y={bottom + 16} textAnchor="middle" className={styles.tick}>
            {xLabels[at]}
          </text>
        </g>
      ))}
      <text x={0} y={10} className={styles.unit}>
        {`↑ ${named(props.y)}`}
      </text>
      <text x={right} y={height - 4} textAnchor="end" className={styles.unit}>
        {`${named(props.x)} →`}
      </text>
      {dots.map((dot, at) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity but their place
          key={at}
          cx={x(dot.x)}
          cy={y(dot.y)}
          r={geometry.radius(dot)}
          fill={dot.colour}
          stroke={dot.colour}
          className={styles.dot}
        />
      ))}
    </>
  );
}

function named({ label, format }: AxisName): string {
  return format.style === "number" && format.unit ? `${label} (${format.unit})` : label;
}

function DotCanvas({
  dots,
  geometry,
  width,
  height,
}: {
  dots: Dot[];
  geometry: ScatterGeometry;
  width: number;
  height: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const ratio = window.devicePixelRatio || 1;
    const pen = canvas.current?.getContext("2d");
    if (!canvas.current || !pen) return;
    canvas.current.width = width * ratio;
    canvas.current.height = height * ratio;
    pen.scale(ratio, ratio);
    pen.globalAlpha = 0.5;
    for (const dot of dots) {
      pen.fillStyle = dot.colour;
      pen.beginPath();
      pen.arc(geometry.x(dot.x), geometry.y(dot.y), geometry.radius(dot), 0, 2 * Math.PI);
      pen.fill();
    }
  }, [dots, geometry, width, height]);
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} />;
}
