/** Shares of a whole: slices with a list of names, values and shares beside them. */
import { arc, pie } from "d3-shape";
import { useMemo } from "react";
import { formatCount, formatValue } from "@/lib/format";
import type { Format } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import { SHARE } from "./data";
import type { Active, Pick, Spot } from "./spot";
import { fitText, textWidth, widest } from "./text";

export interface Slice {
  label: string;
  value: number;
  colour: string;
  pick?: Pick | undefined;
}

export interface PieChartProps {
  label: string;
  slices: Slice[];
  format: Format;
  donut: boolean;
  width: number;
  height: number;
  /** How many values could not be drawn because they are negative. */
  leftOut: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

const ROW = 24;
const LEAST_ROW = 19;

interface Arc {
  path: string;
  x: number;
  y: number;
  from: number;
  to: number;
}

interface PieGeometry {
  radius: number;
  inner: number;
  cx: number;
  cy: number;
  arcs: Arc[];
  list: { x: number; y: number; width: number; row: number } | null;
}

/** Beside the pie, below it in a narrow box, or nowhere when neither has room. */
function placeList({ slices, width, height }: PieChartProps): {
  where: "beside" | "below" | "none";
  row: number;
} {
  const row = Math.min(ROW, Math.floor((height + 4) / Math.max(1, slices.length)));
  if (width >= 250 && row >= LEAST_ROW) return { where: "beside", row };
  return height - slices.length * LEAST_ROW >= 88
    ? { where: "below", row: LEAST_ROW }
    : { where: "none", row };
}

function layOutPie(props: PieChartProps): PieGeometry {
  const { slices, width, height, donut } = props;
  const { where, row } = placeList(props);
  const rows = slices.length * row;
  const free = where === "below" ? height - rows - 8 : height;
  const across = where === "beside" ? width * 0.24 : width / 2 - 4;
  const radius = Math.max(20, Math.min(free / 2 - 4, across, 120));
  const inner = donut ? radius * 0.64 : 0;
  const cx = where === "beside" ? radius + 4 : width / 2;
  const cy = free / 2;
  const draw = arc<{ startAngle: number; endAngle: number }>()
    .innerRadius(inner)
    .outerRadius(radius)
    .cornerRadius(2);
  const angles = pie<Slice>()
    .value((slice) => slice.value)
    .sort(null)
    .padAngle(slices.length > 1 ? 0.012 : 0)(slices);
  const arcs = angles.map((angle): Arc => {
    const [x, y] = draw.centroid(angle);
    return { path: draw(angle) ?? "", x: cx + x, y: cy + y, from: angle.startAngle, to: angle.endAngle };
  });
  const left = where === "beside" ? 2 * radius + 32 : 0;
  const list = {
    x: left,
    y: where === "beside" ? cy - rows / 2 : free + 8,
    width: Math.min(340, width - left),
    row,
  };
  return { radius, inner, cx, cy, arcs, list: where === "none" ? null : list };
}

function locateSlice(geometry: PieGeometry, x: number, y: number): Active | null {
  const { cx, cy, radius, list, arcs } = geometry;
  if (list && x >= list.x - 8 && y >= list.y) {
    const column = Math.floor((y - list.y) / list.row);
    return column >= 0 && column < arcs.length ? { column, row: 0 } : null;
  }
  const away = Math.hypot(x - cx, y - cy);
  if (away > radius + 4 || away < geometry.inner - 8) return null;
  const angle = (Math.atan2(x - cx, cy - y) + 2 * Math.PI) % (2 * Math.PI);
  const column = arcs.findIndex((one) => angle >= one.from && angle <= one.to);
  return column < 0 ? null : { column, row: 0 };
}

function summary({ slices, format, leftOut }: PieChartProps, total: number): string {
  const ranked = [...slices].sort((a, b) => b.value - a.value);
  const write = (slice: Slice) => `${slice.label} ${formatValue(total ? slice.value / total : null, SHARE)}`;
  const first = ranked[0];
  const last = ranked[ranked.length - 1];
  const whole = `${formatCount(slices.length, "part")} of ${formatValue(total, format)}.`;
  if (!first || !last) return whole;
  const ends =
    first === last ? `All is ${first.label}.` : `Largest ${write(first)}, smallest ${write(last)}.`;
  return `${whole} ${ends}${leftOut ? ` ${formatCount(leftOut, "negative value")} left out.` : ""}`;
}

export function PieChart(props: PieChartProps) {
  const { slices, format, width, height } = props;
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  const geometry = useMemo(() => layOutPie(props), [props]);
  const spotAt = ({ column }: Active): Spot | null => {
    const slice = slices[column];
    const place = geometry.arcs[column];
    if (!slice || !place) return null;
    const share = formatValue(total ? slice.value / total : null, SHARE);
    const value = formatValue(slice.value, format, { full: true });
    return {
      x: place.x,
      y: place.y,
      title: slice.label,
      rows: [
        { label: "Value", value, strong: true },
        { label: "Share", value: share },
      ],
      words: `${slice.label}: ${value}, ${share}. ${column + 1} of ${slices.length}.`,
      pick: slice.pick,
    };
  };
  return (
    <ChartSurface
      label={props.label}
      summary={summary(props, total)}
      {...{ width, height, spotAt }}
      columns={slices.length}
      rows={1}
      upright
      locate={(x, y) => locateSlice(geometry, x, y)}
      onPick={props.onPick}
      overlay={({ column }) => <Chosen geometry={geometry} column={column} />}
    >
      {slices.map((slice, at) => (
        <path
          key={slice.label}
          d={geometry.arcs[at]?.path}
          fill={slice.colour}
          transform={`translate(${geometry.cx} ${geometry.cy})`}
        />
      ))}
      {geometry.inner > 34 ? <Middle geometry={geometry} text={formatValue(total, format)} /> : null}
      {geometry.list ? <List slices={slices} geometry={geometry} format={format} total={total} /> : null}
    </ChartSurface>
  );
}

function Chosen({ geometry, column }: { geometry: PieGeometry; column: number }) {
  const { arcs, cx, cy, list } = geometry;
  return (
    <g pointerEvents="none">
      <path d={arcs[column]?.path} transform={`translate(${cx} ${cy})`} className={styles.ring} />
      {list ? (
        <rect
          x={list.x - 8}
          y={list.y + column * ROW}
          width={list.width + 8}
          height={ROW}
          rx={4}
          className={styles.wash}
        />
      ) : null}
    </g>
  );
}

function Middle({ geometry, text }: { geometry: PieGeometry; text: string }) {
  const size = textWidth(text, 20) > geometry.inner * 1.6 ? 14 : 20;
  return (
    <g textAnchor="middle" transform={`translate(${geometry.cx} ${geometry.cy})`}>
      <text className={styles.total} style={{ fontSize: size }} dy={geometry.inner > 44 ? 0 : "0.35em"}>
        {text}
      </text>
      {geometry.inner > 44 ? (
        <text className={styles.unit} dy={17}>
          total
        </text>
      ) : null}
    </g>
  );
}

function List({
  slices,
  geometry,
  format,
  total,
}: {
  slices: Slice[];
  geometry: PieGeometry;
  format: Format;
  total: number;
}) {
  const list = geometry.list as NonNullable<PieGeometry["list"]>;
  const values = slices.map((slice) => formatValue(slice.value, format));
  const shares = slices.map((slice) =>
    formatValue(total ? slice.value / total : null, { style: "percent", decimals: 0 }),
  );
  const valueRoom = widest(values, 12) + 12;
  const shareRoom = widest(shares, 12) + 12;
  const full = list.width - valueRoom - shareRoom - 18 > 60;
  const room = list.width - 18 - shareRoom - (full ? valueRoom : 0);
  return slices.map((slice, at) => {
    const label = fitText(slice.label, room, 12);
    return (
      <g key={slice.label} transform={`translate(${list.x} ${list.y + (at + 0.5) * list.row})`}>
        <rect y={-5} width={10} height={10} rx={2.5} fill={slice.colour} />
        <text x={18} dy="0.35em" className={styles.category}>
          {label === slice.label ? null : <title>{slice.label}</title>}
          {label}
        </text>
        {full ? (
          <text x={list.width - shareRoom} dy="0.35em" textAnchor="end" className={styles.category}>
            {values[at]}
          </text>
        ) : null}
        <text x={list.width} dy="0.35em" textAnchor="end" className={styles.quiet}>
          {shares[at]}
        </text>
      </g>
    );
  });
}
