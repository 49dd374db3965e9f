/** ConnectionsRoute: what Sophia can read, how it is, and adding more. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { connectionsQuery } from "@/api/queries";
import type { ConnectionSummary, Session } from "@/api/types";
import { formatAgo, formatCount, formatDuration } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { Failure } from "./Message";
import styles from "./Page.module.css";

const AddConnection = lazy(() => import("@/features/connections/AddConnection"));

/** A connection's state as a word with its colour. */
export function Health({ connection }: { connection: ConnectionSummary }) {
  const well = ["ok", "ready", "connected", "healthy"].includes(connection.status);
  const broken = ["error", "unreachable", "failed", "failing"].includes(connection.status);
  if (connection.status === "syncing") {
    return (
      <Badge tone="neutral" icon="clock">
        First sync
      </Badge>
    );
  }
  return (
    <Badge tone={well ? "good" : broken ? "bad" : "warn"} icon={well ? "check" : "alert"}>
      {well ? "Healthy" : connection.status.replace(/_/g, " ")}
    </Badge>
  );
}

export function errorText(connection: ConnectionSummary): string | null {
  const { error } = connection;
  if (!error) return null;
  return typeof error === "string" ? error : [error.message, error.remedy].filter(Boolean).join(" ");
}

export default function ConnectionsRoute({ session }: { session: Session }) {
  const [adding, setAdding] = useState(new URLSearchParams(useSearch()).has("add"));
  const connections = useQuery(connectionsQuery);
  const client = useQueryClient();
  const [, go] = useLocation();
  const canAdd = session.viewer?.role !== "viewer";
  if (connections.error) {
    return (
      <Failure
        error={connections.error}
        what="list of connections"
        onRetry={() => void connections.refetch()}
      />
    );
  }
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>Connections</h1>
          <p className={styles.lead}>What sentences can be about.</p>
        </div>
        {canAdd ? (
          <Button variant="primary" icon="plus" onPress={() => setAdding(true)}>
            Add a connection
          </Button>
        ) : null}
      </header>
      {!connections.data ? <Skeleton shape="rows" /> : null}
      {connections.data?.length === 0 ? (
        <Empty icon="database" title="Nothing is connected yet">
          Drop a CSV, Parquet, SQLite or DuckDB file, or connect a database.
        </Empty>
      ) : null}
      {connections.data?.length ? (
        <ul className={`${styles.card} ${styles.rows}`}>
          {connections.data.map((item) => (
            <li key={item.name}>
              <Row item={item} />
            </li>
          ))}
        </ul>
      ) : null}
      {adding ? (
        <Suspense>
          <AddConnection
            onClose={() => setAdding(false)}
            onAdded={(name) => {
              setAdding(false);
              void client.invalidateQueries({ queryKey: ["connections"] });
              go(`/connections/${encodeURIComponent(name)}`);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function Row({ item }: { item: ConnectionSummary }) {
  const error = errorText(item);
  return (
    <Link href={`/connections/${encodeURIComponent(item.name)}`} className={styles.row}>
      <div>
        <strong>
          {item.title || item.name}
          {item.demo ? <Badge tone="demo">Demo data</Badge> : null}
        </strong>
        <span className={styles.small}>
          {item.name} · {item.source}
        </span>
      </div>
      <div className={styles.small}>
        {error ?? (
          <>
            {formatCount(item.tables, "table")}
            {item.rows == null ? "" : ` · ${formatCount(item.rows, "row")}`}
            <br />
            as of {formatAgo(item.as_of)} · fresh within {formatDuration(item.refresh_interval)}
          </>
        )}
      </div>
      <Health connection={item} />
    </Link>
  );
}
