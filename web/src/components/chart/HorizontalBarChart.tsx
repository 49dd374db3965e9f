/** Bars lying down, one row per category, with room for long names; scrolls when there are many rows. */
import { useMemo } from "react";
import { formatValue } from "@/lib/format";
import type { Reference } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import { SHARE } from "./data";
import { type Dimension, periodName } from "./dimension";
import type { Stacking } from "./geometry";
import { type HorizontalGeometry, layOutRows, type RowRect, rowRect } from "./horizontal";
import { Legend, planLegend, useLegend } from "./Legend";
import type { PlotSeries } from "./series";
import type { Active, Pick, Spot, TooltipRow } from "./spot";
import { shareOf } from "./stack";
import { summarize } from "./summary";

export interface HorizontalBarChartProps {
  label: string;
  dimension: Dimension;
  series: PlotSeries[];
  stacking?: Stacking;
  references?: Reference[] | undefined;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

export function HorizontalBarChart(props: HorizontalBarChartProps) {
  const { dimension, series, width, height, stacking = "none", references } = props;
  const ids = useMemo(() => series.map((one) => one.id), [series]);
  const legend = useLegend(ids);
  const shown = useMemo(() => series.filter((one) => !legend.hidden.has(one.id)), [series, legend.hidden]);
  const withLegend = series.length > 1;
  const plan = planLegend(series, width, legend.open ? 99 : height > 260 ? 2 : 1);
  const room = Math.max(48, height - (withLegend ? plan.height + 4 : 0));
  const geometry = useMemo(
    () => layOutRows({ dimension, series: shown, stacking, references, width, height: room }),
    [dimension, shown, stacking, references, width, room],
  );
  const marks = useMemo(
    () => <Rows {...{ dimension, series: shown, geometry, references }} />,
    [dimension, shown, geometry, references],
  );
  return (
    <div className={styles.chart}>
      {withLegend ? <Legend plan={plan} state={legend} /> : null}
      <div className={styles.scroll} data-scroll style={{ height: room }}>
        <ChartSurface
          label={props.label}
          summary={summarize(dimension, series)}
          width={geometry.width}
          height={geometry.height}
          columns={dimension.values.length}
          rows={shown.length}
          upright
          locate={(x, y) => locateRow(geometry, shown, x, y)}
          spotAt={(active) => spotOf({ geometry, series: shown, dimension, stacking }, active)}
          onPick={props.onPick}
          overlay={(active) => <RowWash active={active} geometry={geometry} />}
        >
          {marks}
        </ChartSurface>
      </div>
    </div>
  );
}

function RowWash({ active, geometry }: { active: Active; geometry: HorizontalGeometry }) {
  const { band, width } = geometry;
  return (
    <rect
      x={0}
      y={band.middle(active.column) - band.step / 2}
      width={width}
      height={band.step}
      rx={4}
      className={styles.wash}
      pointerEvents="none"
    />
  );
}

interface RowsProps {
  dimension: Dimension;
  series: PlotSeries[];
  geometry: HorizontalGeometry;
  references: Reference[] | undefined;
}

function barPath({ x, y, width, height, negative }: RowRect, rounded: boolean): string {
  const radius = rounded ? Math.min(3, height / 2, width) : 0;
  const base = negative ? x + width : x;
  const tip = negative ? x : x + width;
  const back = negative ? radius : -radius;
  return (
    `M${base},${y}H${tip + back}Q${tip},${y} ${tip},${y + radius}` +
    `V${y + height - radius}Q${tip},${y + height} ${tip + back},${y + height}H${base}Z`
  );
}

function Rows({ dimension, series, geometry, references }: RowsProps) {
  const { band, names, zero, height } = geometry;
  return (
    <>
      <line x1={zero} x2={zero} y1={0} y2={height} className={styles.zero} />
      {dimension.values.map((value, index) => (
        <g key={String(value)}>
          <text x={0} y={band.middle(index)} dy="0.35em" className={styles.category}>
            {names[index] === dimension.name(index) ? null : <title>{dimension.name(index)}</title>}
            {names[index]}
          </text>
          <RowBars {...{ series, geometry, index }} open={index === dimension.partial} />
        </g>
      ))}
      {(references ?? []).map((one) => (
        <g key={`${one.value}-${one.label}`}>
          <line
            x1={geometry.scale(one.value)}
            x2={geometry.scale(one.value)}
            y1={0}
            y2={height - 16}
            className={styles.reference}
          />
          <text
            x={geometry.scale(one.value)}
            y={height - 3}
            textAnchor="middle"
            className={styles.referenceLabel}
          >
            {`${one.label ?? ""} ${formatValue(one.value, geometry.format)}`.trim()}
          </text>
        </g>
      ))}
    </>
  );
}

function RowBars({
  series,
  geometry,
  index,
  open,
}: {
  series: PlotSeries[];
  geometry: HorizontalGeometry;
  index: number;
  open: boolean;
}) {
  const rects = series.map((_, at) => rowRect(geometry, series, at, index));
  const ends = rects.filter((rect) => rect !== null);
  const last = ends[ends.length - 1];
  return (
    <>
      {rects.map((rect, at) =>
        rect ? (
          <path
            key={series[at]?.id}
            d={barPath(rect, geometry.spans === null || rect === last)}
            fill={series[at]?.colour}
            className={open ? styles.barOpen : geometry.spans ? styles.barPiled : undefined}
          />
        ) : null,
      )}
      {geometry.valueLabels(index).map((label) => (
        <text
          key={label.y}
          x={label.x}
          y={label.y}
          dy="0.35em"
          textAnchor={label.anchor}
          className={styles.value}
        >
          {label.text}
        </text>
      ))}
    </>
  );
}

function locateRow(geometry: HorizontalGeometry, series: PlotSeries[], x: number, y: number): Active | null {
  if (y < 0 || y > geometry.height) return null;
  const column = geometry.band.at(y);
  const row = series.findIndex((_, at) => {
    const rect = rowRect(geometry, series, at, column);
    return (
      rect !== null &&
      x >= rect.x &&
      x <= rect.x + rect.width &&
      y >= rect.y - 1 &&
      y <= rect.y + rect.height + 1
    );
  });
  return { column, row: series.length === 1 ? 0 : row };
}

interface Plot {
  geometry: HorizontalGeometry;
  series: PlotSeries[];
  dimension: Dimension;
  stacking: Stacking;
}

function rowsFor({ series, stacking }: Plot, { column, row }: Active): TooltipRow[] {
  const rows = series.map((one, at): TooltipRow => {
    const text = formatValue(one.values[column], one.format);
    const share = stacking === "normalized" ? ` · ${formatValue(shareOf(series, at, column), SHARE)}` : "";
    return {
      label: one.label,
      value: `${text}${share}`,
      colour: series.length > 1 ? one.colour : undefined,
      strong: at === row,
    };
  });
  if (stacking === "none" || series.length < 2) return rows;
  const sum = series.reduce((all, one) => all + (one.values[column] ?? 0), 0);
  return [...rows, { label: "Total", value: formatValue(sum, series[0]?.format), apart: true, strong: true }];
}

function spotOf(plot: Plot, active: Active): Spot | null {
  const { dimension, series, geometry } = plot;
  if (series.length === 0) return null;
  const chosen = series[active.row >= 0 ? active.row : series.length === 1 ? 0 : -1];
  const name = dimension.name(active.column);
  const rows = rowsFor(plot, active);
  const spoken = (chosen ? rows.filter((row) => row.label === chosen.label) : rows).slice(0, 6);
  const rect = chosen ? rowRect(geometry, series, series.indexOf(chosen), active.column) : null;
  return {
    x: rect ? rect.x + Math.min(rect.width, 160) : geometry.zero + 40,
    y: geometry.band.middle(active.column),
    title: periodName(dimension, active.column),
    rows,
    words: `${name}: ${spoken.map((row) => (series.length > 1 ? `${row.label} ${row.value}` : row.value)).join("; ")}. ${active.column + 1} of ${dimension.values.length}.`,
    pick: {
      values: { [dimension.column]: dimension.values[active.column] ?? null, ...chosen?.point },
      label: chosen && Object.keys(chosen.point).length > 0 ? `${name} · ${chosen.label}` : name,
    },
  };
}
