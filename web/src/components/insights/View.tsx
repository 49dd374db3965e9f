/** Draws insights: what moved, most important first, each with its arrow, sentence and numbers. */
import { useMemo } from "react";
import { formatDelta, formatPeriod, formatValue } from "@/lib/format";
import type { DatasetReply, Insights } from "@/spec/types";
import { Icon } from "@/ui/Icon";
import { type Row, rowsOf, toNumber } from "../chart/data";
import type { ComponentViewProps } from "../contract";
import styles from "./insights.module.css";

export default function InsightsView(props: ComponentViewProps<Insights>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Cards {...props} reply={reply} /> : null;
}

interface Card {
  title: string;
  detail: string;
  metric: string;
  segment: string;
  period: string;
  change: string;
  way: "up" | "down" | "flat";
  tone: "good" | "bad" | "neutral";
  row: Row;
}

const WORDS = { good: "good news", bad: "bad news", neutral: "" } as const;

function text(value: Row[string] | undefined): string {
  return value == null ? "" : String(value);
}

/** The change as the result says it, in percent of what was expected where both are known. */
function changeOf(row: Row): Pick<Card, "change" | "way"> {
  const value = toNumber(row.value);
  const expected = toNumber(row.expected);
  const delta = formatDelta(value, expected);
  if (delta) return { change: delta.text, way: delta.direction };
  const change = toNumber(row.change);
  if (change === null) return { change: "", way: "flat" };
  return {
    change: formatValue(change, { style: "percent", decimals: 1 }),
    way: change > 0 ? "up" : change < 0 ? "down" : "flat",
  };
}

function cardOf(row: Row): Card {
  const direction = text(row.direction);
  return {
    title: text(row.title),
    detail: text(row.detail),
    metric: text(row.metric).replace(/_/g, " "),
    segment: text(row.segment),
    period: row.period == null ? "" : formatPeriod(row.period, "month"),
    tone: direction === "good" || direction === "bad" ? direction : "neutral",
    ...changeOf(row),
    row,
  };
}

const ARROWS = { up: "arrowUp", down: "arrowDown", flat: "arrowRight" } as const;

function Cards({ component, reply, onPoint }: ComponentViewProps<Insights> & { reply: DatasetReply }) {
  const cards = useMemo(() => rowsOf(reply).map(cardOf), [reply]);
  return (
    <ul className={styles.cards}>
      {cards.map((card) => (
        <li key={`${card.title}|${card.segment}|${card.period}`}>
          <button
            type="button"
            className={styles.card}
            onClick={() => onPoint({ dataset: component.dataset, values: card.row, label: card.title })}
          >
            <span className={`${styles.sign} ${styles[card.tone]}`}>
              <Icon
                name={ARROWS[card.way]}
                size={14}
                {...(WORDS[card.tone] ? { label: WORDS[card.tone] } : {})}
              />
            </span>
            <span className={styles.words}>
              <span className={styles.title}>{card.title}</span>
              {card.detail ? <span className={styles.detail}>{card.detail}</span> : null}
              <span className={styles.facts}>
                {[card.metric, card.segment, card.period].filter(Boolean).map((fact) => (
                  <span key={fact}>{fact}</span>
                ))}
              </span>
            </span>
            {card.change ? (
              <span className={`${styles.change} ${styles[card.tone]}`}>{card.change}</span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
