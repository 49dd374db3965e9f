/** SyncPanel: when a synced connection was and will be synced, how far it is, and how the last cycles went. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { call } from "@/api/client";
import { isDue, syncQuery } from "@/api/queries";
import type { SyncReply, SyncRun } from "@/api/types";
import { formatAgo, formatCount, formatDateTime, formatDuration } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { toast } from "@/ui/toast";
import styles from "./SyncPanel.module.css";

export function SyncPanel({ name, canSync }: { name: string; canSync: boolean }) {
  const query = useQuery(syncQuery(name));
  const client = useQueryClient();
  const sync = query.data;
  const last = sync?.runs[0]?.started_at;
  const known = useRef(last);
  useEffect(() => {
    if (last && known.current !== undefined && known.current !== last) {
      void client.invalidateQueries({ queryKey: ["connections"], exact: true });
      void client.invalidateQueries({ queryKey: ["connections", name], exact: true });
    }
    if (sync) known.current = last ?? "";
  }, [last, sync, client, name]);
  if (query.error) {
    return (
      <Notice tone="bad" title="How the sync goes could not be read">
        {query.error.message}
      </Notice>
    );
  }
  if (!sync) return <Skeleton shape="rows" />;
  const start = async () => {
    try {
      await call(`/api/connections/${encodeURIComponent(name)}/sync`, { method: "POST" });
      await query.refetch();
    } catch (error) {
      toast(error instanceof Error ? error.message : "The sync could not be asked for.", { tone: "bad" });
    }
  };
  const busy = sync.running || isDue(sync);
  return (
    <section className={styles.panel} aria-label="Sync">
      <div className={styles.head}>
        <div>
          <h2 className={styles.heading}>Sync</h2>
          <p className={styles.now} aria-live="polite">
            {busy ? <i className={styles.pulse} aria-hidden="true" /> : null}
            {busy ? doing(sync) : standing(sync)}
          </p>
        </div>
        {canSync ? (
          <Button icon="refresh" isDisabled={busy} onPress={() => void start()}>
            Sync now
          </Button>
        ) : null}
      </div>
      {sync.last_ok_at === null && sync.runs.length === 0 ? (
        <p className={styles.allowance}>
          The first sync reads everything there is. Once it ends, sentences can be about it; you may leave
          this page.
        </p>
      ) : null}
      {sync.quota ? <Allowance {...sync.quota} /> : null}
      {sync.runs.length > 0 ? <Runs runs={sync.runs} /> : null}
    </section>
  );
}

/** What a worker is doing, or that one will come. */
function doing({ progress, running }: SyncReply): string {
  if (!progress) return running ? "Asking the source what changed…" : "Starting…";
  const { stream, number, streams, records } = progress;
  const place = streams > 1 ? ` (${number} of ${streams})` : "";
  return `Reading ${stream.replace(/_/g, " ")}${place}: ${formatCount(records, "record")} so far`;
}

function standing(sync: SyncReply): string {
  const seconds = Math.max(0, (Date.parse(sync.next_due) - Date.now()) / 1000);
  const last = sync.last_ok_at ? `Last synced ${formatAgo(sync.last_ok_at)}` : "Never synced yet";
  return `${last} · next in ${formatDuration(Math.round(seconds))}`;
}

function Allowance({ left, limit, resets }: NonNullable<SyncReply["quota"]>) {
  const share = limit > 0 ? left / limit : 1;
  return (
    <p className={styles.allowance}>
      <meter min={0} max={limit} low={limit * 0.2} value={left} aria-label="Calls left" />
      {`${left.toLocaleString()} of ${limit.toLocaleString()} calls left`}
      {resets ? ` until ${formatDateTime(resets)}` : ""}
      {share < 0.2 ? " · syncing less often to keep some" : ""}
    </p>
  );
}

function Runs({ runs }: { runs: SyncRun[] }) {
  return (
    <details className={styles.runs}>
      <summary>{`Last ${formatCount(runs.length, "cycle")}`}</summary>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col">Took</th>
              <th scope="col">Calls</th>
              <th scope="col">Changed</th>
              <th scope="col">Removed</th>
              <th scope="col">Ended</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.started_at}>
                <td>{formatDateTime(run.started_at)}</td>
                <td>{formatDuration(Math.max(1, Math.round(run.seconds)))}</td>
                <td>{run.calls.toLocaleString()}</td>
                <td>{run.changed.toLocaleString()}</td>
                <td>{run.removed.toLocaleString()}</td>
                <td className={styles.ended}>
                  <Badge tone={run.ok ? "good" : "bad"} icon={run.ok ? "check" : "alert"}>
                    {run.ok ? "Well" : "Failed"}
                  </Badge>
                  {run.error ? <span>{run.error}</span> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
