/** Draws a scatter component: a dot per row that has both numbers. */
import { useMemo } from "react";
import type { DatasetReply, Scalar, Scatter } from "@/spec/types";
import {
  ChartBox,
  type Dot,
  huesOf,
  NUMBER,
  nameOf,
  type Row,
  rowsOf,
  ScatterChart,
  titleOf,
  toNumber,
  typeOf,
  usePick,
} from "../chart";
import type { ComponentViewProps } from "../contract";

export default function ScatterView(props: ComponentViewProps<Scatter>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Dots {...props} reply={reply} /> : null;
}

/** What identifies a row: its columns that are no numbers. */
function identity(row: Row, reply: DatasetReply): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => typeOf(reply, name) !== "number" && typeof row[name] !== "number"),
  );
}

function dotsOf(component: Scatter, reply: DatasetReply, palette: string[]): Dot[] {
  const rows = rowsOf(reply);
  const by = component.series;
  const names = by ? [...new Set(rows.map((row) => nameOf(row[by])))] : [];
  const colours = new Map(huesOf(names, palette).map((colour, at) => [names[at], colour]));
  const sizes = component.size
    ? rows.map((row) => Math.abs(toNumber(row[component.size as string]) ?? 0))
    : [];
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return rows.flatMap((row, at): Dot[] => {
    const x = toNumber(row[component.x.column]);
    const y = toNumber(row[component.y.column]);
    if (x === null || y === null) return [];
    const series = by ? nameOf(row[by]) : "";
    const label = component.label ? nameOf(row[component.label]) : "";
    return [
      {
        x,
        y,
        series,
        label,
        size: largest > 0 ? (sizes[at] ?? 0) / largest : null,
        colour: colours.get(series) ?? palette[0] ?? "gray",
        pick: { values: identity(row, reply), label: label || series },
      },
    ];
  });
}

function Dots({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Scatter> & { reply: DatasetReply }) {
  const dots = useMemo(() => dotsOf(component, reply, theme.palette), [component, reply, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  const axis = (side: Scatter["x"]) => ({
    label: side.label || titleOf(side.column),
    format: side.format ?? NUMBER,
  });
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <ScatterChart
          dots={dots}
          {...size}
          label={component.title || "Scatter plot"}
          x={axis(component.x)}
          y={axis(component.y)}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
