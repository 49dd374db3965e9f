/** DataTable: a result as a plain table, for "view as table", drill-down and previews; more rows on demand. */
import { useState } from "react";
import { formatValue } from "@/lib/format";
import type { Format, ResultColumn, Scalar } from "@/spec/types";
import { Button } from "./Button";
import styles from "./DataTable.module.css";

export interface DataTableProps {
  caption: string;
  columns: ResultColumn[];
  /** One array per column. */
  data: Scalar[][];
  labels?: Record<string, string>;
  formats?: Record<string, Format | undefined>;
  step?: number;
}

const NUMERIC = /int|double|decimal|float|numeric|number|real|hugeint/i;
const TIME = /timestamp|datetime/i;
const DAY = /date/i;

/** How a result column is written when nobody said: by its type. */
export function formatOf(column: ResultColumn): Format {
  if (TIME.test(column.type)) return { style: "datetime" };
  if (DAY.test(column.type)) return { style: "date" };
  if (NUMERIC.test(column.type)) return { style: "number" };
  return { style: "text" };
}

/** "deal_stage" → "Deal stage". */
export function columnLabel(name: string): string {
  const words = name
    .replace(/__previous$/, " (previous)")
    .replace(/[_.]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function DataTable({ caption, columns, data, labels = {}, formats = {}, step = 100 }: DataTableProps) {
  const [shown, setShown] = useState(step);
  const total = data[0]?.length ?? 0;
  const shapes = columns.map((column) => formats[column.name] ?? formatOf(column));
  const numeric = columns.map((column) => NUMERIC.test(column.type));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column.name} scope="col" className={numeric[index] ? styles.number : ""}>
                {labels[column.name] || columnLabel(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(shown, total) }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have no other identity
            <tr key={row}>
              {columns.map((column, index) => (
                <td key={column.name} className={numeric[index] ? styles.number : ""}>
                  {formatValue(data[index]?.[row] ?? null, shapes[index], { full: true })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > shown ? (
        <div className={styles.more}>
          <Button size="sm" onPress={() => setShown(shown + step * 5)}>
            {`Show more (${shown.toLocaleString()} of ${total.toLocaleString()})`}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
