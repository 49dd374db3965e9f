/** How a number got from start to end: steps hang where the one before ended, totals stand on zero. */
import { useMemo } from "react";
import { formatValue } from "@/lib/format";
import { BottomAxis, ValueGrid } from "./Axes";
import { type Rect, roundedBar } from "./BarMarks";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import type { Dimension } from "./dimension";
import { type Geometry, layOut } from "./geometry";
import type { PlotSeries } from "./series";
import type { Active, Pick, Spot } from "./spot";
import type { Span } from "./stack";
import { textWidth } from "./text";

export interface WaterfallChartProps {
  label: string;
  dimension: Dimension;
  series: PlotSeries;
  /** Which steps are totals. */
  isTotal: (index: number) => boolean;
  colours: { total: string; up: string; down: string };
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

/** Where each step begins and ends: totals from zero, changes from the level reached. */
export function stepSpans(values: (number | null)[], isTotal: (index: number) => boolean): Span[] {
  let level = 0;
  return values.map((value, index) => {
    const from = isTotal(index) ? 0 : level;
    level = from + (value ?? 0);
    return { from, to: level, value };
  });
}

function signed(props: WaterfallChartProps, index: number): string {
  const value = props.series.values[index] ?? null;
  const text = formatValue(value, props.series.format, { unit: false });
  return !props.isTotal(index) && value !== null && value > 0 ? `+${text}` : text;
}

function rectOf(geometry: Geometry, span: Span, index: number): Rect {
  const band = geometry.band as NonNullable<Geometry["band"]>;
  const from = geometry.leftAxis.scale(span.from);
  const to = geometry.leftAxis.scale(span.to);
  return {
    x: band(index),
    y: Math.min(from, to),
    width: band.bandwidth,
    height: Math.max(1, Math.abs(from - to)),
    negative: span.to < span.from,
  };
}

function summary(props: WaterfallChartProps, spans: Span[]): string {
  const { dimension, series, isTotal } = props;
  const steps = spans.map((span, index) => ({ span, index })).filter(({ index }) => !isTotal(index));
  const ranked = [...steps].sort((a, b) => (b.span.value ?? 0) - (a.span.value ?? 0));
  const first = spans[0];
  const last = spans[spans.length - 1];
  if (!first || !last) return "No steps.";
  const name = (at: { index: number } | undefined) =>
    at ? `${dimension.name(at.index)} ${signed(props, at.index)}` : "";
  const write = (value: number) => formatValue(value, series.format);
  return `From ${write(isTotal(0) ? first.to : first.from)} to ${write(last.to)} in ${steps.length} steps. Largest rise ${name(ranked[0])}, largest fall ${name(ranked[ranked.length - 1])}.`;
}

export function WaterfallChart(props: WaterfallChartProps) {
  const { dimension, series, width, height, isTotal } = props;
  const spans = useMemo(() => stepSpans(series.values, isTotal), [series, isTotal]);
  const geometry = useMemo(
    () => layOut({ dimension, series: [series], stacking: "none", width, height, spans: [spans] }),
    [dimension, series, width, height, spans],
  );
  const spotAt = ({ column }: Active): Spot | null => {
    const span = spans[column];
    if (!span) return null;
    const name = dimension.name(column);
    const level = formatValue(span.to, series.format);
    const rect = rectOf(geometry, span, column);
    return {
      x: rect.x + rect.width / 2,
      y: rect.y,
      title: name,
      rows: isTotal(column)
        ? [{ label: "Total", value: level, strong: true }]
        : [
            { label: "Change", value: signed(props, column), strong: true },
            { label: "Reaches", value: level },
          ],
      words: `${name}: ${signed(props, column)}, reaching ${level}. ${column + 1} of ${spans.length}.`,
      pick: { values: { [dimension.column]: dimension.values[column] ?? null }, label: name },
    };
  };
  return (
    <ChartSurface
      label={props.label}
      summary={summary(props, spans)}
      {...{ width, height, spotAt }}
      columns={spans.length}
      rows={1}
      locate={(x) => (x < geometry.left - 12 ? null : { column: geometry.indexAt(x), row: 0 })}
      onPick={props.onPick}
      overlay={({ column }) => <StepWash geometry={geometry} column={column} />}
    >
      <ValueGrid geometry={geometry} />
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the position along the axis is the step's identity
        <StepBar key={index} {...{ props, geometry, span, index }} last={index === spans.length - 1} />
      ))}
      <BottomAxis ticks={geometry.ticks} y={geometry.bottom} />
    </ChartSurface>
  );
}

function StepWash({ geometry, column }: { geometry: Geometry; column: number }) {
  const step = geometry.band?.step ?? 0;
  return (
    <rect
      x={geometry.x(column) - step / 2}
      y={geometry.top}
      width={step}
      height={geometry.bottom - geometry.top}
      rx={3}
      className={styles.wash}
      pointerEvents="none"
    />
  );
}

interface StepBarProps {
  props: WaterfallChartProps;
  geometry: Geometry;
  span: Span;
  index: number;
  last: boolean;
}

function StepBar({ props, geometry, span, index, last }: StepBarProps) {
  const rect = rectOf(geometry, span, index);
  const colour = props.isTotal(index)
    ? props.colours.total
    : rect.negative
      ? props.colours.down
      : props.colours.up;
  const label = signed(props, index);
  const step = geometry.band?.step ?? 0;
  const end = geometry.leftAxis.scale(span.to);
  return (
    <g>
      {span.value === null ? null : <path d={roundedBar(rect, true)} fill={colour} />}
      {last ? null : (
        <line x1={rect.x + rect.width} x2={rect.x + step} y1={end} y2={end} className={styles.connector} />
      )}
      {textWidth(label) <= step - 2 ? (
        <text
          x={rect.x + rect.width / 2}
          y={
            rect.negative ? Math.min(geometry.bottom - 3, rect.y + rect.height + 12) : Math.max(9, rect.y - 5)
          }
          textAnchor="middle"
          className={styles.value}
        >
          {label}
        </text>
      ) : null}
    </g>
  );
}
