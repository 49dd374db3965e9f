/** ResultTable: a component's own result as a table, in the component's formats. */
import type { Component, DatasetReply, Format, Series } from "@/spec/types";
import { DataTable } from "@/ui/DataTable";

/** Every drawn column with its label and format. */
export function drawnColumns(component: Component): Series[] {
  switch (component.kind) {
    case "kpi":
      return [
        {
          column: component.value,
          label: component.title ?? "",
          ...(component.format ? { format: component.format } : {}),
        },
        ...(component.previous
          ? [
              {
                column: component.previous,
                label: "Before",
                ...(component.format ? { format: component.format } : {}),
              },
            ]
          : []),
      ];
    case "combo":
      return [...component.bars, ...component.lines];
    case "scatter":
      return [component.x, component.y];
    case "table":
    case "queue_panel":
      return component.columns ?? [];
    default:
      if ("y" in component && Array.isArray(component.y)) return component.y;
      return "value" in component && typeof component.value === "object" ? [component.value] : [];
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
