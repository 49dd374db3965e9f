/** The feed of an open dashboard: kept while its datasets stay the same, carried over when only some change. */
import { useEffect, useMemo, useRef } from "react";
import { loadData } from "@/api/dashboards";
import type { DataReply } from "@/api/types";
import { Feed } from "@/runtime/feed";
import { buildGraph, type Graph } from "@/runtime/graph";
import type { Dashboard, DatasetReply, ParamValues } from "@/spec/types";

interface Held {
  spec: Dashboard;
  key: string;
  graph: Graph;
  feed: Feed;
}

/** Answers of `before` that `after` may keep: the same question, by definition and by values. */
function carried(before: Held, after: Dashboard): DataReply {
  const old = new Map((before.spec.datasets ?? []).map((dataset) => [dataset.id, JSON.stringify(dataset)]));
  const datasets: Record<string, DatasetReply> = {};
  for (const dataset of after.datasets ?? []) {
    const { good, current } = before.feed.answer(dataset.id);
    const same = old.get(dataset.id) === JSON.stringify(dataset);
    if (good && current && same && dataset.kind !== "transform") datasets[dataset.id] = good;
  }
  return { version: 0, datasets };
}

export interface FeedOptions {
  dashboard: string;
  spec: Dashboard;
  values: ParamValues;
  /** Results that came along; taken once per spec. */
  primed?: DataReply | null | undefined;
}

export function useFeed({ dashboard, spec, values, primed }: FeedOptions): { graph: Graph; feed: Feed } {
  const held = useRef<Held | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: values reach the feed through setValues
  const result = useMemo(() => {
    const before = held.current;
    const graph = buildGraph(spec);
    const feed = new Feed(graph, (request, signal) => loadData(dashboard, request, signal), values);
    if (before && before.key === dashboard) feed.prime(carried(before, spec));
    if (primed) feed.prime(primed);
    held.current = { spec, key: dashboard, graph, feed };
    return { graph, feed };
  }, [dashboard, spec, primed]);
  useEffect(() => result.feed.setValues(values), [result, values]);
  useEffect(() => () => result.feed.stop(), [result]);
  return result;
}
