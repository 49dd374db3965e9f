/** The dataflow of a dashboard: params → datasets → components, and which of them a change reaches. */
import type { Component, Dashboard, Dataset, Filter, Page, ParamValue, ParamValues } from "@/spec/types";

/** Ids of the datasets that `component` draws. */
export function datasetsUsed(component: Component): string[] {
  switch (component.kind) {
    case "kpi":
      return component.sparkline ? [component.dataset, component.sparkline.dataset] : [component.dataset];
    case "custom":
      return component.datasets ?? [];
    default:
      return "dataset" in component ? [component.dataset] : [];
  }
}

function paramsOfFilters(filters: Filter[], found: Set<string>): void {
  for (const filter of filters) {
    if (filter.param) found.add(filter.param);
    paramsOfFilters(filter.any_of ?? [], found);
  }
}

/** Ids of the params that `dataset` itself reads. */
export function paramsUsed(dataset: Dataset, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  if (dataset.kind === "metric") {
    if (dataset.window_param) found.add(dataset.window_param);
    paramsOfFilters(dataset.filters ?? [], found);
  } else if (dataset.kind === "sql") {
    for (const match of dataset.sql.matchAll(/(?<!:):([A-Za-z][A-Za-z0-9_-]*)/g))
      found.add(match[1] as string);
  }
  return [...found].filter((param) => known.has(param));
}

export interface Graph {
  /** dataset → params that change its answer, those of its inputs included, sorted. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  /** The answer's identity under `values`: equal signatures mean equal questions. */
  signature(dataset: string, values: ParamValues): string;
  /** Datasets whose question differs between two sets of values. */
  affected(before: ParamValues, after: ParamValues): string[];
}

/** Build the graph of `spec`. */
export function buildGraph(spec: Dashboard): Graph {
  const datasets = new Map((spec.datasets ?? []).map((dataset) => [dataset.id, dataset]));
  const defaults = new Map((spec.params ?? []).map((param) => [param.id, param.default ?? null]));
  const known = new Set(defaults.keys());
  const params = new Map<string, readonly string[]>();

  const collect = (id: string, trail: ReadonlySet<string>): readonly string[] => {
    const done = params.get(id);
    const dataset = datasets.get(id);
    if (done || !dataset || trail.has(id)) return done ?? [];
    const found = new Set(paramsUsed(dataset, known));
    if (dataset.kind === "transform") {
      for (const input of dataset.inputs)
        for (const param of collect(input, new Set([...trail, id]))) found.add(param);
    }
    const sorted = [...found].sort();
    params.set(id, sorted);
    return sorted;
  };
  for (const id of datasets.keys()) collect(id, new Set());

  const valueAt = (param: string, values: ParamValues): ParamValue =>
    param in values ? (values[param] as ParamValue) : (defaults.get(param) ?? null);
  const signature = (dataset: string, values: ParamValues) =>
    JSON.stringify((params.get(dataset) ?? []).map((param) => valueAt(param, values)));
  return {
    params,
    signature,
    affected: (before, after) =>
      [...params.keys()].filter((id) => signature(id, before) !== signature(id, after)),
  };
}

/** Components of `page` that are on the screen, given the open tab of each tabs component. */
export function openComponents(page: Page, openTabs: Record<string, string>): Component[] {
  const all = page.components ?? [];
  const byId = new Map(all.map((component) => [component.id, component]));
  const isOpen = (component: Component, depth = 0): boolean => {
    const parent = component.parent ? byId.get(component.parent) : undefined;
    if (!parent || depth > all.length) return true;
    if (parent.kind === "tabs" && component.slot !== openTab(parent, openTabs)) return false;
    return isOpen(parent, depth + 1);
  };
  return all.filter((component) => isOpen(component));
}

/** The open tab of a tabs component: the chosen one while it exists, else the first. */
export function openTab(
  tabs: Extract<Component, { kind: "tabs" }>,
  openTabs: Record<string, string>,
): string {
  const chosen = openTabs[tabs.id];
  return tabs.tabs.some((tab) => tab.id === chosen) ? (chosen as string) : (tabs.tabs[0]?.id ?? "");
}

/** Datasets that the open components of `page` need, each once. */
export function datasetsOnScreen(page: Page, openTabs: Record<string, string>): string[] {
  return [...new Set(openComponents(page, openTabs).flatMap(datasetsUsed))];
}
