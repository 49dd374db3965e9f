/** Board: a dashboard at work; it renders a spec and nothing else. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { exportAddress } from "@/api/dashboards";
import type { DataReply, Evidence } from "@/api/types";
import type { Point } from "@/components/contract";
import type { Brand } from "@/lib/brand";
import type { Feed } from "@/runtime/feed";
import { datasetsOnScreen } from "@/runtime/graph";
import { useResolvedTheme } from "@/runtime/mode";
import type { PlaceControl } from "@/runtime/place";
import type { Action, Component, Dashboard, Page } from "@/spec/types";
import { Empty } from "@/ui/Notice";
import styles from "./Board.module.css";
import { BoardContext, type Board as BoardValue } from "./boardContext";
import { chosenValue } from "./choose";
import { FilterBar } from "./FilterBar";
import { save } from "./FrameMenu";
import { Grid } from "./Grid";
import { preloadViews } from "./kinds";
import { PageTabs } from "./PageTabs";
import { useFeed } from "./useFeed";

const DrillDrawer = lazy(() => import("./DrillDrawer"));

export interface BoardProps {
  dashboard: string;
  spec: Dashboard;
  /** Workspace colours; the spec's own go before. */
  brand: Brand;
  primed?: DataReply | null | undefined;
  evidence?: Evidence[];
  marked?: readonly string[];
  control: PlaceControl;
  ask?: ((sentence: string) => void) | undefined;
  /** Above the page: title and tools; gets the feed. */
  header?: (feed: Feed) => ReactNode;
}

const NONE: readonly string[] = [];

/** The page in the address while it exists, else the first. */
export function currentPage(spec: Dashboard, id: string | null): Page {
  return spec.pages.find((page) => page.id === id) ?? (spec.pages[0] as Page);
}

export function Board(props: BoardProps) {
  const { dashboard, spec, control, marked = NONE, ask } = props;
  const { place, setParam, setPage } = control;
  const page = currentPage(spec, place.page);
  const components = useMemo(() => page.components ?? [], [page]);
  const { graph, feed } = useFeed({ dashboard, spec, values: place.values, primed: props.primed });
  const [openTabs, setOpenTabs] = useState<Record<string, string>>({});
  const [drilled, setDrilled] = useState<{ title: string; point: Point } | null>(null);
  const theme = useResolvedTheme(useMemo(() => brandOf(spec, props.brand), [spec, props.brand]));

  useEffect(() => void preloadViews(components), [components]);
  useEffect(() => feed.watch(datasetsOnScreen(page, openTabs)), [feed, page, openTabs]);

  const values = useRef(place.values);
  values.current = place.values;
  const run = useCallback(
    (action: Action, component: Component | null, point: Point | null) => {
      switch (action.kind) {
        case "set_param": {
          const param = spec.params?.find((item) => item.id === action.param);
          return setParam(action.param, chosenValue(action, param, point, values.current[action.param]));
        }
        case "drill":
          return point ? setDrilled({ title: component?.title ?? "", point }) : undefined;
        case "open_page":
          return setPage(action.page);
        case "open_link":
          return openLink(action.url);
        case "refresh":
          return void feed.refresh(undefined, true);
        case "export":
          return exportNow(dashboard, action, values.current);
      }
    },
    [spec, setParam, setPage, feed, dashboard],
  );

  const board = useMemo<BoardValue>(
    () => ({
      dashboard,
      spec,
      graph,
      feed,
      datasets: new Map((spec.datasets ?? []).map((dataset) => [dataset.id, dataset])),
      values: place.values,
      theme,
      openTabs,
      evidence: new Map((props.evidence ?? []).map((item) => [item.dataset, item])),
      marked: new Set(marked),
      setParam,
      setTab: (tabs, tab) => setOpenTabs((before) => ({ ...before, [tabs]: tab })),
      choose: (component, point) => {
        const click = "click" in component ? component.click : null;
        run(click ?? { kind: "drill" }, component, point);
      },
      act: (action) => run(action, null, null),
      ask,
    }),
    [dashboard, spec, graph, feed, place.values, theme, openTabs, props.evidence, marked, setParam, run, ask],
  );

  return (
    <BoardContext value={board}>
      <div className={styles.board}>
        {props.header?.(feed)}
        {spec.pages.length > 1 ? <PageTabs pages={spec.pages} open={page.id} onOpen={setPage} /> : null}
        <FilterBar page={page} onReset={control.reset} />
        {components.length > 0 ? (
          <Grid components={components} />
        ) : (
          <div className={styles.bare}>
            <Empty icon="sparkle" title="Nothing is on this page yet">
              Say below what you want to see.
            </Empty>
          </div>
        )}
      </div>
      {drilled ? (
        <Suspense>
          <DrillDrawer
            {...drilled}
            dashboard={dashboard}
            values={place.values}
            onClose={() => setDrilled(null)}
          />
        </Suspense>
      ) : null}
    </BoardContext>
  );
}

/** A dashboard's own colours go before the workspace's. */
export function brandOf(spec: Dashboard, workspace: Brand): Brand {
  return {
    primary: spec.theme?.primary ?? workspace.primary ?? null,
    accent: spec.theme?.accent ?? workspace.accent ?? null,
    palette: spec.theme?.palette ?? workspace.palette ?? null,
  };
}

function openLink(url: string): void {
  if (url.startsWith("https://")) window.open(url, "_blank", "noopener,noreferrer");
  else if (/^\/(?![/\\])/.test(url)) window.location.assign(url);
}

function exportNow(
  dashboard: string,
  action: Extract<Action, { kind: "export" }>,
  values: PlaceControl["place"]["values"],
): void {
  const format = action.component ? (action.format ?? "xlsx") : "xlsx";
  void save(
    exportAddress(dashboard, format, values, action.component ?? undefined),
    `${action.component ?? dashboard}.${format}`,
  );
}
