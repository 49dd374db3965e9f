/** Refresh on an interval: can be paused, waits while the page is hidden, catches up when it comes back. */
import { useEffect, useState } from "react";
import type { Feed } from "@/runtime/feed";

export interface RefreshControl {
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

/** Ask `feed` again every `seconds`; null never. */
export function useRefresh(feed: Feed, seconds: number | null | undefined): RefreshControl {
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (!seconds || paused) return;
    const due = () => Date.now() - feed.updatedAt >= seconds * 1000 - 50;
    const tick = () => {
      if (!document.hidden && due() && !feed.busy) void feed.refresh();
    };
    const timer = setInterval(tick, Math.min(seconds * 1000, 5_000));
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [feed, seconds, paused]);
  return { paused, setPaused };
}
