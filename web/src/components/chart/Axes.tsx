/** Grid lines, axis labels, reference lines. */

import { formatValue } from "@/lib/format";
import type { Reference } from "@/spec/types";
import styles from "./chart.module.css";
import type { BottomTick, Geometry, ValueAxis } from "./geometry";
import { fitText, textWidth } from "./text";

/** Crisp hairlines: half pixels. */
const sharp = (value: number) => Math.round(value) + 0.5;

export function ValueGrid({ geometry }: { geometry: Geometry }) {
  const { leftAxis, rightAxis, left, right } = geometry;
  return (
    <g>
      {leftAxis.scale.ticks.map((tick, at) => (
        <g key={tick} transform={`translate(0 ${sharp(leftAxis.scale(tick))})`}>
          <line x1={left} x2={right} className={tick === 0 ? styles.zero : styles.grid} />
          <text x={left - 8} dy="0.32em" textAnchor="end" className={styles.tick}>
            {leftAxis.labels[at]}
          </text>
        </g>
      ))}
      {rightAxis ? <RightLabels axis={rightAxis} x={right + 8} /> : null}
      <Units geometry={geometry} />
    </g>
  );
}

function RightLabels({ axis, x }: { axis: ValueAxis; x: number }) {
  return axis.scale.ticks.map((tick, at) => (
    <text key={tick} x={x} y={axis.scale(tick)} dy="0.32em" className={styles.tick}>
      {axis.labels[at]}
    </text>
  ));
}

function Units({ geometry }: { geometry: Geometry }) {
  const { leftAxis, rightAxis, width } = geometry;
  return (
    <>
      {leftAxis.unit ? (
        <text x={0} y={9} className={styles.unit}>
          {leftAxis.unit}
        </text>
      ) : null}
      {rightAxis?.unit ? (
        <text x={width} y={9} textAnchor="end" className={styles.unit}>
          {rightAxis.unit}
        </text>
      ) : null}
    </>
  );
}

export function BottomAxis({ ticks, y }: { ticks: BottomTick[]; y: number }) {
  return (
    <g>
      {ticks.map((tick) => (
        <text key={tick.x} x={tick.x} y={y + 16} textAnchor="middle" className={styles.tick}>
          {tick.title ? <title>{tick.title}</title> : null}
          {tick.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: first and second line of a label
            <tspan key={at} x={tick.x} dy={at * 13}>
              {line}
            </tspan>
          ))}
        </text>
      ))}
    </g>
  );
}

/** Targets and thresholds: a dashed line with its name and value on it. */
export function References({ geometry, references }: { geometry: Geometry; references: Reference[] }) {
  const { leftAxis, left, right } = geometry;
  let lastY = Number.POSITIVE_INFINITY;
  return references
    .filter(
      (one) =>
        leftAxis.scale(one.value) >= geometry.top - 1 && leftAxis.scale(one.value) <= geometry.bottom + 1,
    )
    .sort((a, b) => a.value - b.value)
    .map((one) => {
      const y = sharp(leftAxis.scale(one.value));
      const value = formatValue(one.value, leftAxis.format);
      const label = fitText(one.label ? `${one.label} ${value}` : value, right - left - 16);
      const below = y - 4 > lastY - 12 || y < geometry.top + 8;
      lastY = y;
      return (
        <g key={`${one.value}-${one.label}`}>
          <line x1={left} x2={right} y1={y} y2={y} className={styles.reference} />
          <rect
            x={left + 3}
            y={below ? y + 3 : y - 16}
            width={textWidth(label) + 6}
            height={13}
            className={styles.plate}
          />
          <text x={left + 6} y={below ? y + 13 : y - 6} className={styles.referenceLabel}>
            {label}
          </text>
        </g>
      );
    });
}
