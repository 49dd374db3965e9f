/** Skeleton: the shape of what is coming, shown only when it takes longer than a blink. */
import styles from "./Skeleton.module.css";

export function Skeleton({ shape = "chart" }: { shape?: "chart" | "number" | "rows" | "line" }) {
  const bars =
    shape === "chart"
      ? [38, 62, 48, 80, 56, 70, 44, 66]
      : shape === "rows"
        ? [100, 100, 100, 100, 100]
        : [60];
  return (
    <div className={`${styles.skeleton} ${styles[shape]}`} aria-hidden="true">
      {bars.map((size, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars never move
          key={index}
          style={shape === "chart" ? { height: `${size}%` } : { width: `${size}%` }}
        />
      ))}
    </div>
  );
}

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
