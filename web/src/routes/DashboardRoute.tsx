/** DashboardRoute: a dashboard by its slug: read, change in words, accept, undo. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { dashboardQuery } from "@/api/queries";
import type { Boot, DashboardReply, DataReply, Session } from "@/api/types";
import { Shell } from "@/features/shell/Shell";
import { Failure } from "./Message";
import { OpenDashboard } from "./OpenDashboard";
import { primedKey } from "./primed";
import { noteOpened } from "./recent";

export interface DashboardRouteProps {
  slug: string;
  boot: Boot;
  session: Session;
  onLogout: () => void;
}

export function DashboardRoute({ slug, boot, session, onLogout }: DashboardRouteProps) {
  const query = useQuery(dashboardQuery(slug));
  const client = useQueryClient();
  const onSaved = useCallback(
    (reply: DashboardReply) => {
      client.setQueryData(dashboardQuery(slug).queryKey, reply);
      void client.invalidateQueries({ queryKey: ["dashboards"] });
      void client.invalidateQueries({ queryKey: ["dashboard", slug, "versions"] });
    },
    [client, slug],
  );
  const found = query.data !== undefined;
  useEffect(() => {
    if (found) noteOpened(slug);
  }, [found, slug]);
  const primed = usePrimed(slug, boot, query.data?.version);
  const shell = (content: React.ReactNode) => (
    <Shell session={session} onLogout={onLogout} wide>
      {content}
    </Shell>
  );
  if (query.error) {
    return shell(<Failure error={query.error} what="dashboard" onRetry={() => void query.refetch()} />);
  }
  if (!query.data) return shell(null);
  return shell(<OpenDashboard reply={query.data} session={session} primed={primed} onSaved={onSaved} />);
}

/**
 * Data that came with the page, or with the answer that made this dashboard. It answers one address at one moment, so
 * it is taken once and only where that address is still the one that is open.
 */
function usePrimed(slug: string, boot: Boot, version: number | undefined): DataReply | null {
  const client = useQueryClient();
  const primed = useMemo(() => {
    const made = client.getQueryData<DataReply>(primedKey(slug));
    const booted = boot.key === slug && boot.search === window.location.search ? boot.data : null;
    const data = made ?? booted ?? null;
    return data && data.version === version ? data : null;
  }, [client, slug, boot, version]);
  useEffect(() => {
    if (!primed) return;
    boot.data = null;
    client.removeQueries({ queryKey: primedKey(slug) });
  }, [primed, boot, client, slug]);
  return primed;
}
