/** What every frame of an open dashboard may know and do. */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react";
import type { Evidence } from "@/api/types";
import type { Point, ResolvedTheme } from "@/components/contract";
import type { Answer, Feed } from "@/runtime/feed";
import type { Graph } from "@/runtime/graph";
import type { Action, Component, Dashboard, Dataset, ParamValue, ParamValues } from "@/spec/types";

export interface Board {
  /** Key of the dashboard in the API. */
  dashboard: string;
  spec: Dashboard;
  graph: Graph;
  feed: Feed;
  datasets: ReadonlyMap<string, Dataset>;
  values: ParamValues;
  theme: ResolvedTheme;
  openTabs: Record<string, string>;
  evidence: ReadonlyMap<string, Evidence>;
  /** Components to point at: what a change touches. */
  marked: ReadonlySet<string>;
  setParam: (id: string, value: ParamValue) => void;
  setTab: (tabs: string, tab: string) => void;
  choose: (component: Component, point: Point) => void;
  act: (action: Action) => void;
  /** Ask for a change in words; undefined where nothing can be changed. */
  ask?: ((sentence: string) => void) | undefined;
}

export const BoardContext = createContext<Board | null>(null);

export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (!board) throw new Error("A component frame lies outside a board.");
  return board;
}

/** The answers of `ids`, in order; a new array only when one of them changed. */
export function useAnswers(feed: Feed, ids: readonly string[]): readonly Answer[] {
  const last = useRef<readonly Answer[]>([]);
  const read = useCallback(() => {
    const next = ids.map((id) => feed.answer(id));
    const same =
      next.length === last.current.length && next.every((answer, index) => answer === last.current[index]);
    if (!same) last.current = next;
    return last.current;
  }, [feed, ids]);
  return useSyncExternalStore(feed.subscribe, read);
}
