/** ComponentFrame: title, menu, freshness and every state around a component's view. */
import {
  type CSSProperties,
  Component as ReactComponent,
  type ReactNode,
  startTransition,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ComponentView } from "@/components/contract";
import { repainted } from "@/lib/brand";
import { formatAgo, formatCount, formatDateTime, formatPeriod } from "@/lib/format";
import { datasetsUsed, openTab } from "@/runtime/graph";
import type { Component, Dataset, DatasetReply } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { Tooltip } from "@/ui/Tooltip";
import { useAnswers, useBoard } from "./boardContext";
import styles from "./ComponentFrame.module.css";
import { FrameMenu, type FramePanel } from "./FrameMenu";
import { FrameMessage } from "./FrameMessage";
import { FrameNote } from "./FrameNote";
import { loadedView, loadView, manifestOf } from "./kinds";
import { ResultTable } from "./ResultTable";
import { type FrameNotes, frameNotes, frameState, showsPeriods } from "./state";

export interface ComponentFrameProps {
  component: Component;
  /** Whether it is drawn with the first screen, or right after it. */
  first?: boolean;
  /** Components inside, for tabs and container. */
  children?: ReactNode;
}

export function ComponentFrame({ component, first = true, children }: ComponentFrameProps) {
  const board = useBoard();
  const ids = useMemo(() => datasetsUsed(component), [component]);
  const answers = useAnswers(board.feed, ids);
  const turn = useTurn();
  const view = useView(component.kind, first || turn !== "first");
  const [panel, setPanel] = useState<FramePanel>("view");
  const params = useMemo(() => ids.flatMap((id) => board.graph.params.get(id) ?? []), [ids, board.graph]);
  const state = frameState(answers, params, board.values);
  const notes = frameNotes(answers);
  const manifest = manifestOf(component.kind);
  const reset = () => {
    for (const param of params) board.setParam(param, null);
  };
  const retry = () => void board.feed.refresh(ids, true);
  const names = component.title || manifest?.title || component.kind;

  const content =
    state.name === "ready" ? (
      panel === "table" && answers[0]?.good ? (
        <ResultTable component={component} reply={answers[0].good} />
      ) : (
        <ViewHost component={component} ids={ids} view={view}>
          {children}
        </ViewHost>
      )
    ) : (
      <FrameMessage component={component} state={state} onRetry={retry} onReset={reset} />
    );
  const marked = board.marked.has(component.id) ? styles.marked : "";
  const busy = state.name === "loading" || notes.refreshing || view.coming;
  if (manifest?.frame === "plain") {
    return (
      <section
        className={`${styles.plain} ${marked}`}
        aria-label={names}
        aria-busy={busy}
        data-component={component.id}
      >
        {content}
      </section>
    );
  }
  return (
    <section
      className={`${styles.frame} ${styles[component.kind] ?? ""} ${marked}`}
      aria-label={names}
      aria-busy={busy}
      data-component={component.id}
      data-state={state.name}
    >
      <FrameHeader component={component}>
        <Freshness notes={notes} onRetry={retry} />
        {component.note && turn === "tools" ? <FrameNote note={component.note} /> : null}
        {turn === "tools" ? (
          <FrameMenu component={component} answers={answers} panel={panel} onPanel={setPanel} />
        ) : null}
      </FrameHeader>
      <div className={styles.content}>{content}</div>
      <Footnote component={component} notes={notes} shown={state.name === "ready"} />
    </section>
  );
}

/** Title and subtitle, with the frame's tools as `children`. */
function FrameHeader({ component, children }: { component: Component; children: ReactNode }) {
  return (
    <header className={styles.header}>
      <div className={styles.titles}>
        <h3 className={styles.title} title={component.title}>
          {component.title}
        </h3>
        {component.subtitle && component.kind !== "kpi" ? (
          <p className={styles.subtitle}>{component.subtitle}</p>
        ) : null}
      </div>
      <div className={styles.tools}>{children}</div>
    </header>
  );
}

function Freshness({ notes, onRetry }: { notes: FrameNotes; onRetry: () => void }) {
  if (notes.refreshing) {
    return (
      <span className={styles.updating}>
        <i aria-hidden="true" />
        <span className="visually-hidden">Updating</span>
      </span>
    );
  }
  if (notes.failed) {
    return (
      <Tooltip
        text={`${notes.failed} Shown: the last good value, ${formatDateTime(notes.asOf)}. Press to try again.`}
      >
        <Button size="sm" variant="quiet" icon="alert" onPress={onRetry}>
          {formatAgo(notes.asOf)}
        </Button>
      </Tooltip>
    );
  }
  if (!notes.stale) return null;
  return (
    <Badge tone="warn" icon="clock" title={`As of ${formatDateTime(notes.asOf)}`}>
      {formatAgo(notes.asOf)}
    </Badge>
  );
}

function Footnote({ component, notes, shown }: { component: Component; notes: FrameNotes; shown: boolean }) {
  const { datasets } = useBoard();
  if (!shown) return null;
  const words: string[] = [];
  if (notes.truncated) words.push(`First ${formatCount(notes.truncated.rows, "row")}; export for all`);
  if (notes.partial && showsPeriods(component)) {
    const grain = grainOf(notes.partial.column, component, datasets);
    words.push(`${formatPeriod(notes.partial.value, grain)} is not complete yet`);
  }
  return words.length > 0 ? <p className={styles.footnote}>{words.join(" · ")}</p> : null;
}

/** By what a period column was cut, as its dataset says. */
function grainOf(column: string, component: Component, datasets: ReadonlyMap<string, Dataset>): string {
  const sets = datasetsUsed(component).map((id) => datasets.get(id));
  const cuts = sets.flatMap((dataset) => (dataset?.kind === "metric" ? (dataset.dimensions ?? []) : []));
  return cuts.find((dimension) => dimension.name === column)?.grain ?? "day";
}

interface HostProps {
  component: Component;
  ids: readonly string[];
  view: ViewLoad;
  children?: ReactNode;
}

interface ViewLoad {
  /** Absent until it is loaded and it is its turn to be drawn. */
  View: ComponentView | undefined;
  failed: boolean;
  coming: boolean;
  retry: () => void;
}

/** What is drawn in which turn: the first screen, the views below it, the tools in the frames' headers. */
const TURNS = ["first", "views", "tools"] as const;

/** The turn this frame is in; the later ones come without holding up a key or a scroll. */
function useTurn(): (typeof TURNS)[number] {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn < TURNS.length - 1) startTransition(() => setTurn(turn + 1));
  }, [turn]);
  return TURNS[turn] ?? "tools";
}

/** The view of `kind`, loaded when it is not here yet; drawn when it is its turn (`now`). */
function useView(kind: Component["kind"], now: boolean): ViewLoad {
  const [failed, setFailed] = useState<Component["kind"] | null>(null);
  const [, setLoaded] = useState<Component["kind"] | null>(null);
  const view = loadedView(kind);
  const wanted = !view && failed !== kind;
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    loadView(kind).then(
      () => (gone ? undefined : setLoaded(kind)),
      () => (gone ? undefined : setFailed(kind)),
    );
    return () => {
      gone = true;
    };
  }, [kind, wanted]);
  const View = now ? view : undefined;
  return { View, failed: failed === kind, coming: !View && failed !== kind, retry: () => setFailed(null) };
}

/** Draws the view, and keeps a broken one from taking the page with it. */
function ViewHost({ component, ids, view, children }: HostProps) {
  if (view.failed) {
    return (
      <Empty
        compact
        icon="alert"
        title="This component could not be loaded"
        actions={
          <Button size="sm" onPress={view.retry}>
            Try again
          </Button>
        }
      />
    );
  }
  if (!view.View) return <Skeleton shape={component.kind === "kpi" ? "number" : "chart"} />;
  return (
    <ViewBoundary key={component.id}>
      <Sized component={component} ids={ids} View={view.View}>
        {children}
      </Sized>
    </ViewBoundary>
  );
}

/** Measures the box and hands the view its size. */
function Sized({ component, ids, children, View }: Omit<HostProps, "view"> & { View: ComponentView }) {
  const board = useBoard();
  const answers = useAnswers(board.feed, ids);
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const width = Math.round(element.clientWidth);
      const height = Math.round(element.clientHeight);
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const results = useMemo(() => {
    const found: Record<string, DatasetReply | undefined> = {};
    ids.forEach((id, index) => {
      found[id] = answers[index]?.good;
    });
    return found;
  }, [ids, answers]);
  const param =
    component.kind === "filter" ? board.spec.params?.find((item) => item.id === component.param) : undefined;
  const own = board.spec.theme?.palettes?.[component.id];
  const theme = useMemo(
    () =>
      own ? { ...board.theme, palette: repainted(board.theme.palette, own, board.theme.mode) } : board.theme,
    [board.theme, own],
  );
  return (
    <div
      ref={box}
      className={styles.view}
      data-measured={size.width > 0}
      {...(own ? { style: { "--series-1": theme.palette[0] } as CSSProperties } : {})}
    >
      <View
        component={component}
        results={results}
        params={board.values}
        setParam={board.setParam}
        onPoint={(point) => board.choose(component, point)}
        onAction={board.act}
        width={size.width}
        height={size.height}
        theme={theme}
        dashboard={board.dashboard}
        {...(param ? { param } : {})}
        {...(component.kind === "tabs"
          ? {
              slot: openTab(component, board.openTabs),
              onSlot: (tab: string) => board.setTab(component.id, tab),
            }
          : {})}
      >
        {children}
      </View>
    </div>
  );
}

class ViewBoundary extends ReactComponent<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty
        compact
        icon="alert"
        title="This component could not be drawn"
        actions={
          <Button size="sm" onPress={() => this.setState({ failed: false })}>
            Draw again
          </Button>
        }
      >
        Its data is fine: open the menu and view it as a table.
      </Empty>
    );
  }
}
