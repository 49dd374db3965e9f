/** The values of one spot, beside it and above everything else on the page. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import styles from "./chart.module.css";
import { Swatch } from "./Swatch";
import type { Spot } from "./spot";

interface Props {
  spot: Spot;
  drawing: RefObject<SVGSVGElement | null>;
  onClose: () => void;
}

const AWAY = 14;

function place(tip: HTMLElement, box: DOMRect, spot: Spot): void {
  const size = tip.getBoundingClientRect();
  const right = box.left + spot.x + AWAY;
  const left = right + size.width > window.innerWidth - 8 ? box.left + spot.x - AWAY - size.width : right;
  const top = Math.max(8, Math.min(window.innerHeight - size.height - 8, box.top + spot.y - size.height / 2));
  tip.style.transform = `translate(${Math.round(Math.max(8, left))}px, ${Math.round(top)}px)`;
  tip.style.visibility = "visible";
}

export function ChartTooltip({ spot, drawing, onClose }: Props) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = drawing.current?.getBoundingClientRect();
    if (tip.current && box) place(tip.current, box, spot);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => (event.key === "Escape" ? onClose() : undefined);
    const onScroll = () => {
      const box = drawing.current?.getBoundingClientRect();
      if (tip.current && box) place(tip.current, box, spot);
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("scroll", onScroll, true);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", onScroll, true);
    };
  }, [onClose, drawing, spot]);
  return createPortal(
    <div ref={tip} className={styles.tooltip} role="tooltip">
      <div className={styles.tooltipTitle}>{spot.title}</div>
      {spot.rows.map((row) => (
        <div
          key={row.label}
          className={`${styles.tooltipRow} ${row.strong ? styles.strong : ""} ${row.apart ? styles.apart : ""}`}
        >
          <span className={styles.key}>
            {row.colour ? <Swatch colour={row.colour} /> : null}
            <span className={styles.keyLabel}>{row.label}</span>
          </span>
          <span className={styles.tooltipValue}>{row.value}</span>
        </div>
      ))}
      {spot.note ? <div className={styles.tooltipNote}>{spot.note}</div> : null}
    </div>,
    document.body,
  );
}
