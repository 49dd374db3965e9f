/** Draws a queue: what waits for a decision, and whether decisions can be stored yet. */
import { useMemo } from "react";
import { formatCount } from "@/lib/format";
import type { DatasetReply, QueuePanel } from "@/spec/types";
import { Button } from "@/ui/Button";
import { type Row, rowsOf } from "../chart/data";
import type { ComponentViewProps } from "../contract";
import { isReady, Missing } from "../panel/Missing";
import { Cell } from "../table/Cell";
import { cellText, type ShownColumn, shownColumns } from "../table/columns";
import styles from "./queue.module.css";

const MOST = 50;

export default function QueuePanelView(props: ComponentViewProps<QueuePanel>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Queue {...props} reply={reply} /> : null;
}

function Queue({ component, reply, onPoint }: ComponentViewProps<QueuePanel> & { reply: DatasetReply }) {
  const columns = useMemo(() => shownColumns(component.columns, reply), [component.columns, reply]);
  const rows = useMemo(() => rowsOf(reply), [reply]);
  const ready = isReady(component.availability);
  const [title, ...rest] = columns;
  if (!title) return null;
  const open = (row: Row) =>
    onPoint({ dataset: component.dataset, values: row, label: cellText(title, row[title.name]) });
  return (
    <div className={styles.queue}>
      <p className={styles.count}>{`${formatCount(rows.length, "item")} waiting`}</p>
      <ul className={styles.items}>
        {rows.slice(0, MOST).map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one result never move
          <li key={at} className={styles.item}>
            <div className={styles.words}>
              <button type="button" className={styles.title} onClick={() => open(row)}>
                {cellText(title, row[title.name])}
              </button>
              <Facts columns={rest} row={row} />
            </div>
            <div className={styles.decisions}>
              {(component.decisions ?? []).map((decision) => (
                <Button key={decision} size="sm" isDisabled>
                  {decision}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {rows.length > MOST ? (
        <p className={styles.count}>{`and ${formatCount(rows.length - MOST, "more item")}`}</p>
      ) : null}
      <Missing
        title={ready ? "The curation service has not started." : "Decisions cannot be stored yet."}
        availability={component.availability}
      />
    </div>
  );
}

function Facts({ columns, row }: { columns: ShownColumn[]; row: Row }) {
  return (
    <dl className={styles.facts}>
      {columns
        .filter((column) => row[column.name] != null)
        .map((column) => (
          <div key={column.name}>
            <dt>{column.label}</dt>
            <dd>
              <Cell
                column={column.visual === "bar" ? { ...column, visual: "plain" } : column}
                value={row[column.name]}
              />
            </dd>
          </div>
        ))}
    </dl>
  );
}
