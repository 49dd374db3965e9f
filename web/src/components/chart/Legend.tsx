/** The names of the series with their colours; choosing one hides or shows it. */
import { useMemo, useState } from "react";
import styles from "./chart.module.css";
import { Swatch } from "./Swatch";
import { fitText, textWidth } from "./text";

export interface LegendItem {
  id: string;
  label: string;
  colour: string;
  line?: boolean;
}

export const LEGEND_ROW = 26;
const LONGEST = 160;
const CHROME = 30;

export interface LegendPlan {
  shown: LegendItem[];
  rest: number;
  height: number;
}

/** Which items fit into `lines` lines of `width` px, and the height that takes. */
export function planLegend(items: LegendItem[], width: number, lines: number): LegendPlan {
  let line = 1;
  let used = 0;
  for (const [at, item] of items.entries()) {
    const size = Math.min(LONGEST, textWidth(item.label, 12)) + CHROME;
    const reserve = at < items.length - 1 && line === lines ? 64 : 0;
    if (used + size + reserve > width && used > 0) {
      if (line === lines)
        return { shown: items.slice(0, at), rest: items.length - at, height: lines * LEGEND_ROW };
      line += 1;
      used = 0;
    }
    used += size;
  }
  return { shown: items, rest: 0, height: line * LEGEND_ROW };
}

export interface LegendState {
  hidden: ReadonlySet<string>;
  open: boolean;
  toggle: (id: string) => void;
  setOpen: (open: boolean) => void;
}

/** Which series are hidden. Hiding the last visible one shows all again. */
export function useLegend(ids: string[]): LegendState {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState(false);
  return useMemo(() => {
    const toggle = (id: string) =>
      setHidden((now) => {
        const next = new Set(now);
        if (!next.delete(id)) next.add(id);
        return ids.every((one) => next.has(one)) ? new Set<string>() : next;
      });
    return { hidden, open, toggle, setOpen };
  }, [hidden, open, ids]);
}

export function Legend({ plan, state }: { plan: LegendPlan; state: LegendState }) {
  return (
    <ul className={styles.legend} aria-label="Series">
      {plan.shown.map((item) => {
        const label = fitText(item.label, LONGEST, 12);
        return (
          <li key={item.id}>
            <button
              type="button"
              className={styles.legendItem}
              aria-pressed={!state.hidden.has(item.id)}
              aria-label={item.label}
              title={label === item.label ? undefined : item.label}
              onClick={() => state.toggle(item.id)}
            >
              <Swatch colour={item.colour} line={item.line ?? false} />
              <span>{label}</span>
            </button>
          </li>
        );
      })}
      {plan.rest > 0 || state.open ? (
        <li>
          <button type="button" className={styles.legendItem} onClick={() => state.setOpen(!state.open)}>
            {state.open ? "Fewer" : `+${plan.rest} more`}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
