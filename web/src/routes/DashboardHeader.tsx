/** DashboardHeader: what this is, how fresh it is, and what can be done with the whole of it. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { deleteDashboard, exportAddress } from "@/api/dashboards";
import type { DashboardReply } from "@/api/types";
import { formatAgo } from "@/lib/format";
import type { Feed } from "@/runtime/feed";
import { chooseMode, useMode } from "@/runtime/mode";
import type { Dashboard, ParamValues } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { toast } from "@/ui/toast";
import { save } from "@/viewer/FrameMenu";
import { useRefresh } from "@/viewer/useRefresh";
import styles from "./DashboardHeader.module.css";

export interface DashboardHeaderProps {
  reply: DashboardReply;
  spec: Dashboard;
  feed: Feed;
  values: ParamValues;
  canChange: boolean;
  onHistory: () => void;
  onUndo: () => void;
}

export function DashboardHeader(props: DashboardHeaderProps) {
  const { spec, feed, reply } = props;
  const mode = useMode();
  const demo = useDemo(feed, spec);
  const share = async () => {
    await navigator.clipboard.writeText(window.location.href);
    toast("Link copied, with the page and the filters you see", { tone: "good" });
  };
  return (
    <header className={styles.header}>
      <div className={styles.titles}>
        <h1 className={styles.title}>
          {spec.title}
          {demo ? <Badge tone="demo">Demo data</Badge> : null}
        </h1>
        {spec.description ? <p className={styles.description}>{spec.description}</p> : null}
      </div>
      <div className={styles.tools}>
        <Updated feed={feed} seconds={spec.refresh_interval} />
        {spec.theme?.mode_toggle ? (
          <IconButton
            icon={mode === "dark" ? "sun" : "moon"}
            label={mode === "dark" ? "Switch to light" : "Switch to dark"}
            onPress={() => chooseMode(mode === "dark" ? "light" : "dark")}
          />
        ) : null}
        <IconButton icon="history" label="Version history" onPress={props.onHistory} />
        <Button icon="link" onPress={() => void share()}>
          <span className={styles.word}>Share</span>
        </Button>
        <MoreMenu {...props} reply={reply} />
      </div>
    </header>
  );
}

function useDemo(feed: Feed, spec: Dashboard): boolean {
  return useSyncExternalStore(feed.subscribe, () =>
    (spec.datasets ?? []).some((dataset) => feed.answer(dataset.id).good?.demo),
  );
}

const ANNOUNCE_MS = 10_000;

function Updated({ feed, seconds }: { feed: Feed; seconds: number | null | undefined }) {
  const { paused, setPaused } = useRefresh(feed, seconds);
  const busy = useSyncExternalStore(feed.subscribe, () => feed.busy);
  const updated = useSyncExternalStore(feed.subscribe, () => feed.updatedAt);
  const now = useNow();
  const [announced, setAnnounced] = useState(0);
  useEffect(() => {
    if (updated - announced >= ANNOUNCE_MS) setAnnounced(updated);
  }, [updated, announced]);
  return (
    <div className={styles.updated}>
      <span className={styles.when} title={updated ? new Date(updated).toLocaleString() : undefined}>
        {updated ? `Updated ${formatAgo(new Date(updated).toISOString(), now)}` : "Loading"}
      </span>
      <span className="visually-hidden" role="status">
        {announced ? `Data updated at ${new Date(announced).toLocaleTimeString()}` : ""}
      </span>
      {seconds ? (
        <IconButton
          icon={paused ? "play" : "pause"}
          label={paused ? "Resume automatic refresh" : `Pause the refresh every ${seconds} s`}
          onPress={() => setPaused(!paused)}
        />
      ) : null}
      <IconButton
        icon="refresh"
        label="Refresh now"
        isDisabled={busy}
        onPress={() => void feed.refresh(undefined, true)}
      />
    </div>
  );
}

/** The time, to the half minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function MoreMenu({ reply, spec, values, canChange, onUndo }: DashboardHeaderProps) {
  const [asking, setAsking] = useState(false);
  const [, go] = useLocation();
  const remove = async () => {
    try {
      await deleteDashboard(reply.slug);
      toast(`“${spec.title}” was deleted`);
      go("/");
    } catch (error) {
      toast(error instanceof Error ? error.message : "It could not be deleted.", { tone: "bad" });
    }
  };
  const entries: MenuEntry[] = [
    {
      id: "xlsx",
      label: "Export all as Excel",
      icon: "download",
      onSelect: () => void save(exportAddress(reply.slug, "xlsx", values), `${reply.slug}.xlsx`),
    },
    ...(canChange
      ? [
          {
            id: "undo",
            label: "Undo the last change",
            icon: "undo" as const,
            disabled: reply.version <= 1,
            onSelect: onUndo,
          },
          {
            id: "delete",
            label: "Delete…",
            icon: "trash" as const,
            apart: true,
            danger: true,
            onSelect: () => setAsking(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu label="Dashboard menu" entries={entries}>
        <IconButton icon="more" label="More" variant="secondary" />
      </Menu>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        width={440}
        title={`Delete “${spec.title}”?`}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep it</Button>
            <Button variant="danger" icon="trash" onPress={() => void remove()}>
              Delete
            </Button>
          </>
        }
      >
        The dashboard disappears for everybody. The data behind it is not touched.
      </Dialog>
    </>
  );
}
