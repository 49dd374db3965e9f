/** Loaded: a list of the server while it is on its way, when it failed, when it may not be seen, when it is empty. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "@/api/client";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./People.module.css";

export interface LoadedProps<T> {
  query: UseQueryResult<T[]>;
  /** What the list holds, in the plural: "people". */
  what: string;
  /** In place of a list of nothing. */
  empty: ReactNode;
  children: (item: T) => ReactNode;
}

export function Loaded<T>({ query, what, empty, children }: LoadedProps<T>) {
  if (query.data && query.data.length > 0) return <ul className={styles.rows}>{query.data.map(children)}</ul>;
  return (
    <div className={styles.state} aria-busy={query.isLoading}>
      {query.data ? empty : query.error ? <Refusal query={query} what={what} error={query.error} /> : null}
      {query.isLoading ? <Skeleton shape="rows" /> : null}
    </div>
  );
}

function Refusal<T>({ query, what, error }: Pick<LoadedProps<T>, "query" | "what"> & { error: Error }) {
  const forbidden = error instanceof ApiError && (error.status === 401 || error.status === 403);
  const remedy = error instanceof ApiError ? error.remedy : null;
  return (
    <Empty
      compact
      icon={forbidden ? "lock" : "alert"}
      title={forbidden ? error.message : `The ${what} could not be read`}
      actions={
        forbidden ? null : (
          <Button size="sm" icon="refresh" onPress={() => void query.refetch()}>
            Try again
          </Button>
        )
      }
    >
      {forbidden ? remedy : [error.message, remedy].filter(Boolean).join(" ")}
    </Empty>
  );
}
