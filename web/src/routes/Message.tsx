/** Message: pages that have nothing to show: not found, not allowed, not reached. */
import { useLocation } from "wouter";
import { ApiError } from "@/api/client";
import { Button } from "@/ui/Button";
import type { IconName } from "@/ui/Icon";
import { Empty } from "@/ui/Notice";
import styles from "./Message.module.css";

export function NotFound({ what = "page" }: { what?: string }) {
  const [, go] = useLocation();
  return (
    <div className={styles.page}>
      <Empty
        icon="search"
        title={`There is no such ${what}`}
        actions={<Button onPress={() => go("/")}>See all dashboards</Button>}
      >
        It may have been renamed or deleted, or the address has a typing error.
      </Empty>
    </div>
  );
}

/** The page for a request that failed. */
export function Failure({ error, what, onRetry }: { error: Error; what: string; onRetry?: () => void }) {
  const known = error instanceof ApiError ? error : null;
  if (known?.status === 404) return <NotFound what={what} />;
  const forbidden = known?.status === 403;
  const icon: IconName = forbidden ? "lock" : "alert";
  return (
    <div className={styles.page}>
      <Empty
        icon={icon}
        title={forbidden ? `You may not see this ${what}` : `This ${what} could not be read`}
        actions={onRetry && !forbidden ? <Button onPress={onRetry}>Try again</Button> : undefined}
      >
        {known?.message ?? "Something unexpected happened."} {known?.remedy ?? ""}
        {forbidden ? " Ask a workspace admin for access." : ""}
        {known?.reference ? ` (${known.reference})` : ""}
      </Empty>
    </div>
  );
}
