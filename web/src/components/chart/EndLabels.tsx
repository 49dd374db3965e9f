/** The names of lines at their right ends, moved apart where they would touch. */
import styles from "./chart.module.css";
import type { Geometry } from "./geometry";
import { dotAt } from "./LineMarks";
import type { PlotSeries } from "./series";
import { fitText, widest } from "./text";

const LINE = 14;
const LEAD = 14;

/** Room that the labels need on the right, at most a quarter of the chart. */
export function endLabelRoom(series: PlotSeries[], width: number): number {
  const room = Math.min(
    width * 0.26,
    widest(
      series.map((one) => one.label),
      11.5,
    ),
  );
  return Math.ceil(room) + LEAD + 6;
}

/** Keep the order, keep `LINE` px between neighbours, stay between `top` and `bottom`. */
export function spread(wanted: number[], top: number, bottom: number, gap = LINE): number[] {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of [...order].reverse()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed: number[] = [];
  for (const label of order) placed[label.at] = label.y;
  return placed;
}

export function EndLabels({ series, geometry }: { series: PlotSeries[]; geometry: Geometry }) {
  const ends = series.map((one) => {
    const last = one.values.findLastIndex((value) => value !== null);
    return last < 0 ? null : dotAt(one, geometry, last);
  });
  const wanted = ends.map((end) => end?.y ?? geometry.bottom);
  const ys = spread(wanted, geometry.top + 4, geometry.bottom - 2);
  const x = geometry.right;
  const room = geometry.width - x - LEAD;
  return series.map((one, at) => {
    const end = ends[at];
    if (!end) return null;
    const label = fitText(one.label, room, 11.5);
    const y = ys[at] ?? 0;
    return (
      <g key={one.id}>
        <path
          d={`M${end.x + 5},${end.y}L${x + 3},${end.y}L${x + LEAD - 4},${y}`}
          stroke={one.colour}
          className={styles.leader}
        />
        <text x={x + LEAD} y={y} dy="0.35em" className={styles.endLabel}>
          {label === one.label ? null : <title>{one.label}</title>}
          {label}
        </text>
      </g>
    );
  });
}
