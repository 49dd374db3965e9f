/** Draws a table component: sort, search, filter per column, pages, keyboard, copy. */
import { useMemo, useState } from "react";
import { formatCount } from "@/lib/format";
import type { DatasetReply, Table } from "@/spec/types";
import { Button, IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { toast } from "@/ui/toast";
import type { Row } from "../chart/data";
import type { ComponentViewProps } from "../contract";
import { Body } from "./Body";
import { exactText, type ShownColumn, shownColumns } from "./columns";
import { Head } from "./Head";
import { Pager } from "./Pager";
import styles from "./table.module.css";
import { useRows } from "./useRows";

export default function TableView(props: ComponentViewProps<Table>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Rows {...props} reply={reply} /> : null;
}

/** The rows as tab-separated text, which spreadsheets paste as cells. */
export function asText(columns: ShownColumn[], rows: Row[]): string {
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const line = (row: Row) => columns.map((column) => clean(exactText(column, row[column.name]))).join("\t");
  return [columns.map((column) => clean(column.label)).join("\t"), ...rows.map(line)].join("\n");
}

function Rows({ component, reply, onPoint, height }: ComponentViewProps<Table> & { reply: DatasetReply }) {
  const columns = useMemo(() => shownColumns(component.columns, reply), [component.columns, reply]);
  const table = useRows(reply, columns, component.page_size ?? 25);
  const [filtering, setFiltering] = useState(false);
  const found = table.getFilteredRowModel().rows.length;
  const tools = (component.search ?? true) && reply.rows > 5 && (height === 0 || height > 180);
  const copy = async () => {
    const rows = table.getSortedRowModel().rows.map((row) => row.original);
    await navigator.clipboard.writeText(asText(columns, rows));
    toast(`${formatCount(rows.length, "row")} copied`);
  };
  const drill = (row: Row) =>
    onPoint({ dataset: component.dataset, values: row, label: String(row[columns[0]?.name ?? ""] ?? "") });
  return (
    <div className={styles.table}>
      {tools ? (
        <div className={styles.tools}>
          <label className={styles.search}>
            <Icon name="search" size={14} />
            <input
              type="search"
              aria-label={`Search in ${component.title || "the table"}`}
              placeholder="Search"
              value={String(table.state.globalFilter ?? "")}
              onChange={(event) => table.setGlobalFilter(event.target.value)}
            />
          </label>
          <span className={styles.count} aria-live="polite">
            {found === reply.rows
              ? formatCount(found, "row")
              : `${formatCount(found, "row")} of ${formatCount(reply.rows, "row")}`}
          </span>
          <IconButton
            icon="filter"
            size="sm"
            label="Filter columns"
            aria-pressed={filtering}
            onPress={() => setFiltering(!filtering)}
          />
          <IconButton icon="copy" size="sm" label="Copy all rows" onPress={() => void copy()} />
        </div>
      ) : null}
      <Body
        table={table}
        columns={columns}
        caption={component.title || "Table"}
        head={<Head table={table} columns={columns} filtering={filtering} />}
        onDrill={drill}
      />
      {found === 0 ? (
        <div className={styles.none}>
          <p>No row matches.</p>
          <Button
            size="sm"
            onPress={() => {
              table.setGlobalFilter("");
              table.setColumnFilters([]);
            }}
          >
            Show all rows
          </Button>
        </div>
      ) : null}
      <Pager table={table} found={found} />
    </div>
  );
}
