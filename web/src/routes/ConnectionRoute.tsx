/** ConnectionRoute: one connection: sentences to start with, its tables and columns, the joins found. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { call } from "@/api/client";
import { connectionQuery } from "@/api/queries";
import type { Catalog, CatalogTable, LoadNote, Session } from "@/api/types";
import { SyncPanel } from "@/features/connections/SyncPanel";
import { formatAgo, formatCount, formatValue } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { toast } from "@/ui/toast";
import { errorText, Health } from "./ConnectionsRoute";
import { Failure } from "./Message";
import styles from "./Page.module.css";

export default function ConnectionRoute({ name, session }: { name: string; session: Session }) {
  const query = useQuery(connectionQuery(name));
  if (query.error)
    return <Failure error={query.error} what="connection" onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton shape="rows" />;
  const { connection, catalog, suggestions } = query.data;
  const error = errorText(connection);
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>
            {connection.title || connection.name}
            {connection.demo ? <Badge tone="demo">Demo data</Badge> : null}
            <Health connection={connection} />
          </h1>
          <p className={styles.lead}>
            {connection.source}
            {connection.status === "syncing" ? null : (
              <>
                {" · "}
                {formatCount(connection.tables, "table")}
                {connection.rows == null ? "" : ` · ${formatCount(connection.rows, "row")}`} · as of{" "}
                {formatAgo(connection.as_of)}
              </>
            )}
          </p>
        </div>
        {session.viewer?.role === "viewer" || connection.demo ? null : <Remove name={name} />}
      </header>
      <div className={styles.stack}>
        {error ? (
          <Notice tone="bad" title="This connection does not answer">
            {error}
          </Notice>
        ) : null}
        {connection.synced ? <SyncPanel name={name} canSync={session.viewer?.role !== "viewer"} /> : null}
        {(connection.notes ?? []).map((note) => (
          <LeftOut key={`${note.table} ${note.message}`} note={note} />
        ))}
        {suggestions.length > 0 ? <Sentences sentences={suggestions} /> : null}
        {catalog?.tables.length ? <Tables catalog={catalog} /> : null}
        {catalog?.joins?.length ? <Joins catalog={catalog} /> : null}
      </div>
    </>
  );
}

function LeftOut({ note }: { note: LoadNote }) {
  const more = note.rejected - note.lines.length;
  return (
    <Notice tone="warn" title={`${note.table}: ${note.message}`}>
      {note.lines.length > 0 ? (
        <details>
          <summary>Lines at fault</summary>
          <ul className={styles.faults}>
            {note.lines.map(({ line, error }) => (
              <li key={line}>
                <span className={styles.line}>Line {formatValue(line)}</span> {error}
              </li>
            ))}
            {more > 0 ? <li>and {formatValue(more)} more</li> : null}
          </ul>
        </details>
      ) : null}
    </Notice>
  );
}

function Sentences({ sentences }: { sentences: string[] }) {
  return (
    <section>
      <h2 className={styles.heading}>Ask about it</h2>
      <ul className={styles.sentences}>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Link href={`/?ask=${encodeURIComponent(sentence)}`} className={styles.sentence}>
              <Icon name="sparkle" /> {sentence}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tables({ catalog }: { catalog: Catalog }) {
  return (
    <section>
      <h2 className={styles.heading}>Tables</h2>
      <div className={styles.card}>
        {catalog.tables.map((table, index) => (
          <details key={table.name} className={styles.table} open={index === 0 && catalog.tables.length <= 6}>
            <summary>
              {table.label || table.name}
              <span className={styles.small}>
                {table.rows == null ? "" : `${formatCount(table.rows, "row")} · `}
                {formatCount(table.columns.length, "column")}
              </span>
            </summary>
            <Columns table={table} />
          </details>
        ))}
      </div>
    </section>
  );
}

function Columns({ table }: { table: CatalogTable }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Read as</th>
            <th scope="col">Values</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column) => (
            <tr key={column.name}>
              <td>
                {column.label || column.name} {column.label ? <code>{column.name}</code> : null}
              </td>
              <td className={styles.small}>{column.type}</td>
              <td className={styles.small}>
                {column.name === table.time_column ? `${column.role}, time` : column.role}
              </td>
              <td className={styles.small}>
                {column.values?.length
                  ? column.values.slice(0, 4).join(", ") + (column.values.length > 4 ? " …" : "")
                  : column.minimum != null
                    ? `${formatValue(column.minimum)} – ${formatValue(column.maximum ?? null)}`
                    : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Joins({ catalog }: { catalog: Catalog }) {
  return (
    <section>
      <h2 className={styles.heading}>Joins found</h2>
      <ul className={`${styles.card} ${styles.rows}`}>
        {(catalog.joins ?? []).map((join) => (
          <li key={`${join.from_table}.${join.from_column}-${join.to_table}`} className={styles.table}>
            <code>
              {join.from_table}.{join.from_column}
            </code>{" "}
            → <code>{`${join.to_table}.${join.to_column}`}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remove({ name }: { name: string }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const [, go] = useLocation();
  const remove = async () => {
    try {
      await call(`/api/connections/${encodeURIComponent(name)}`, { method: "DELETE" });
      await client.invalidateQueries({ queryKey: ["connections"], exact: true });
      toast(`“${name}” was disconnected`);
      go("/connections");
    } catch (error) {
      toast(error instanceof Error ? error.message : "It could not be disconnected.", { tone: "bad" });
    }
  };
  return (
    <>
      <Button variant="danger" icon="trash" onPress={() => setAsking(true)}>
        Disconnect
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        width={440}
        title={`Disconnect “${name}”?`}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep it</Button>
            <Button variant="danger" onPress={() => void remove()}>
              Disconnect
            </Button>
          </>
        }
      >
        Components that read from it stop working until it is connected again. The source itself is not
        touched.
      </Dialog>
    </>
  );
}
