/** Progress against targets: a bar per row, shaded ranges behind it, a mark where the target is. */
import { useMemo } from "react";
import { formatValue } from "@/lib/format";
import type { Format } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import type { Active, Pick, Spot } from "./spot";
import { fitText, widest } from "./text";

export interface BulletRow {
  label: string;
  value: number | null;
  target: number | null;
  pick?: Pick | undefined;
}

export interface BulletChartProps {
  label: string;
  rows: BulletRow[];
  format: Format;
  bands: number[];
  colour: string;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

const LEAST = 34;

/** Rows share one scale unless their targets are of quite different size. */
function topOf(row: BulletRow, { rows, bands }: BulletChartProps): number {
  const targets = rows.map((one) => one.target ?? 0).filter((target) => target > 0);
  const apart = targets.length > 1 && Math.max(...targets) / Math.min(...targets) > 20;
  const compared = apart ? [row] : rows;
  const most = Math.max(0, ...bands, ...compared.flatMap((one) => [one.value ?? 0, one.target ?? 0]));
  return (most || 1) * 1.04;
}

function layOutBullets(props: BulletChartProps) {
  const { rows, format, width, height } = props;
  const step = Math.max(LEAST, Math.min(56, height / Math.max(1, rows.length)));
  const values = rows.map((row) => formatValue(row.value, format));
  const shares = rows.map(progressOf);
  const nameRoom = Math.min(
    widest(
      rows.map((row) => row.label),
      12,
    ) + 4,
    width * 0.36,
  );
  const left = rows.some((row) => row.label) ? nameRoom + 12 : 0;
  const shareRoom = widest(shares, 12) + 12;
  const valueRoom = widest(values, 12) + 12;
  const room = Math.max(40, width - left - valueRoom - shareRoom);
  return {
    step,
    height: Math.max(height, step * rows.length),
    top: Math.max(0, (height - step * rows.length) / 2),
    left,
    room,
    shareRoom,
    values,
    shares,
    names: rows.map((row) => fitText(row.label, nameRoom, 12)),
    x: rows.map((row) => {
      const most = topOf(row, props);
      return (value: number) => left + (Math.max(0, Math.min(most, value)) / most) * room;
    }),
  };
}

type BulletGeometry = ReturnType<typeof layOutBullets>;

function progressOf(row: BulletRow): string {
  return row.value === null || !row.target
    ? ""
    : formatValue(row.value / row.target, { style: "percent", decimals: 0 });
}

function summary({ rows, format }: BulletChartProps): string {
  const measured = rows.filter((row) => row.target);
  const reached = measured.filter((row) => (row.value ?? 0) >= (row.target ?? 0)).length;
  const only = rows.length === 1 ? rows[0] : undefined;
  if (only) {
    const target =
      only.target === null
        ? ""
        : ` of ${formatValue(only.target, format)}, ${progressOf(only)} of the target`;
    return `${only.label ? `${only.label}: ` : ""}${formatValue(only.value, format)}${target}.`;
  }
  return `${reached} of ${measured.length} targets reached.`;
}

export function BulletChart(props: BulletChartProps) {
  const { rows, format, width } = props;
  const geometry = useMemo(() => layOutBullets(props), [props]);
  const spotAt = ({ column }: Active): Spot | null => {
    const row = rows[column];
    if (!row) return null;
    const value = formatValue(row.value, format, { full: true });
    const target = formatValue(row.target, format, { full: true });
    return {
      x: geometry.x[column]?.(row.value ?? 0) ?? 0,
      y: geometry.top + geometry.step * (column + 0.5),
      title: row.label || props.label,
      rows: [
        { label: "Value", value, strong: true },
        { label: "Target", value: target },
        ...(progressOf(row) ? [{ label: "Reached", value: progressOf(row) }] : []),
      ],
      words: `${row.label}: ${value}, target ${target}${progressOf(row) ? `, ${progressOf(row)} reached` : ""}. ${column + 1} of ${rows.length}.`,
      pick: row.pick,
    };
  };
  const locate = (_: number, y: number): Active | null => {
    const column = Math.floor((y - geometry.top) / geometry.step);
    return column >= 0 && column < rows.length ? { column, row: 0 } : null;
  };
  return (
    <div className={styles.scroll} data-scroll style={{ height: props.height }}>
      <ChartSurface
        label={props.label}
        summary={summary(props)}
        width={width}
        height={geometry.height}
        columns={rows.length}
        rows={1}
        upright
        {...{ locate, spotAt }}
        onPick={props.onPick}
        overlay={({ column }) => (
          <rect
            y={geometry.top + geometry.step * column + 2}
            width={width}
            height={geometry.step - 4}
            rx={4}
            className={styles.wash}
            pointerEvents="none"
          />
        )}
      >
        {rows.map((row, at) => (
          <BulletMark key={row.label || at} {...{ row, at, geometry, props }} />
        ))}
      </ChartSurface>
    </div>
  );
}

interface MarkProps {
  row: BulletRow;
  at: number;
  geometry: BulletGeometry;
  props: BulletChartProps;
}

function BulletMark({ row, at, geometry, props }: MarkProps) {
  const { left, room, step, shareRoom, names, values, shares } = geometry;
  const x = geometry.x[at] as (value: number) => number;
  const middle = geometry.top + step * (at + 0.5);
  const edges = [...props.bands].sort((a, b) => a - b);
  const end = props.width - shareRoom;
  return (
    <g transform={`translate(0 ${middle})`}>
      <text x={0} dy="0.35em" className={styles.category}>
        {names[at] === row.label ? null : <title>{row.label}</title>}
        {names[at]}
      </text>
      <rect x={left} y={-9} width={room} height={18} rx={3} className={styles.bandShade} opacity={0.05} />
      {edges.map((edge, index) => (
        <rect
          key={edge}
          x={left}
          y={-9}
          width={x(edge) - left}
          height={18}
          rx={3}
          className={styles.bandShade}
          opacity={0.03 + 0.025 * (edges.length - index)}
        />
      ))}
      <rect
        x={left}
        y={-4.5}
        width={Math.max(1, x(row.value ?? 0) - left)}
        height={9}
        rx={2}
        fill={props.colour}
      />
      {row.target === null ? null : (
        <line x1={x(row.target)} x2={x(row.target)} y1={-11} y2={11} className={styles.target} />
      )}
      <text x={end} dy="0.35em" textAnchor="end" className={styles.value} style={{ fontSize: 12 }}>
        {values[at]}
      </text>
      <text x={props.width} dy="0.35em" textAnchor="end" className={styles.quiet}>
        {shares[at]}
      </text>
    </g>
  );
}
