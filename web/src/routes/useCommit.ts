/** Saving a change to a dashboard: one at a time, with the news and the way back. */
import { useCallback, useState } from "react";
import { ApiError } from "@/api/client";
import { undoChange } from "@/api/dashboards";
import type { DashboardReply } from "@/api/types";
import { toast } from "@/ui/toast";

export interface CommitControl {
  saving: boolean;
  /** Do `work`, say `done`; with `undoable` the toast offers the way back. */
  commit: (work: () => Promise<DashboardReply>, done: string, undoable?: boolean) => Promise<void>;
  undo: () => void;
}

function tellFailure(error: unknown): void {
  if (error instanceof ApiError && error.status === 409) {
    toast("Somebody else changed this dashboard meanwhile. Load it again, then ask once more.", {
      tone: "bad",
      action: { label: "Load again", run: () => window.location.reload() },
    });
    return;
  }
  toast(error instanceof Error ? error.message : "The change could not be saved.", { tone: "bad" });
}

export function useCommit(dashboard: string, onSaved: (reply: DashboardReply) => void): CommitControl {
  const [saving, setSaving] = useState(false);
  const commit = useCallback(
    async (work: () => Promise<DashboardReply>, done: string, undoable = false) => {
      setSaving(true);
      try {
        onSaved(await work());
        const undo = () => void commit(() => undoChange(dashboard), "Undone");
        toast(done, { tone: "good", ...(undoable ? { action: { label: "Undo", run: undo } } : {}) });
      } catch (error) {
        tellFailure(error);
      } finally {
        setSaving(false);
      }
    },
    [dashboard, onSaved],
  );
  const undo = useCallback(() => void commit(() => undoChange(dashboard), "Undone"), [commit, dashboard]);
  return { saving, commit, undo };
}
