/** ComponentFrame: title, menu, freshness and every state around a component's view. */
import {
  Component as ReactComponent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ComponentView } from "@/components/contract";
import { formatAgo, formatCount, formatDateTime, formatPeriod } from "@/lib/format";
import { datasetsUsed, openTab } from "@/runtime/graph";
import type { Component, DatasetReply } from "@/spec/types";
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
  /** Components inside, for tabs and container. */
  children?: ReactNode;
}

export function ComponentFrame({ component, children }: ComponentFrameProps) {
  const board = useBoard();
  const ids = useMemo(() => datasetsUsed(component), [component]);
  const answers = useAnswers(board.feed, ids);
  const [panel, setPanel] = useState<FramePanel>("view");
  const params = useMemo(() => ids.flatMap((id) => board.graph.params.get(id) ?? []), [ids, board.graph]);
  const state = frameState(answers, params, board.values);
  const notes = frameNotes(answers);
  const plain = manifestOf(component.kind)?.frame === "plain";
  const reset = () => {
    for (const param of params) board.setParam(param, null);
  };
  const retry = () => void board.feed.refresh(ids, true);
  const names = component.title || manifestOf(component.kind)?.title || component.kind;

  const content =
    state.name === "ready" ? (
      panel === "table" && answers[0]?.good ? (
        <ResultTable component={component} reply={answers[0].good} />
      ) : (
        <ViewHost component={component} ids={ids}>
          {children}
        </ViewHost>
      )
    ) : (
      <FrameMessage component={component} state={state} onRetry={retry} onReset={reset} />
    );
  const marked = board.marked.has(component.id);
  if (plain) {
    return (
      <section
        className={`${styles.plain} ${marked ? styles.marked : ""}`}
        aria-label={names}
        data-component={component.id}
      >
        {content}
      </section>
    );
  }
  return (
    <section
      className={`${styles.frame} ${styles[component.kind] ?? ""} ${marked ? styles.marked : ""}`}
      aria-label={names}
      aria-busy={state.name === "loading" || notes.refreshing}
      data-component={component.id}
      data-state={state.name}
    >
      <header className={styles.header}>
        <div className={styles.titles}>
          <h3 className={styles.title} title={component.title}>
            {component.title}
          </h3>
          {component.subtitle && component.kind !== "kpi" ? (
            <p className={styles.subtitle}>{component.subtitle}</p>
          ) : null}
        </div>
        <div className={styles.tools}>
          <Freshness notes={notes} onRetry={retry} />
          {component.note ? <FrameNote note={component.note} /> : null}
          <FrameMenu component={component} answers={answers} panel={panel} onPanel={setPanel} />
        </div>
      </header>
      <div className={styles.content}>{content}</div>
      <Footnote component={component} notes={notes} shown={state.name === "ready"} />
    </section>
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
  if (!shown) return null;
  const words: string[] = [];
  if (notes.truncated) words.push(`First ${formatCount(notes.truncated.rows, "row")}; export for all`);
  if (notes.partial && showsPeriods(component)) {
    words.push(`${formatPeriod(notes.partial.value, grainOf(notes.partial.value))} is not complete yet`);
  }
  return words.length > 0 ? <p className={styles.footnote}>{words.join(" · ")}</p> : null;
}

/** Dates at the start of a month read best as the month. */
function grainOf(value: unknown): string {
  return typeof value === "string" && /-01(T00:00:00.*)?$/.test(value) ? "month" : "day";
}

interface HostProps {
  component: Component;
  ids: readonly string[];
  children?: ReactNode;
}

/** Loads the view, measures the box, and keeps a broken view from taking the page with it. */
function ViewHost(props: HostProps) {
  const { component } = props;
  const [view, setView] = useState<ComponentView | undefined>(() => loadedView(component.kind));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (view || failed) return;
    let gone = false;
    loadView(component.kind).then(
      (loaded) => (gone ? undefined : setView(() => loaded)),
      () => (gone ? undefined : setFailed(true)),
    );
    return () => {
      gone = true;
    };
  }, [component.kind, view, failed]);
  if (failed) {
    return (
      <Empty
        compact
        icon="alert"
        title="This component could not be loaded"
        actions={
          <Button size="sm" onPress={() => setFailed(false)}>
            Try again
          </Button>
        }
      />
    );
  }
  if (!view) return <Skeleton shape={component.kind === "kpi" ? "number" : "chart"} />;
  return (
    <ViewBoundary key={component.id}>
      <Sized {...props} view={view} />
    </ViewBoundary>
  );
}

function Sized({ component, ids, children, view: View }: HostProps & { view: ComponentView }) {
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
  return (
    <div ref={box} className={styles.view} data-measured={size.width > 0}>
      <View
        component={component}
        results={results}
        params={board.values}
        setParam={board.setParam}
        onPoint={(point) => board.choose(component, point)}
        onAction={board.act}
        width={size.width}
        height={size.height}
        theme={board.theme}
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
