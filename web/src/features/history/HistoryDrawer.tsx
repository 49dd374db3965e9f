/** HistoryDrawer: every saved version, what it changed, who and when; look at it, restore it. */
import { useQuery } from "@tanstack/react-query";
import { versionsQuery } from "@/api/queries";
import { formatAgo, formatDateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Dialog";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./HistoryDrawer.module.css";

export interface HistoryDrawerProps {
  dashboard: string;
  current: number;
  canRestore: boolean;
  onRestore: (version: number) => void;
  onClose: () => void;
}

export default function HistoryDrawer({
  dashboard,
  current,
  canRestore,
  onRestore,
  onClose,
}: HistoryDrawerProps) {
  const query = useQuery(versionsQuery(dashboard));
  return (
    <Drawer
      open
      onClose={onClose}
      width={480}
      title="Version history"
      subtitle="Every change is kept; restoring makes a new version."
    >
      {query.isLoading ? <Skeleton shape="rows" /> : null}
      {query.error ? (
        <Empty
          icon="alert"
          title="The history could not be read"
          actions={<Button onPress={() => void query.refetch()}>Try again</Button>}
        >
          {query.error.message}
        </Empty>
      ) : null}
      <ol className={styles.list}>
        {(query.data ?? []).map((item) => (
          <li key={item.version} className={styles.version}>
            <header className={styles.header}>
              <strong>{item.message || `Version ${item.version}`}</strong>
              {item.version === current ? <Badge tone="info">Current</Badge> : null}
            </header>
            <p className={styles.meta} title={formatDateTime(item.created_at)}>
              v{item.version} · {item.author} · {formatAgo(item.created_at)}
            </p>
            {item.changes.length > 0 ? (
              <ul className={styles.changes}>
                {item.changes.slice(0, 8).map((change) => (
                  <li key={change}>{change}</li>
                ))}
                {item.changes.length > 8 ? <li>and {item.changes.length - 8} more</li> : null}
              </ul>
            ) : null}
            {canRestore && item.version !== current ? (
              <Button size="sm" icon="undo" onPress={() => onRestore(item.version)}>
                Restore this version
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
