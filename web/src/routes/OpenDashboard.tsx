/** OpenDashboard: the board with its header, the composer below it, and a proposal drawn in place before it is saved. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { restoreVersion, saveDashboard } from "@/api/dashboards";
import type { DashboardReply, DataReply, Evidence, Session } from "@/api/types";
import { Composer } from "@/features/ask/Composer";
import { useAsk } from "@/features/ask/useAsk";
import { FeedbackBar } from "@/features/feedback/FeedbackBar";
import { usePlace } from "@/runtime/place";
import { Board } from "@/viewer/Board";
import { DashboardHeader } from "./DashboardHeader";
import { Reception } from "./Reception";
import { useCommit } from "./useCommit";
import { useDress } from "./useDress";

const HistoryDrawer = lazy(() => import("@/features/history/HistoryDrawer"));

export interface OpenDashboardProps {
  reply: DashboardReply;
  session: Session;
  primed: DataReply | null;
  onSaved: (reply: DashboardReply) => void;
}

const NO_EVIDENCE: Evidence[] = [];
const NO_IDS: string[] = [];

export function OpenDashboard({ reply, session, primed, onSaved }: OpenDashboardProps) {
  const key = reply.slug;
  const client = useQueryClient();
  const { state, start, cancel } = useAsk();
  const [history, setHistory] = useState(false);
  const proposal = state.reply;
  const spec = proposal?.spec ?? reply.spec;
  const control = usePlace(spec);
  const canChange = session.viewer?.role !== "viewer";
  const made = client.getQueryData<Evidence[]>(["dashboard", key, "evidence"]) ?? NO_EVIDENCE;
  const marked = proposal?.component_ids ?? NO_IDS;
  const settled = useCallback(
    (saved: DashboardReply) => {
      onSaved(saved);
      cancel();
      setHistory(false);
    },
    [onSaved, cancel],
  );
  const { saving, commit, undo } = useCommit(key, settled);
  const previewData = useMemo<DataReply | null>(
    () => (proposal ? { version: proposal.version, datasets: state.datasets } : primed),
    [proposal, state.datasets, primed],
  );
  const ask = useCallback(
    (sentence: string) =>
      void start(
        "/modify-dashboard",
        {
          dashboard_id: reply.dashboard_id,
          modification: sentence,

          preview: true,
        },
        sentence,
      ),
    [start, reply.dashboard_id],
  );
  const accept = () => {
    if (!proposal) return;
    client.setQueryData(["dashboard", key, "evidence"], [...made, ...proposal.evidence]);
    void commit(() => saveDashboard(key, proposal.spec, proposal.version, state.sentence), "Saved", true);
  };
  const restore = (version: number) =>
    void commit(() => restoreVersion(key, version), `Version ${version} restored`, true);
  useDress(spec, session.workspace);
  useFirstMarked(marked);

  return (
    <>
      <Board
        dashboard={key}
        spec={spec}
        brand={session.workspace}
        primed={previewData}
        evidence={proposal?.evidence ?? made}
        marked={marked}
        control={control}
        ask={canChange ? ask : undefined}
        header={(feed) => (
          <>
            <DashboardHeader
              reply={reply}
              spec={spec}
              feed={feed}
              values={control.place.values}
              canChange={canChange}
              onHistory={() => setHistory(true)}
              onUndo={undo}
            />
            <Reception dashboard={key} onAsk={ask} />
          </>
        )}
      />
      {proposal ? null : <FeedbackBar dashboard={key} />}
      {canChange ? (
        <Composer state={state} saving={saving} onAsk={ask} onAccept={accept} onDiscard={cancel} />
      ) : null}
      {history ? (
        <Suspense>
          <HistoryDrawer
            dashboard={key}
            current={reply.version}
            canRestore={canChange && !saving}
            onRestore={restore}
            onClose={() => setHistory(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** Bring the first component that a proposal touches into view. */
function useFirstMarked(ids: readonly string[]): void {
  useEffect(() => {
    const first = ids[0];
    if (first)
      document.querySelector(`[data-component="${CSS.escape(first)}"]`)?.scrollIntoView({ block: "start" });
  }, [ids]);
}
