/** OpenDashboard: the board with its header, the composer below it, and a proposal drawn in place before it is saved. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import { restoreVersion, saveDashboard, undoChange } from "@/api/dashboards";
import type { DashboardReply, DataReply, Evidence, Session } from "@/api/types";
import { Composer } from "@/features/ask/Composer";
import { useAsk } from "@/features/ask/useAsk";
import type { Feed } from "@/runtime/feed";
import { usePlace } from "@/runtime/place";
import { toast } from "@/ui/toast";
import { Board } from "@/viewer/Board";
import { DashboardHeader } from "./DashboardHeader";
import { Reception } from "./Reception";

const HistoryDrawer = lazy(() => import("@/features/history/HistoryDrawer"));

export interface OpenDashboardProps {
  reply: DashboardReply;
  session: Session;
  primed: DataReply | null;
  onSaved: (reply: DashboardReply) => void;
}

const NOTHING: Evidence[] = [];

export function OpenDashboard({ reply, session, primed, onSaved }: OpenDashboardProps) {
  const client = useQueryClient();
  const { state, start, cancel } = useAsk();
  const [history, setHistory] = useState(false);
  const [saving, setSaving] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const proposal = state.phase === "done" ? state.reply : null;
  const spec = proposal?.spec ?? reply.spec;
  const control = usePlace(spec);
  const key = reply.slug;
  const canChange = session.viewer?.role !== "viewer";
  const made = client.getQueryData<Evidence[]>(["dashboard", key, "evidence"]) ?? NOTHING;
  const evidence = proposal?.evidence ?? made;
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
          preserve_functionality: true,
          preview: true,
        },
        sentence,
      ),
    [start, reply.dashboard_id],
  );
  const commit = useCallback(
    async (work: () => Promise<DashboardReply>, done: string, undoable: boolean) => {
      setSaving(true);
      try {
        onSaved(await work());
        cancel();
        setHistory(false);
        const undo = () => void commit(() => undoChange(key), "Undone", false);
        toast(done, { tone: "good", ...(undoable ? { action: { label: "Undo", run: undo } } : {}) });
      } catch (error) {
        const conflict = error instanceof ApiError && error.status === 409;
        const message = conflict
          ? "Somebody else changed this dashboard meanwhile. Load it again, then ask once more."
          : error instanceof Error
            ? error.message
            : "The change could not be saved.";
        toast(message, {
          tone: "bad",
          ...(conflict ? { action: { label: "Load again", run: () => window.location.reload() } } : {}),
        });
      } finally {
        setSaving(false);
      }
    },
    [onSaved, cancel, key],
  );
  const accept = () => {
    if (!proposal) return;
    client.setQueryData(["dashboard", key, "evidence"], [...made, ...proposal.evidence]);
    void commit(() => saveDashboard(key, proposal.spec, proposal.version, state.sentence), "Saved", true);
  };
  useFirstMarked(proposal?.component_ids);

  return (
    <>
      <Board
        dashboard={key}
        spec={spec}
        brand={session.workspace}
        primed={previewData}
        evidence={evidence}
        marked={proposal?.component_ids ?? []}
        control={control}
        ask={canChange ? ask : undefined}
        header={(feed: Feed) => (
          <>
            <DashboardHeader
              reply={reply}
              spec={spec}
              feed={feed}
              values={control.place.values}
              canChange={canChange}
              onHistory={() => setHistory(true)}
              onUndo={() => void commit(() => undoChange(key), "Undone", false)}
            />
            <Reception dashboard={key} onAsk={ask} />
          </>
        )}
      />
      {canChange ? (
        <Composer
          state={state}
          saving={saving}
          inputRef={input}
          onAsk={ask}
          onAccept={accept}
          onDiscard={cancel}
        />
      ) : null}
      {history ? (
        <Suspense>
          <HistoryDrawer
            dashboard={key}
            current={reply.version}
            canRestore={canChange && !saving}
            onRestore={(version) =>
              void commit(() => restoreVersion(key, version), `Version ${version} restored`, true)
            }
            onClose={() => setHistory(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** Bring the first component that a proposal touches into view. */
function useFirstMarked(ids: string[] | undefined): void {
  useEffect(() => {
    const first = ids?.[0];
    if (first)
      document.querySelector(`[data-component="${CSS.escape(first)}"]`)?.scrollIntoView({ block: "center" });
  }, [ids]);
}
