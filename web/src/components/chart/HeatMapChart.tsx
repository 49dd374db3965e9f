/** One number over two categories: cells shaded from little to much; below zero in another hue. */
import { useMemo } from "react";
import { formatValue } from "@/lib/format";
import type { Format } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import { type Dimension, periodName } from "./dimension";
import { bandScale, extentOf } from "./scale";
import type { Active, Pick, Spot } from "./spot";
import { fitText, widest } from "./text";
import { timeTicks } from "./time";

export interface HeatMapChartProps {
  label: string;
  x: Dimension;
  y: Dimension;
  /** Values by row (y), then column (x). */
  cells: (number | null)[][];
  format: Format;
  valueLabel: string;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

const FOOT = 22;

function layOutCells({ x, y, cells, format, width, height }: HeatMapChartProps) {
  const names = y.values.map((_, index) => y.name(index));
  const nameRoom = Math.min(widest(names, 12), width * 0.3);
  const left = nameRoom + 10;
  const row = Math.max(18, Math.min(44, (height - FOOT) / Math.max(1, y.values.length)));
  const bottom = row * y.values.length;
  const across = bandScale(x.values.length, [left, width], 0, 1_000);
  const down = bandScale(y.values.length, [0, bottom], 0, 1_000);
  const [low, high] = extentOf(cells.flat(), false);
  const texts = cells.map((line) =>
    line.map((value) => (value === null ? "" : formatValue(value, format, { unit: false }))),
  );
  const withText = row >= 20 && widest(texts.flat()) <= across.step - 6;
  const columns = x.dates
    ? timeTicks(x.dates, x.grain, across.middle).map((tick) => ({ index: tick.index, label: tick.label }))
    : columnNames(x, across.step);
  return {
    left,
    bottom,
    height: bottom + FOOT,
    across,
    down,
    names: names.map((name) => fitText(name, nameRoom, 12)),
    columns,
    low,
    high,
    texts: withText ? texts : null,
  };
}

function columnNames(x: Dimension, step: number) {
  const every = Math.max(1, Math.ceil(30 / step));
  return x.values.flatMap((_, index) =>
    index % every === 0 ? [{ index, label: fitText(x.name(index), step * every - 4) }] : [],
  );
}

type CellGeometry = ReturnType<typeof layOutCells>;

/** How strong `value` is, −1 … 1: of the range when one-sided, of the larger side when both signs occur. */
function strength(value: number, low: number, high: number): number {
  if (low < 0 && high > 0) return value / Math.max(-low, high);
  const span = high - low || 1;
  return high <= 0 ? -(high - value) / span : (value - low) / span;
}

function shade(value: number | null, { low, high }: CellGeometry): string {
  if (value === null) return "var(--surface-sunken)";
  const power = strength(value, low, high);
  const hue = power < 0 ? "var(--series-2)" : "var(--scale-1)";
  return `color-mix(in oklab, ${hue} ${Math.round(4 + Math.abs(power) * 96)}%, var(--scale-0))`;
}

function summary({ x, y, cells, format, valueLabel }: HeatMapChartProps): string {
  let most: { value: number; at: string } | undefined;
  let least: { value: number; at: string } | undefined;
  cells.forEach((line, row) => {
    line.forEach((value, column) => {
      if (value === null) return;
      const at = `${y.name(row)}, ${x.name(column)}`;
      if (!most || value > most.value) most = { value, at };
      if (!least || value < least.value) least = { value, at };
    });
  });
  if (!most || !least) return "No values.";
  return `${valueLabel} over ${y.values.length} rows and ${x.values.length} columns: highest ${formatValue(most.value, format)} at ${most.at}; lowest ${formatValue(least.value, format)} at ${least.at}.`;
}

export function HeatMapChart(props: HeatMapChartProps) {
  const { x, y, cells, format, width } = props;
  const geometry = useMemo(() => layOutCells(props), [props]);
  const spotAt = ({ column, row }: Active): Spot | null => {
    const line = Math.max(0, row);
    const value = cells[line]?.[column] ?? null;
    const title = `${y.name(line)} · ${periodName(x, column)}`;
    const text = formatValue(value, format, { full: true });
    return {
      x: geometry.across.middle(column),
      y: geometry.down.middle(line),
      title,
      rows: [{ label: props.valueLabel, value: text, strong: true }],
      words: `${title}: ${text}.`,
      pick: {
        values: { [x.column]: x.values[column] ?? null, [y.column]: y.values[line] ?? null },
        label: `${x.name(column)} · ${y.name(line)}`,
      },
    };
  };
  const marks = useMemo(() => <Cells {...props} geometry={geometry} />, [props, geometry]);
  const inside = (px: number, py: number) =>
    px >= geometry.left && px <= width && py >= 0 && py <= geometry.bottom;
  return (
    <div className={styles.scroll} data-scroll style={{ height: props.height }}>
      <ChartSurface
        label={props.label}
        summary={summary(props)}
        width={width}
        height={geometry.height}
        columns={x.values.length}
        rows={y.values.length}
        locate={(px, py) =>
          inside(px, py) ? { column: geometry.across.at(px), row: geometry.down.at(py) } : null
        }
        spotAt={spotAt}
        onPick={props.onPick}
        overlay={({ column, row }) => (
          <rect
            x={geometry.across(column) + 0.5}
            y={geometry.down(Math.max(0, row)) + 0.5}
            width={geometry.across.bandwidth - 1}
            height={geometry.down.bandwidth - 1}
            rx={3}
            className={styles.ring}
          />
        )}
      >
        {marks}
      </ChartSurface>
    </div>
  );
}

function Cells({ y, cells, geometry }: HeatMapChartProps & { geometry: CellGeometry }) {
  const { across, down, names, columns, texts } = geometry;
  return (
    <>
      {cells.map((line, row) => (
        <g key={String(y.values[row])}>
          <text
            x={geometry.left - 10}
            y={down.middle(row)}
            dy="0.35em"
            textAnchor="end"
            className={styles.category}
          >
            {names[row] === y.name(row) ? null : <title>{y.name(row)}</title>}
            {names[row]}
          </text>
          {line.map((value, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the column is the cell's identity
            <g key={column}>
              <rect
                x={across(column) + 1}
                y={down(row) + 1}
                width={Math.max(1, across.bandwidth - 2)}
                height={Math.max(1, down.bandwidth - 2)}
                rx={2.5}
                style={{ fill: shade(value, geometry) }}
              />
              {texts && value !== null ? (
                <text
                  x={across.middle(column)}
                  y={down.middle(row)}
                  dy="0.35em"
                  textAnchor="middle"
                  className={
                    Math.abs(strength(value, geometry.low, geometry.high)) > 0.52
                      ? styles.onDark
                      : styles.onLight
                  }
                >
                  {texts[row]?.[column]}
                </text>
              ) : null}
            </g>
          ))}
        </g>
      ))}
      {columns.map((column) => (
        <text
          key={column.index}
          x={across.middle(column.index)}
          y={geometry.bottom + 15}
          textAnchor="middle"
          className={styles.tick}
        >
          {column.label}
        </text>
      ))}
    </>
  );
}
