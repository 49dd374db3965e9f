/** Values on top of bars, only when all of them have room. */
import { formatValue } from "@/lib/format";
import { barRect } from "./BarMarks";
import styles from "./chart.module.css";
import type { Geometry } from "./geometry";
import type { PlotSeries } from "./series";
import { widest } from "./text";

export function BarLabels({ series, geometry }: { series: PlotSeries[]; geometry: Geometry }) {
  const one = series[0];
  const band = geometry.band;
  if (!one || !band) return null;
  const labels = one.values.map((value) =>
    value === null ? "" : formatValue(value, one.format, { unit: false }),
  );
  if (widest(labels) > band.step - 6) return null;
  return one.values.map((value, index) => {
    const rect = barRect(geometry, series, 0, index);
    if (!rect || value === null) return null;
    const y = rect.negative ? rect.y + rect.height + 12 : Math.max(9, rect.y - 5);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the position along the axis is the bar's identity
      <text key={index} x={rect.x + rect.width / 2} y={y} textAnchor="middle" className={styles.value}>
        {labels[index]}
      </text>
    );
  });
}
