/** ResultTable: a component's own result as a table, in the component's formats. */
import type { Component, DatasetReply, Format, Kpi, Series } from "@/spec/types";
import { DataTable } from "@/ui/DataTable";

function kpiColumns(component: Kpi): Series[] {
  const format = component.format ? { format: component.format } : {};
  const value = { column: component.value, label: component.title ?? "", ...format };
  return component.previous ? [value, { column: component.previous, label: "Before", ...format }] : [value];
}

/** Every drawn column with its label and format. */
export function drawnColumns(component: Component): Series[] {
  switch (component.kind) {
    case "kpi":
      return kpiColumns(component);
    case "combo":
      return [...component.bars, ...component.lines];
    case "scatter":
      return [component.x, component.y];
    case "table":
    case "queue_panel":
      return component.columns ?? [];
    case "line":
    case "area":
    case "bar":
    case "stacked_bar":
      return component.y;
    default:
      return "value" in component ? [component.value] : [];
  }
}

export function ResultTable({ component, reply }: { component: Component; reply: DatasetReply }) {
  const labels: Record<string, string> = {};
  const formats: Record<string, Format | undefined> = {};
  for (const series of drawnColumns(component)) {
    if (series.label) labels[series.column] = series.label;
    if (series.format) formats[series.column] = series.format;
  }
  return (
    <DataTable
      caption={component.title || "Result"}
      columns={reply.columns}
      data={reply.data}
      labels={labels}
      formats={formats}
    />
  );
}
