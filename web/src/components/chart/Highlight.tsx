/** What lights up where the pointer or the keyboard is. */
import { barRect } from "./BarMarks";
import styles from "./chart.module.css";
import type { Geometry } from "./geometry";
import { dotAt } from "./LineMarks";
import type { PlotSeries } from "./series";
import type { Active } from "./spot";

interface Props {
  active: Active;
  geometry: Geometry;
  series: PlotSeries[];
}

export function Highlight({ active, geometry, series }: Props) {
  const { band, top, bottom } = geometry;
  const x = geometry.x(active.column);
  return (
    <g pointerEvents="none">
      {band ? (
        <rect
          x={x - band.step / 2}
          y={top}
          width={band.step}
          height={bottom - top}
          rx={3}
          className={styles.wash}
        />
      ) : (
        <line
          x1={Math.round(x) + 0.5}
          x2={Math.round(x) + 0.5}
          y1={top}
          y2={bottom}
          className={styles.crosshair}
        />
      )}
      {series.map((one, at) => (
        <Mark key={one.id} {...{ one, at, active, geometry, series }} />
      ))}
    </g>
  );
}

function Mark({ one, at, active, geometry, series }: Props & { one: PlotSeries; at: number }) {
  const chosen = at === active.row;
  if (one.mark === "bar") {
    const rect = chosen && series.length > 1 ? barRect(geometry, series, at, active.column) : null;
    if (!rect) return null;
    return (
      <rect
        {...{ x: rect.x, y: rect.y, width: rect.width, height: rect.height }}
        rx={2}
        className={styles.ring}
      />
    );
  }
  if (one.muted && !chosen) return null;
  const spans = one.mark === "area" ? geometry.spans?.[at] : undefined;
  const dot = dotAt(one, geometry, active.column, spans);
  return dot ? (
    <circle cx={dot.x} cy={dot.y} r={chosen ? 5.5 : 4} fill={one.colour} className={styles.halo} />
  ) : null;
}
