/** DashboardCards: every dashboard as a card; the ones opened last come first. */
import { Link } from "wouter";
import type { DashboardSummary } from "@/api/types";
import { formatAgo, formatCount, formatDateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./DashboardCards.module.css";
import { recentSlugs } from "./recent";

export interface DashboardCardsProps {
  dashboards: DashboardSummary[] | undefined;
  error: Error | null;
  canBuild: boolean;
  onRetry: () => void;
}

function byRecency(dashboards: DashboardSummary[]): DashboardSummary[] {
  const recent = recentSlugs();
  const rank = (item: DashboardSummary) => {
    const at = recent.indexOf(item.slug);
    return at < 0 ? recent.length : at;
  };
  return [...dashboards].sort((a, b) => rank(a) - rank(b));
}

export function DashboardCards({ dashboards, error, canBuild, onRetry }: DashboardCardsProps) {
  if (error) {
    return (
      <Empty
        icon="alert"
        title="The dashboards could not be read"
        actions={<Button onPress={onRetry}>Try again</Button>}
      >
        {error.message}
      </Empty>
    );
  }
  if (!dashboards) return <Skeleton shape="rows" />;
  if (dashboards.length === 0) {
    return (
      <Empty icon="grid" title="No dashboards yet">
        {canBuild
          ? "Say above what you want to see, or connect your own data first."
          : "Ask a builder to make one."}
      </Empty>
    );
  }
  return (
    <section aria-labelledby="dashboards">
      <h2 id="dashboards" className={styles.heading}>
        Dashboards
      </h2>
      <ul className={styles.cards}>
        {byRecency(dashboards).map((item) => (
          <li key={item.id}>
            <Card item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ item }: { item: DashboardSummary }) {
  return (
    <Link href={`/d/${item.slug}`} className={styles.card}>
      <div className={styles.top}>
        <h3>{item.title}</h3>
        {item.demo ? <Badge tone="demo">Demo data</Badge> : null}
      </div>
      <p className={styles.description}>{item.description || "No description."}</p>
      <div className={styles.meta}>
        <span className={styles.connections}>{item.connections.join(" · ")}</span>
        <span title={formatDateTime(item.updated_at)}>
          {formatCount(item.components, "component")} · {formatAgo(item.updated_at)}
        </span>
      </div>
    </Link>
  );
}
