/** A small line of the last periods; its words stand in the number's own description. */
import { useMemo } from "react";
import styles from "./kpi.module.css";
import { sparkShape } from "./sparkShape";

export interface SparklineProps {
  values: (number | null)[];
  width: number;
  height: number;
  open: boolean;
  words: string;
}

export function Sparkline({ values, width, height, open, words }: SparklineProps) {
  const shape = useMemo(() => sparkShape(values, width, height, open), [values, width, height, open]);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words}
      className={styles.spark}
    >
      <path d={shape.area} className={styles.sparkArea} />
      <path d={shape.line} className={styles.sparkLine} />
      {shape.open ? <path d={shape.open} className={styles.sparkOpen} /> : null}
      {shape.end ? (
        <circle
          cx={shape.end.x}
          cy={shape.end.y}
          r={2.5}
          className={open ? styles.sparkHollow : styles.sparkEnd}
        />
      ) : null}
    </svg>
  );
}
