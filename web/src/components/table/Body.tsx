/** The rows: only those on the screen are drawn when a page is long; arrow keys walk, Enter shows what is behind one. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { toast } from "@/ui/toast";
import type { Row } from "../chart/data";
import { Cell } from "./Cell";
import { cellText, exactText, isRight, type ShownColumn } from "./columns";
import styles from "./table.module.css";
import type { RowTable } from "./useRows";

interface Props {
  table: RowTable;
  columns: ShownColumn[];
  caption: string;
  head: ReactNode;
  onDrill: (row: Row) => void;
}

const LONG = 100;
const ROW = 36;

function useWalk(
  rows: { original: Row }[],
  columns: ShownColumn[],
  onDrill: (row: Row) => void,
  reveal: (index: number) => void,
) {
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const wanted = useRef(false);
  const current = Math.min(at, Math.max(0, rows.length - 1));
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    body.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus();
  });
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current];
    if (event.key === "Enter" && row) onDrill(row.original);
    if (event.key === "c" && (event.ctrlKey || event.metaKey) && row && !window.getSelection()?.toString()) {
      const text = columns.map((column) => exactText(column, row.original[column.name])).join("\t");
      void navigator.clipboard.writeText(text).then(() => toast("Row copied"));
    }
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows.length - 1, next));
    wanted.current = true;
    setAt(to);
    reveal(to);
  };
  return { body, current, setAt, onKeyDown };
}

export function Body({ table, columns, caption, head, onDrill }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = table.getRowModel().rows;
  const long = rows.length > LONG;
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const walk = useWalk(rows, columns, onDrill, (index) => (long ? virtual.scrollToIndex(index) : undefined));
  const items = long ? virtual.getVirtualItems() : [];
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? -1;
  const drawn = long ? rows.slice(first, last + 1) : rows;
  return (
    <div ref={scroller} className={styles.scroller} data-empty={rows.length === 0}>
      <table aria-rowcount={rows.length + 1}>
        <caption className="visually-hidden">{caption}</caption>
        {head}
        <tbody ref={walk.body} onKeyDown={walk.onKeyDown}>
          {long ? <Filler height={first * ROW} columns={columns.length} /> : null}
          {drawn.map((row, index) => {
            const place = first + index;
            return (
              <tr
                key={row.id}
                data-row={place}
                aria-rowindex={place + 2}
                tabIndex={place === walk.current ? 0 : -1}
                onFocus={() => walk.setAt(place)}
                onClick={() => (window.getSelection()?.toString() ? undefined : onDrill(row.original))}
              >
                {columns.map((column) => (
                  <td
                    key={column.name}
                    className={isRight(column) ? styles.right : undefined}
                    title={titleFor(column, row.original)}
                    data-visual={column.visual}
                  >
                    <Cell column={column} value={row.original[column.name]} />
                  </td>
                ))}
              </tr>
            );
          })}
          {long ? <Filler height={(rows.length - 1 - last) * ROW} columns={columns.length} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function titleFor(column: ShownColumn, row: Row): string | undefined {
  const text = cellText(column, row[column.name]);
  if (text.length > 24) return text;
  return column.numeric && row[column.name] != null && String(row[column.name]) !== text
    ? String(row[column.name])
    : undefined;
}

function Filler({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr className={styles.filler}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  ) : null;
}
