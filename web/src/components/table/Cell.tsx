/** One cell: plain text, a number with its bar, a badge, or a health score. */
import { healthOf, toneOf } from "@/lib/tone";
import type { Scalar } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { cellText, type ShownColumn } from "./columns";
import styles from "./table.module.css";

export function Cell({ column, value }: { column: ShownColumn; value: Scalar | undefined }) {
  const text = cellText(column, value);
  if (value == null) return <span className={styles.nothing}>{text}</span>;
  if (column.visual === "badge") return <Badge tone={toneOf(text)}>{text}</Badge>;
  if (column.visual === "bar" && typeof value === "number")
    return <BarCell column={column} value={value} text={text} />;
  if (column.visual === "health" && typeof value === "number")
    return <HealthCell value={value} text={text} />;
  return text;
}

function BarCell({ column, value, text }: { column: ShownColumn; value: number; text: string }) {
  const span = column.most - column.lowest || 1;
  const zero = -column.lowest / span;
  const size = Math.abs(value) / span;
  const from = value < 0 ? zero - size : zero;
  return (
    <span className={styles.barCell}>
      <svg className={styles.track} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" rx="3" className={styles.trackBack} />
        <rect
          x={from * 100}
          width={Math.max(0.8, size * 100)}
          height="6"
          rx="3"
          className={value < 0 ? styles.barDown : styles.barUp}
        />
      </svg>
      <span className={styles.number} style={{ minWidth: `${column.digits}ch` }}>
        {text}
      </span>
    </span>
  );
}

function HealthCell({ value, text }: { value: number; text: string }) {
  const { tone, word } = healthOf(value);
  return (
    <span className={styles.health}>
      <svg className={styles.track} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" rx="3" className={styles.trackBack} />
        <rect width={Math.max(2, Math.min(100, value))} height="6" rx="3" className={styles[`${tone}Fill`]} />
      </svg>
      <span className={`${styles.number} ${styles.score}`}>{text}</span>
      <span className={`${styles.healthWord} ${styles[`${tone}Text`]}`}>{word}</span>
    </span>
  );
}
