/** A small square or line in a series' colour. */
import styles from "./chart.module.css";

export function Swatch({ colour, line = false }: { colour: string; line?: boolean }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" className={styles.swatch}>
      <rect y={line ? 3.5 : 0} width="10" height={line ? 3 : 10} rx={line ? 1.5 : 2.5} fill={colour} />
    </svg>
  );
}
